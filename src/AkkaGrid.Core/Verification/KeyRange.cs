namespace AkkaGrid.Core.Verification;

/// <summary>The keys that a list went through: what it does not name of them, it missed.</summary>
/// <param name="Prefix">What they begin with; empty for all.</param>
/// <param name="After">They come after this key, in the order of their UTF-8 bytes; null for no bound.</param>
/// <param name="Through">They come up to this key, itself included; null for no bound.</param>
public sealed record KeyRange(string Prefix = "", string? After = null, string? Through = null);
