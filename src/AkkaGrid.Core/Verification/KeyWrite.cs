namespace AkkaGrid.Core.Verification;

/// <summary>What a write left at one key.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value, written to this key by nobody else; null for a delete.</param>
public readonly record struct KeyWrite(string Key, string? Value);
