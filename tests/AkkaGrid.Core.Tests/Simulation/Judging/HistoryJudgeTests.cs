using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Testing.Simulation;
using AkkaGrid.Testing.Simulation.Judging;
using AkkaGrid.Testing.Simulation.Steps;

namespace AkkaGrid.Core.Tests.Simulation.Judging;

/// <summary>
/// Two histories have each deleted <c>k</c>, and do not know of each other: <c>d</c> is the lesser delete and knows
/// <c>x</c>, <c>t</c> is the greater one. Session 3 reads at replicas that have collected <c>t</c>, or not.
/// </summary>
public sealed class HistoryJudgeTests
{
    private static readonly ReplicaId Node = ReplicaId.Create("node1");
    private static readonly Incarnation R0 = new(ReplicaId.Create("node0"), 1);
    private static readonly Incarnation R1 = new(Node, 1);
    private static readonly Incarnation R2 = new(ReplicaId.Create("node2"), 2);
    private static readonly Incarnation R3 = new(ReplicaId.Create("node3"), 3);

    private readonly Witness _witness = new(new VirtualTime());
    private readonly List<RecordedCall> _record = [];
    private readonly VirtualSession[] _sessions;
    private readonly Dot _x = new(R1, 1);
    private readonly KeyVersion _d;

    public HistoryJudgeTests()
    {
        _sessions = [.. Enumerable.Range(0, 4).Select(number => new VirtualSession(number, _record))];
        Write(1, Act.Put, "x", _x, timestamp: 1);
        _d = Write(1, Act.Delete, "k", new Dot(R1, 2), timestamp: 3, _x);
    }

    [Fact]
    public void A_lesser_delete_may_win_after_the_greater_one_was_collected()
    {
        var t = Write(2, Act.Delete, "k", new Dot(R2, 1), timestamp: 4);
        _witness.Collected(t.Identity, Name("k"));

        ReadBothThenTheLesser(t);

        Assert.Empty(Judged());
    }

    [Fact]
    public void A_lesser_delete_may_not_win_while_the_greater_one_is_there()
    {
        var t = Write(2, Act.Delete, "k", new Dot(R2, 1), timestamp: 4);

        ReadBothThenTheLesser(t);

        Assert.Contains("History.CyclicCF", Judged());
    }

    [Fact]
    public void Of_two_deletes_with_one_timestamp_the_one_with_the_greater_dot_is_the_greater()
    {
        var t = Write(2, Act.Delete, "k", new Dot(R0, 1), timestamp: 3);
        _witness.Collected(t.Identity, Name("k"));

        Read(3, "k", [_x, _d.Identity, t.Identity], _d);

        Assert.Equal(
            _d.Identity.ToString(), new HistoryJudge(_witness, _record, []).Whole[^1].Reads[0].Versions[0].Dot);
    }

    [Fact]
    public void An_effect_without_its_cause_is_seen_behind_a_lesser_delete()
    {
        var t = Write(2, Act.Delete, "k", new Dot(R2, 1), timestamp: 4);
        _witness.Collected(t.Identity, Name("k"));

        Read(3, "k", [_x, _d.Identity, t.Identity], _d);
        Read(3, "x", []);

        Assert.Contains("History.WriteCOInitRead", Judged());
    }

    [Fact]
    public void A_read_that_goes_back_is_seen_behind_a_lesser_delete()
    {
        var t = Write(2, Act.Delete, "k", new Dot(R2, 1), timestamp: 4);
        _witness.Collected(t.Identity, Name("k"));

        Read(3, "k", [_x, _d.Identity], _d);
        Write(3, Act.Put, "k", new Dot(R3, 1), timestamp: 5, _x, _d.Identity);
        Read(3, "k", [_x, _d.Identity, t.Identity], _d);

        Assert.Contains("History.WriteCORead", Judged());
    }

    private static Key Name(string key) => Key.Create(Keyspace.User, key);

    private void ReadBothThenTheLesser(KeyVersion t)
    {
        Read(3, "k", [_x, _d.Identity, t.Identity], t, _d);
        Read(3, "k", [_x, _d.Identity, t.Identity], _d);
    }

    private KeyVersion Write(int session, Act act, string key, Dot dot, ulong timestamp, params Dot[] dependencies)
    {
        var call = Begin(session, act, key);
        call.Dot = dot;
        var update = new Update(dot, VectorClock.Of(dependencies), new HybridTimestamp(timestamp), call.Mutations);
        _witness.Check(dot.Origin, update);
        call.Acknowledge();
        return update.VersionOf(call.Mutations[0]);
    }

    /// <summary>A read at a replica that has delivered the given dots.</summary>
    private void Read(int session, string key, Dot[] delivered, params KeyVersion[] held) =>
        Begin(session, Act.Get, key)
            .Answer([KeyValuePair.Create(Name(key), VersionSet.Of(held))], VectorClock.Of(delivered));

    private VirtualCall Begin(int session, Act act, string key) =>
        _sessions[session].Begin(new Call(TimeSpan.Zero, session, Node, act, [key], default))!;

    private IEnumerable<string> Judged()
    {
        new HistoryJudge(_witness, _record, []).Check();
        return _witness.Violations.Select(violation => violation.Kind);
    }
}
