namespace AkkaGrid.Client;

/// <summary>How a write is to be made.</summary>
public sealed record WriteOptions
{
    /// <summary>
    /// How many replicas must have it; the node's default (<see cref="WriteConcern.Local"/>) where absent.
    /// </summary>
    public WriteConcern? Concern { get; init; }

    /// <summary>
    /// How long to wait for them, in whole milliseconds; then 504 <c>outcome-unknown</c>. The node's default where
    /// absent.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// The <see cref="StoreEntry.ETag"/> the key must still have at the replica, else 412 <c>precondition-failed</c>;
    /// of no effect on a batch.
    /// </summary>
    public string? IfMatch { get; init; }

    /// <summary>
    /// ETags that the key must not have at the replica, or <c>*</c> to write only where it has no value, else 412
    /// <c>precondition-failed</c>; of no effect on a batch.
    /// </summary>
    public string? IfNoneMatch { get; init; }

    internal string Query => Client.Query.Of(
        ("w", Concern?.ToString().ToLowerInvariant()),
        ("timeout", Timeout?.TotalMilliseconds.ToString("F0", System.Globalization.CultureInfo.InvariantCulture)));
}
