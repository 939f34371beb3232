using System.Collections.Immutable;

namespace AkkaGrid.Core.KeyValue.Messages;

/// <summary>The updates that messages bring.</summary>
public static class CarriedUpdates
{
    /// <summary>The updates that a message brings; none for most messages.</summary>
    public static ImmutableArray<Update> Of(ReplicaMessage? message) => message switch
    {
        UpdateBatch batch => batch.Updates,
        PullAnswer answer => answer.Updates,
        _ => [],
    };
}
