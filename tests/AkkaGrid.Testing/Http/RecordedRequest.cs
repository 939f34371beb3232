using System.Text;
using System.Text.Json;

namespace AkkaGrid.Testing.Http;

/// <summary>A request as it came over the wire.</summary>
/// <param name="Method">The method.</param>
/// <param name="Target">The request target, not decoded, not normalised.</param>
/// <param name="Headers">The headers; several of one name joined with a comma.</param>
/// <param name="Body">The body.</param>
public sealed record RecordedRequest(
    string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>The target without its query.</summary>
    public string Path => Target.Split('?')[0];

    /// <summary>The body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The body as JSON.</summary>
    public JsonElement Json => JsonElement.Parse(Body);
}
