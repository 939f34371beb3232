using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.Verification;

namespace AkkaGrid.Testing.Simulation.Judging;

/// <summary>
/// Says what was wrong in a story that is over. It never asks a replica what that one believes: the disks say what
/// there must be.
/// </summary>
/// <param name="witness">Has looked on.</param>
/// <param name="nodes">The nodes, all of them up, and long out of trouble.</param>
/// <param name="record">What the clients saw.</param>
public sealed class Judge(Witness witness, IReadOnlyList<VirtualNode> nodes, IReadOnlyList<RecordedCall> record)
{
    /// <summary>Judges the story.</summary>
    /// <returns>What the clients saw.</returns>
    public IReadOnlyList<Operation> Check()
    {
        CheckWrites();
        foreach (var node in nodes)
            node.Witness?.CompareAll();
        CheckClocks();
        CheckContent();
        CheckTombstones();
        CheckMembership();
        var history = new HistoryJudge(witness, record, [.. nodes.Select(Final)]);
        history.Check();
        return history.Whole;
    }

    /// <summary>
    /// What a node has in the end. The history checker takes a final read to come after all that clients know of; where
    /// a disk has taken some of that with it, it is a read of a session of its own instead.
    /// </summary>
    private Operation Final(VirtualNode node)
    {
        var seen = record.SelectMany(call => call.Seen.Values).SelectMany(versions => versions.Versions)
            .Select(version => version.Identity);
        var isAllThere = record.Select(call => call.Acknowledged).OfType<Dot>().Concat(seen).All(
            node.Storage.State.Clock.Covers);
        return new Operation(isAllThere ? node.Machine.Value : $"the end at {node.Machine}")
        {
            Reads = [.. node.Storage.Scan(Keyspace.User, "", null).Select(item => Observed.Read(item.Key, item.Value))],
            Range = new KeyRange(),
            IsFinal = isAllThere,
        };
    }

    /// <summary>
    /// What was on a disk, and has not gone with that disk, is everywhere, acknowledged or not. A disk covers what was
    /// committed to it since it was new, restored or copied; of a backup or a copy, what the original covered then.
    /// </summary>
    private void CheckWrites()
    {
        var acknowledged = record.Select(call => call.Acknowledged).OfType<Dot>().ToHashSet();
        foreach (var dot in witness.Updates.Keys)
        {
            if (nodes.FirstOrDefault(node => node.DiskContents.Covers(dot)) is not { } holder)
                continue;
            foreach (var node in nodes.Where(node => !node.Storage.State.Clock.Covers(dot)))
            {
                witness.Note(
                    acknowledged.Contains(dot) ? "AcknowledgedWriteLost" : "WriteLost",
                    $"{dot} was on the disk of {holder.Machine}, which was not lost, and "
                        + $"{node.Machine} has not got it in the end");
            }
        }
    }

    private void CheckClocks()
    {
        var all = nodes.Aggregate(VectorClock.Empty, (clock, node) => clock.Join(node.DiskContents));
        foreach (var node in nodes.Where(node => !node.Storage.State.Clock.Equals(all)))
            witness.Note("ClocksDiffer", $"{node.Machine} has {node.Storage.State.Clock} of {all}");
    }

    private void CheckContent()
    {
        var first = Live(nodes[0]);
        foreach (var node in nodes.Skip(1))
        {
            var other = Live(node);
            foreach (var key in first.Keys.Union(other.Keys)
                .Where(key => first.GetValueOrDefault(key) != other.GetValueOrDefault(key)))
            {
                witness.Note(
                    "Divergence",
                    $"at '{key.Name}' {nodes[0].Machine} has {first.GetValueOrDefault(key) ?? "nothing"}, and "
                        + $"{node.Machine} has {other.GetValueOrDefault(key) ?? "nothing"}");
            }
        }
    }

    private static Dictionary<Key, string> Live(VirtualNode node) => node.Storage.Scan(Keyspace.User, "", null)
        .Where(item => item.Value.Versions.Any(version => version.Value is not null))
        .ToDictionary(item => item.Key, item => Observed.Text(item.Value));

    /// <summary>
    /// All members have everything, so tombstones are left only where a live version is less than they are.
    /// </summary>
    private void CheckTombstones()
    {
        foreach (var node in nodes)
        {
            foreach (var (key, versions) in node.Storage.Scan(Keyspace.User, "", null))
            {
                if (!IsClean(versions))
                    witness.Note("TombstoneLeft", $"{node.Machine} has {Observed.Text(versions)} at '{key.Name}'");
            }

            var entries = node.Storage.State.Clock.Entries.SelectMany(last =>
                node.Storage.ReadTombstones(last.Origin, 0)).ToList();
            if (node.Storage.TombstoneCount > 0)
                witness.Note(
                    "TombstoneIndexLeft",
                    $"{node.Machine} has entries of tombstones that it has not swept: {string.Join(", ", entries)}");
        }
    }

    /// <summary>Whether a key holds no tombstone that can be collected: each hides a live version.</summary>
    public static bool IsClean(VersionSet versions) => versions.IsEmpty || versions.Versions[^1].Value is not null;

    private void CheckMembership()
    {
        var names = nodes.Select(node => node.Name).ToHashSet();
        foreach (var node in nodes)
        {
            var set = node.Storage.State.Set;
            if (!names.SetEquals(set.Active.Select(member => member.Name)))
                witness.Note(
                    "WrongMembers",
                    $"{node.Machine} counts {string.Join(", ", set.Active.Select(member => member.Name))}");
            if (!set.Equals(nodes[0].Storage.State.Set))
                witness.Note("SetsDiffer", $"{node.Machine} and {nodes[0].Machine} know different replica sets");
            if (node.Status is not { } status)
                witness.Note("NotRunning", $"{node.Machine} does not run");
            else if (!status.IsAdmitted)
                witness.Note("NotAdmitted", $"{node.Machine} takes no writes");
            else if (status.StashCount > 0)
                witness.Note("StashLeft", $"{node.Machine} holds {status.StashCount} updates back");
            else if (!set.IsCurrent(status.Self))
                witness.Note("NotCounted", $"{node.Machine} is not counted as {status.Self}");
        }
    }
}
