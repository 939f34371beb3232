using System.Diagnostics.CodeAnalysis;
using System.Text;
using AkkaGrid.Node.Http.Contracts;
using Microsoft.AspNetCore.Http.Features;

namespace AkkaGrid.Node.Http.KeyValue;

/// <summary>
/// Reads the key of <c>/kv/{key}</c>, and of the originals' <c>/read/{key}</c>, from the request target as it was sent:
/// decoded once, and not normalised, so that a key may contain slashes, dots and percent signs.
/// </summary>
internal sealed class RawKeyMiddleware(RequestDelegate next)
{
    /// <summary>The path that replaces those of all keys.</summary>
    public static readonly PathString KeyPath = Keys + "key";

    private const string Keys = "/kv/";
    private const string OriginalReads = "/read/";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public Task InvokeAsync(HttpContext context)
    {
        var target = PathOf(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        var isRead = target.StartsWith(OriginalReads, StringComparison.Ordinal);
        if (!isRead && !target.StartsWith(Keys, StringComparison.Ordinal))
            return next(context);
        if (!TryDecode(target[(isRead ? OriginalReads : Keys).Length..], out var key))
            throw InvalidRequestException.Of("key", "must be percent-encoded UTF-8 in the URL");
        context.Features.Set(new RawKey(key));
        context.Request.Path = isRead ? OriginalReads + "key" : KeyPath;
        return next(context);
    }

    /// <summary>The path of a request target, which may be a whole URL.</summary>
    private static string PathOf(string target)
    {
        if (!target.StartsWith('/') && target.IndexOf("://", StringComparison.Ordinal) is > 0 and var scheme)
            target = target.IndexOf('/', scheme + 3) is > 0 and var path ? target[path..] : "/";
        return target.IndexOfAny(['?', '#']) is >= 0 and var end ? target[..end] : target;
    }

    private static bool TryDecode(string encoded, [NotNullWhen(true)] out string? decoded)
    {
        if (!encoded.Contains('%', StringComparison.Ordinal) && Ascii.IsValid(encoded))
        {
            decoded = encoded;
            return true;
        }

        decoded = null;
        var bytes = new byte[Encoding.UTF8.GetByteCount(encoded)];
        var length = 0;
        for (var i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] != '%')
            {
                length += Encoding.UTF8.GetBytes(encoded.AsSpan(i, 1), bytes.AsSpan(length));
                continue;
            }

            if (i + 2 >= encoded.Length
                || !char.IsAsciiHexDigit(encoded[i + 1])
                || !char.IsAsciiHexDigit(encoded[i + 2]))
                return false;
            bytes[length++] = Convert.FromHexString(encoded.AsSpan(i + 1, 2))[0];
            i += 2;
        }

        try
        {
            decoded = Utf8.GetString(bytes, 0, length);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}

/// <summary>The key that a request names in its target.</summary>
/// <param name="Name">The key, decoded.</param>
internal sealed record RawKey(string Name);
