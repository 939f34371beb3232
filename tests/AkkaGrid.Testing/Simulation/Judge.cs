using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.Verification;

namespace AkkaGrid.Testing.Simulation;

/// <summary>
/// Says what was wrong in a story that is over: by what the clients saw, which the history checker judges, and by what the
/// replicas hold, which dots and clocks tell.
/// </summary>
public sealed class Judge(Witness witness, IReadOnlyList<VirtualNode> nodes, List<RecordedCall> record, int replicas)
{
    private readonly Coverage _surviving = new(
        nodes.Aggregate(VectorClock.Empty, (clock, node) => clock.Join(node.Storage.Clock)),
        nodes.Aggregate(Folds.None, (folds, node) => folds.Join(node.Storage.State.Folds)));

    public SimulationResult Result()
    {
        CheckClocks();
        foreach (var node in nodes)
            node.Witness?.CompareAll();
        CheckTimestamps();
        CheckAcknowledged();
        var history = History();
        CheckHistory(history);
        return new SimulationResult(witness.Flaws, history, record.Count(call => call.Outcome == Outcome.Ok));
    }

    private void CheckClocks()
    {
        foreach (var node in nodes.Where(node => !node.Storage.Clock.Equals(_surviving.Clock)))
            witness.Note("ClocksDiffer", $"{node.Name} has {node.Storage.Clock} of {_surviving.Clock}");
    }

    private void CheckTimestamps()
    {
        foreach (var update in witness.Updates.Values.Select(known => known.Update))
        {
            foreach (var cause in update.Dependencies.Entries)
            {
                if (witness.Updates.TryGetValue(cause, out var earlier) && earlier.Update.Timestamp.CompareTo(update.Timestamp) >= 0)
                    witness.Note("TimestampNotAfterCause", $"{update.Dot} is not later than its cause {cause}");
            }
        }
    }

    /// <summary>What was acknowledged may be gone only with the disks that had it.</summary>
    private void CheckAcknowledged()
    {
        foreach (var call in record)
        {
            if (call.Acknowledged is not { } dot || _surviving.Covers(dot))
                continue;
            var isExcused = call.Concern == WriteConcern.Local
                ? witness.HasLostSince(dot.Origin.Replica, call.At)
                : witness.DisksLostSince(call.At) >= (replicas / 2) + 1;
            if (!isExcused)
                witness.Note("AcknowledgedWriteLost", $"{dot} was acknowledged (w={call.Concern}), and is nowhere");
        }
    }

    /// <summary>
    /// What the clients saw. One that saw an update that went down with its disk is not listened to from then on: no
    /// replica will ever answer it again.
    /// </summary>
    private List<Operation> History()
    {
        var forgetful = witness.Updates.Keys.Select(dot => dot.Origin)
            .Where(origin => witness.HasLostSince(origin.Replica, TimeSpan.Zero))
            .Select(origin => origin.Nonce)
            .ToHashSet();
        var silenced = new HashSet<string>();
        var history = new List<Operation>();
        foreach (var call in record)
        {
            if (call.Context.Missing(_surviving).Any(missing => forgetful.Contains(missing.Key)))
                silenced.Add(call.Session);
            if (!silenced.Contains(call.Session))
                history.Add(Lasting(call));
        }

        foreach (var node in nodes)
        {
            var content = node.Storage.Scan(Keyspace.User, "", null);
            history.Add(new Operation(node.Name.Value)
            {
                Reads = [.. content.Select(item => Observed.Read(item.Key, item.Value, witness))],
                Range = new KeyRange(),
                IsFinal = true,
            });
        }

        return history;
    }

    /// <summary>
    /// What a call read without the keys that showed it something that was renewed later: that counts as written when it
    /// was brought back, and may have changed places with what stood beside it.
    /// </summary>
    private Operation Lasting(RecordedCall call)
    {
        var operation = call.Operation;
        var outdated = call.Seen.Where(item => item.Value.Dots.Any(witness.IsOutdated)).Select(item => item.Key).ToHashSet();
        return outdated.Count == 0
            ? operation
            : operation with { Reads = [.. operation.Reads.Where(read => !outdated.Contains(read.Key))], Range = null };
    }

    private void CheckHistory(List<Operation> history)
    {
        var builder = new HistoryBuilder();
        foreach (var operation in history)
            builder.Add(operation);
        var verdict = HistoryChecker.Check(builder.Build());
        foreach (var finding in verdict.Findings)
            witness.Note(Flaw.InHistory + finding.Pattern, $"{finding.Message} [{string.Join("; ", finding.Operations)}]");
        if (verdict is { IsConsistent: true, IsConverged: not true })
            witness.Note(Flaw.InHistory + "NotConverged", "the final reads do not agree");
    }
}
