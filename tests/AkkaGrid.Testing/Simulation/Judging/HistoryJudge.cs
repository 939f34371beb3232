using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.Verification;

namespace AkkaGrid.Testing.Simulation.Judging;

/// <summary>Has the history of the clients checked for causal consistency and causal convergence.</summary>
/// <remarks>
/// <para>
/// A version that a merge has reissued counts as the write of its identity, whatever its name: it is replaced by the
/// same writes, so everything that causal consistency (CC) says of reads holds unchanged, and all reads of all sessions
/// are judged for it.
/// </para>
/// <para>
/// A reissue with a new timestamp changes places with what stands beside it. The one order of concurrent writes that
/// causal convergence (CCv) asks for is then not one order for all time, by design. So the history is checked once more
/// without those reads that can tell the order of such a version: reads of its key that returned it, or that were made
/// when the session knew it (by what it had read and written itself, or was handed over). The rest must be CCv.
/// </para>
/// <para>
/// A tombstone is never reissued. Where a greater tombstone of another history is gone, collected here or by a merge, a
/// lesser one wins. Such a miss is not judged for which delete wins; everything else about it is.
/// </para>
/// <para>
/// Nothing else is left out. The order itself is checked at each replica: the greatest (timestamp, name) wins, and each
/// replica holds each version under the greatest name that its clock covers (<see cref="ReplicaWitness"/>).
/// </para>
/// </remarks>
/// <param name="witness">Knows the reissued versions.</param>
/// <param name="record">The calls, in the order of their answers.</param>
/// <param name="finals">What each replica held in the end.</param>
public sealed class HistoryJudge(Witness witness, IReadOnlyList<RecordedCall> record, IReadOnlyList<Operation> finals)
{
    private static readonly BadPattern[] OrderPatterns = [BadPattern.CyclicCF, BadPattern.FracturedRead];

    /// <summary>What the clients saw; some misses do not say which delete won.</summary>
    public IReadOnlyList<Operation> Whole { get; } =
        [.. record.Select(call => WithoutWinner(call, witness)), .. finals];

    /// <summary>Checks the history.</summary>
    public void Check()
    {
        var retimed = witness.Names.Retimed.Where(item => item.Key.Keyspace == Keyspace.User).ToDictionary();
        Check(Whole, retimed.Count == 0 ? [] : OrderPatterns);
        if (retimed.Count > 0)
            Check(WithoutRetimed(retimed), []);
    }

    private void Check(IReadOnlyList<Operation> history, BadPattern[] ignored)
    {
        var builder = new HistoryBuilder();
        foreach (var operation in history)
            builder.Add(operation);
        var verdict = HistoryChecker.Check(builder.Build());
        foreach (var finding in verdict.Findings.Where(finding => !ignored.Contains(finding.Pattern)))
            witness.Note(
                Violation.InHistory + finding.Pattern, $"{finding.Message} [{string.Join("; ", finding.Operations)}]");
        if (verdict is { IsConsistent: true, IsConverged: false })
            witness.Note(Violation.InHistory + "NotConverged", "the final reads do not agree");
    }

    private List<Operation> WithoutRetimed(IReadOnlyDictionary<Key, HashSet<Dot>> retimed)
    {
        var byName = retimed.ToDictionary(item => item.Key.Name, item => item.Value);
        var all = retimed.Values.SelectMany(identities => identities).ToHashSet();
        var known = new KnownWrites(all).Of(record);
        var history = new List<Operation>();
        for (var i = 0; i < record.Count; i++)
        {
            var knew = known[i];
            history.Add(
                Without(Whole[i], key => byName.TryGetValue(key, out var identities) && identities.Overlaps(knew)));
        }

        history.AddRange(finals.Select(final => Without(final, byName.ContainsKey)));
        return history;
    }

    /// <summary>A call's reads, without the claim which delete won where a greater one is gone.</summary>
    private static Operation WithoutWinner(RecordedCall call, Witness witness)
    {
        var outranked = call.Seen.Where(item => IsOutranked(item.Key, item.Value, call.Clock, witness))
            .Select(item => item.Key).ToHashSet();
        return outranked.Count == 0
            ? call.Operation
            : call.Operation with
            {
                Reads =
                    [.. call.Operation.Reads.Select(read => outranked.Contains(read.Key) ? WithoutWinner(read) : read)]
            };
    }

    private static KeyRead WithoutWinner(KeyRead read) => new(read.Key, [new SeenVersion(null), .. read.Versions]);

    private static bool IsOutranked(string key, VersionSet seen, VectorClock clock, Witness witness) =>
        seen.Winner is { } winner
        && seen.Versions.All(version => version.Value is null)
        && witness.CollectedAt(key).Any(identity =>
            clock.Covers(identity)
            && seen.Versions.All(version => version.Identity != identity && !version.Dependencies.Covers(identity))
            && witness.Updates[identity] is var collected
            && new KeyVersion(identity, collected.Timestamp, Value: null).CompareTo(winner) > 0);

    private static Operation Without(Operation operation, Func<string, bool> isLeftOut) =>
        operation.Reads.Any(read => isLeftOut(read.Key))
            ? operation with { Reads = [.. operation.Reads.Where(read => !isLeftOut(read.Key))], Range = null }
            : operation;
}
