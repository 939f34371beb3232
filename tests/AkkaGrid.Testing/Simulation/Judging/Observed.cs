using System.Text;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.Verification;

namespace AkkaGrid.Testing.Simulation.Judging;

/// <summary>
/// What replicas hold, as a history tells it: a version is the write of its identity, under whatever name it is held.
/// </summary>
public static class Observed
{
    public static KeyRead Read(Key key, VersionSet versions) => versions.IsEmpty
        ? new KeyRead(key.Name, (string?)null)
        : new KeyRead(key.Name, [.. versions.Versions.Select(version =>
            new SeenVersion(Text(version.Value), version.Identity.ToString()))]);

    public static string? Text(Value? value) => value is null ? null : Encoding.UTF8.GetString(value.Bytes.Span);

    /// <summary>The versions of a key, for a message.</summary>
    public static string Text(VersionSet versions) => versions.IsEmpty
        ? "nothing"
        : string.Join(" beside ", versions.Versions.Select(Text));

    /// <summary>A version, for a message.</summary>
    public static string Text(KeyVersion version) => version.Dot == version.Identity
        ? $"{Text(version.Value) ?? "a delete"} ({version.Dot}, {version.Timestamp.Ticks})"
        : $"{Text(version.Value) ?? "a delete"} ({version.Identity}, reissued as {version.Dot}, "
            + $"{version.Timestamp.Ticks})";
}
