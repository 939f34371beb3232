using AkkaGrid.Core.KeyValue;
using AkkaGrid.Node.Http.Reference;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace AkkaGrid.Node.Http.KeyValue;

/// <summary>Reads <c>If-Match</c> and <c>If-None-Match</c> as RFC 9110 has them: lists of tags, weak ones too, or <c>*</c>.</summary>
internal static class Preconditions
{
    /// <returns>What the request requires of the key; null for nothing.</returns>
    /// <exception cref="BadHttpRequestException">A header is no list of tags.</exception>
    public static Precondition? Read(HttpRequest request)
    {
        var (ifMatch, ifNoneMatch) = (request.Headers.IfMatch, request.Headers.IfNoneMatch);
        return ifMatch.Count == 0 && ifNoneMatch.Count == 0
            ? null
            : new Precondition(
                Read(HeaderNames.IfMatch, ifMatch, takesWeak: false), Read(HeaderNames.IfNoneMatch, ifNoneMatch, takesWeak: true));
    }

    /// <summary>Whether a text is such a list.</summary>
    public static bool IsTagList(string text) => EntityTagHeaderValue.TryParseStrictList([text], out _);

    // Weak tags never match where the bytes must be the same (section 13.1.1); where they only must not be known, they do.
    private static TagSet? Read(string header, StringValues values, bool takesWeak)
    {
        if (StringValues.IsNullOrEmpty(values))
            return null;
        if (!EntityTagHeaderValue.TryParseStrictList([.. values.OfType<string>()], out var tags))
            throw new BadHttpRequestException($"{header} must be {Rules.Tags.Expected}");
        return tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any))
            ? TagSet.AnyValue
            : new TagSet([.. tags.Where(tag => takesWeak || !tag.IsWeak).Select(tag => tag.Tag.Subsegment(1, tag.Tag.Length - 2).ToString())]);
    }
}
