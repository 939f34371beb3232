using System.Collections.Immutable;

namespace AkkaGrid.Core.KeyValue.Messages;

/// <summary>Extracts the updates from messages.</summary>
public static class CarriedUpdates
{
    /// <summary>The updates in a message; none for most messages.</summary>
    public static ImmutableArray<Update> Of(ReplicaMessage? message) => message switch
    {
        UpdateBatch batch => batch.Updates,
        PullAnswer answer => answer.Updates,
        _ => [],
    };
}
