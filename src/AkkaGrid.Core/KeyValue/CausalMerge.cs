using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue;

/// <summary>Puts the logs of several incarnations into one causal order.</summary>
internal static class CausalMerge
{
    /// <summary>Merges logs, each in sequence, by timestamp; read as they are asked for.</summary>
    /// <remarks>
    /// A timestamp exceeds those of its causal past, so each update comes after its causes, and what has been read at any
    /// moment is a causal cut.
    /// </remarks>
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
