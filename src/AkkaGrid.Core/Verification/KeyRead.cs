namespace AkkaGrid.Core.Verification;

/// <summary>What a read returned for one key.</summary>
/// <param name="Key">The key.</param>
/// <param name="Versions">The winner, then its siblings; a miss is a single version without a value.</param>
public sealed record KeyRead(string Key, IReadOnlyList<SeenVersion> Versions)
{
    /// <summary>A read of one value, or a miss that does not tell which delete it saw.</summary>
    public KeyRead(string key, string? value)
        : this(key, [new SeenVersion(value)])
    {
    }
}
