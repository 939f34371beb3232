using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.Core.Tests.Simulation.Bugs;

/// <summary>Changes the updates that a message brings.</summary>
internal static class Messages
{
    public static ReplicaMessage WithUpdates(this ReplicaMessage message, Func<Update, Update> change) => message switch
    {
        UpdateBatch batch => batch with { Updates = [.. batch.Updates.Select(change)] },
        PullAnswer answer => answer with { Updates = [.. answer.Updates.Select(change)] },
        _ => message,
    };
}
