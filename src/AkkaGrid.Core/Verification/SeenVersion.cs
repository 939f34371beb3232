namespace AkkaGrid.Core.Verification;

/// <summary>One version that a read returned.</summary>
/// <param name="Value">The value; null for a delete, or for nothing at all.</param>
/// <param name="Dot">The delete's dot, where the read tells it; it is not needed where there is a value.</param>
public readonly record struct SeenVersion(string? Value, string? Dot = null);
