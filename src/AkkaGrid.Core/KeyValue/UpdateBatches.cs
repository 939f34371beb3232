using System.Collections.Immutable;

namespace AkkaGrid.Core.KeyValue;

/// <summary>Groups updates into messages.</summary>
internal static class UpdateBatches
{
    /// <summary>
    /// Splits updates, in order, into batches within the limits; an update over the limit gets a batch of its own.
    /// </summary>
    public static IEnumerable<ImmutableArray<Update>> Split(IEnumerable<Update> updates, ReplicaOptions options)
    {
        var batch = ImmutableArray.CreateBuilder<Update>();
        var bytes = 0;
        foreach (var update in updates)
        {
            if (batch.Count > 0 && (batch.Count == options.BatchUpdates || bytes + update.Bytes > options.BatchBytes))
            {
                yield return batch.DrainToImmutable();
                bytes = 0;
            }

            batch.Add(update);
            bytes += update.Bytes;
        }

        if (batch.Count > 0)
            yield return batch.DrainToImmutable();
    }
}
