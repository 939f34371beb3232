using System.Diagnostics.CodeAnalysis;

namespace AkkaGrid.Cli;

/// <summary>Reads the URL of a node as people write it.</summary>
internal static class NodeUrl
{
    /// <summary>Takes <c>http</c> where no scheme is given; false where it is no URL of HTTP.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Uri? url) =>
        Uri.TryCreate(
            text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text, UriKind.Absolute, out url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);
}
