using AkkaGrid.Core.Causality;
using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Ledger;
using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.Testing.Simulation.Judging;

/// <summary>
/// Looks at charging's records as nodes read them. An epoch, the version of controls and the state of a session never
/// go back on a disk, and what was acknowledged or read is everywhere in the end, or went with every disk that had it.
/// </summary>
/// <remarks>
/// What must be there is told by the disks (<see cref="VirtualNode.DiskContents"/>), and by what was to be written.
/// </remarks>
/// <param name="world">The world.</param>
/// <param name="records">Reads records as nodes do.</param>
/// <param name="nodes">The nodes by machine.</param>
public sealed class RecordJudge(
    VirtualWorld world, LedgerRecords records, IReadOnlyDictionary<ReplicaId, VirtualNode> nodes)
{
    private readonly SortedDictionary<Key, List<Sample>> _seen = [];
    private readonly Dictionary<(ReplicaId Machine, Key Key), Sample> _last = [];
    private readonly List<(Dot Dot, Mutation Mutation)> _acknowledged = [];

    /// <summary>How many records were acknowledged.</summary>
    public int AcknowledgedCount => _acknowledged.Count;

    /// <summary>Looks at all records at all nodes that run.</summary>
    public void Look()
    {
        foreach (var (key, seen) in _seen)
            Look(key, seen);
    }

    /// <summary>Looks at a record at all nodes that run.</summary>
    public void Look(Key key)
    {
        if (!_seen.TryGetValue(key, out var seen))
            _seen[key] = seen = [];
        Look(key, seen);
    }

    /// <summary>
    /// A record that is to be written is above all that it replaces, and keeps other substations' sessions.
    /// </summary>
    public void Decided(VirtualNode node, VersionSet present, RecordWrite write)
    {
        var key = write.Mutations[0].Key;
        var rank = RankOf(write.Mutations[0]);
        foreach (var replaced in present.Versions.Select(version => VersionSet.Of(version)))
        {
            var order = rank.CompareTo(RankOf(key, replaced));
            if (order < 0 || (order == 0 && !IsSession(key)))
                Note(key, "NotAbove", $"{node.Machine} writes {rank} over {RankOf(key, replaced)}");
            if (IsSession(key))
                CheckKeeping(node, write, records.Standing(replaced));
        }
    }

    /// <summary>A record was acknowledged.</summary>
    public void Acknowledged(Dot dot, RecordWrite write)
    {
        foreach (var mutation in write.Mutations)
        {
            _acknowledged.Add((dot, mutation));
            Look(mutation.Key);
        }
    }

    /// <summary>Judges the records of nodes that have come together.</summary>
    public void Check()
    {
        Look();
        foreach (var (key, seen) in _seen)
        {
            CheckAgreement(key);
            foreach (var sample in seen)
                CheckKept(key, sample.Rank, contents => contents.Covers(sample.Clock), $"{sample.Machine} has read it");
        }

        foreach (var (dot, mutation) in _acknowledged)
            CheckKept(mutation.Key, RankOf(mutation), contents => contents.Covers(dot), $"{dot} was acknowledged");
    }

    private static bool IsSession(Key key) => key.Name.StartsWith(RecordKeys.Sessions, StringComparison.Ordinal);

    private static bool IsEpoch(Key key) => key.Name.StartsWith(RecordKeys.Epochs, StringComparison.Ordinal);

    private void Look(Key key, List<Sample> seen)
    {
        foreach (var node in nodes.Values.Where(node => node.IsUp))
        {
            var held = node.Storage.Read(key);
            var last = _last.GetValueOrDefault((node.Machine, key));
            if (ReferenceEquals(held, last?.Held))
                continue;
            var sample = new Sample(
                node.Machine, held, RankOf(key, world.Saboteur.Look(key, held)), node.Storage.State.Clock);
            if (last is not null && sample.Rank.CompareTo(last.Rank) < 0 && node.DiskContents.Covers(last.Clock))
                Note(key, "WentBack", $"{node.Machine} has read {last.Rank}, and reads {sample.Rank} on the same disk");
            _last[(node.Machine, key)] = sample;
            seen.Add(sample);
        }
    }

    /// <summary>A session of another substation that is replaced is kept beside, unless it had failed.</summary>
    private void CheckKeeping(VirtualNode node, RecordWrite write, ChargingSession? replaced)
    {
        var (key, value) = (write.Mutations[0].Key, write.Mutations[0].Value);
        var written = records.Standing(VersionSet.Of(new KeyVersion(default, default, value)))!;
        if (replaced is null or { State: SessionState.Invalid } || replaced.Substation == written.Substation)
            return;
        var place = RecordKeys.Of(SessionPlace.Of(replaced.Superseded(written.Substation, node.WallTime)));
        if (node.Storage.Read(place).IsEmpty && write.Mutations.All(mutation => mutation.Key != place))
            Note(
                key,
                "Dropped",
                $"{node.Machine} writes over the session of {replaced.Substation}, and keeps nothing of it");
    }

    /// <summary>All nodes read the same.</summary>
    private void CheckAgreement(Key key)
    {
        var finals = nodes.Values.Select(node => (node.Machine, Text: Describe(key, Read(node, key)))).ToList();
        foreach (var final in finals.Where(final => final.Text != finals[0].Text))
            Note(key, "Differs", $"{finals[0].Machine} reads {finals[0].Text}, and {final.Machine} reads {final.Text}");
    }

    /// <summary>What is on a disk that was not lost is everywhere.</summary>
    private void CheckKept(Key key, RecordRank rank, Func<VectorClock, bool> isOn, string why)
    {
        if (nodes.Values.FirstOrDefault(node => isOn(node.DiskContents)) is not { } holder)
            return;
        foreach (var node in nodes.Values)
        {
            if (RankOf(key, Read(node, key)) is var final && final.CompareTo(rank) < 0)
                Note(
                    key,
                    "Lost",
                    $"{why} at {rank}, it is on the disk of {holder.Machine}, and "
                        + $"{node.Machine} reads {final} in the end");
        }
    }

    private VersionSet Read(VirtualNode node, Key key) => world.Saboteur.Look(key, node.Storage.Read(key));

    private RecordRank RankOf(Mutation mutation) =>
        RankOf(mutation.Key, VersionSet.Of(new KeyVersion(default, default, mutation.Value)));

    private RecordRank RankOf(Key key, VersionSet versions)
    {
        if (IsSession(key))
        {
            return records.Standing(versions) is { } standing
                ? new RecordRank(standing.State == SessionState.Completed ? 2 : 1)
                : RecordRank.None;
        }

        if (!IsEpoch(key))
            return new RecordRank(records.Controls(versions).Version);
        var epoch = records.Epoch(versions);
        return new RecordRank(epoch.Number, epoch.Node);
    }

    private string Describe(Key key, VersionSet versions)
    {
        if (IsSession(key))
            return records.Standing(versions)?.ToString() ?? "nothing";
        if (IsEpoch(key))
            return records.Epoch(versions).ToString();
        var controls = records.Controls(versions);
        return $"{controls.Version}: {controls.Capacity}";
    }

    private void Note(Key key, string kind, string message)
    {
        var what = IsSession(key) ? "Session" : IsEpoch(key) ? "Epoch" : "Controls";
        world.Witness.Note(what + kind, $"'{key.Name}': {message}");
    }

    /// <summary>What a node has read.</summary>
    private sealed record Sample(ReplicaId Machine, VersionSet Held, RecordRank Rank, VectorClock Clock);
}
