using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.KeyValue;

/// <summary>A write as the edge hands it in.</summary>
/// <param name="Mutations">The changes: one update.</param>
public sealed record WriteRequest(ImmutableArray<Mutation> Mutations)
{
    /// <summary>What the client has seen: the write waits for it, as a read does.</summary>
    public CausalContext Context { get; init; } = CausalContext.Empty;

    /// <summary>When the write is acknowledged.</summary>
    public WriteConcern Concern { get; init; } = WriteConcern.Local;

    /// <summary>How long to wait for that; null for the store's default.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>What must hold of the first key; null for no condition.</summary>
    public Precondition? Condition { get; init; }

    /// <exception cref="TooLargeException">It is beyond a limit.</exception>
    internal void ThrowIfTooLarge(KeyValueOptions options)
    {
        if (Mutations.Length > options.MaxBatchKeys)
            throw new TooLargeException($"A batch changes at most {options.MaxBatchKeys} keys; these are {Mutations.Length}");
        if (Mutations.Any(mutation => mutation.Value?.Bytes.Length > options.MaxValueBytes))
            throw new TooLargeException($"A value has at most {options.MaxValueBytes} bytes");
        if (Mutations.Sum(mutation => (long)mutation.Bytes) > options.MaxBatchBytes)
            throw new TooLargeException($"A batch has at most {options.MaxBatchBytes} bytes");
    }
}
