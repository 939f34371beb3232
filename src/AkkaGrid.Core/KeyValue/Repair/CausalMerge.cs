using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Repair;

/// <summary>
/// Merges the logs of several origins in the order of their timestamps. A timestamp exceeds those of the update's
/// causal past, so each update comes after its causes.
/// </summary>
public static class CausalMerge
{
    /// <summary>The updates of all logs, each of which must be in sequence; read lazily.</summary>
    public static IEnumerable<Update> Of(IEnumerable<IEnumerable<Update>> logs)
    {
        var open = new PriorityQueue<IEnumerator<Update>, HybridTimestamp>();
        try
        {
            foreach (var log in logs)
                Advance(log.GetEnumerator());
            while (open.TryPeek(out var log, out _))
            {
                yield return log.Current;
                Advance(open.Dequeue());
            }
        }
        finally
        {
            foreach (var (log, _) in open.UnorderedItems)
                log.Dispose();
        }

        void Advance(IEnumerator<Update> log)
        {
            if (log.MoveNext())
                open.Enqueue(log, log.Current.Timestamp);
            else
                log.Dispose();
        }
    }
}
