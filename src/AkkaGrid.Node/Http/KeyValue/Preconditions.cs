using AkkaGrid.Core.KeyValue;
using AkkaGrid.Node.Http.Reference;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace AkkaGrid.Node.Http.KeyValue;

/// <summary>
/// Reads <c>If-Match</c> and <c>If-None-Match</c> of RFC 9110: lists of tags, also weak ones, or <c>*</c>.
/// </summary>
internal static class Preconditions
{
    /// <returns>The condition that the request has for the key; null for none.</returns>
    /// <exception cref="BadHttpRequestException">A header is not a list of tags.</exception>
    public static Precondition? Read(HttpRequest request)
    {
        var (ifMatch, ifNoneMatch) = (request.Headers.IfMatch, request.Headers.IfNoneMatch);
        return ifMatch.Count == 0 && ifNoneMatch.Count == 0
            ? null
            : new Precondition(
                Read(HeaderNames.IfMatch, ifMatch, takesWeak: false),
                Read(HeaderNames.IfNoneMatch, ifNoneMatch, takesWeak: true));
    }

    /// <summary>Whether a text is such a list.</summary>
    public static bool IsTagList(string text) => EntityTagHeaderValue.TryParseStrictList([text], out _);

    // Weak tags never match in If-Match, which needs the same bytes (section 13.1.1); in If-None-Match they do.
    private static TagSet? Read(string header, StringValues values, bool takesWeak)
    {
        if (StringValues.IsNullOrEmpty(values))
            return null;
        if (!EntityTagHeaderValue.TryParseStrictList([.. values.OfType<string>()], out var tags))
            throw new BadHttpRequestException($"{header} must be {Rules.Tags.Expected}");
        return tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any))
            ? TagSet.AnyValue
            : new TagSet([.. tags.Where(tag => takesWeak || !tag.IsWeak)
                .Select(tag => tag.Tag.Subsegment(1, tag.Tag.Length - 2).ToString())]);
    }
}
