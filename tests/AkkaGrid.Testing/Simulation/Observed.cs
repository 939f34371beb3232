using System.Text;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.Verification;

namespace AkkaGrid.Testing.Simulation;

/// <summary>What replicas hold, as a history tells it.</summary>
public static class Observed
{
    public static KeyRead Read(Key key, VersionSet versions, Witness witness) => versions.IsEmpty
        ? new KeyRead(key.Name, (string?)null)
        : new KeyRead(key.Name, [.. versions.Versions.Select(version => new SeenVersion(Text(version.Value), witness.FirstDotOf(version.Dot).ToString()))]);

    public static string? Text(Value? value) => value is null ? null : Encoding.UTF8.GetString(value.Bytes.Span);
}
