using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Testing.Simulation;

namespace AkkaGrid.Core.Tests.KeyValue.Stories;

/// <summary>
/// A context that names what no member has, where all members are in reach, is reported as lost; where a member is
/// away, that one is named; and what can still come is waited for.
/// </summary>
public sealed class LostContextsTests
{
    private readonly VirtualNetwork _network = new(seed: 1, new ReplicaOptions { ExpectedReplicas = 3 }, "a", "b", "c");

    /// <summary>
    /// A write is acknowledged at w=local, and gone with the disk; of its start something was heard before, or nothing.
    /// </summary>
    [Theory]
    [InlineData("c", 1, false)]
    [InlineData("c", 0, false)]
    [InlineData("a", 0, true)]
    [InlineData("b", 3, true)]
    [InlineData("bc", 0, false)]
    [InlineData("abc", 2, false)]
    public void What_went_with_its_disk_before_anyone_heard_of_it_is_lost(string lost, int heardBefore, bool isRetired)
    {
        var contexts = new List<CausalContext>();
        foreach (var name in lost.Select(letter => letter.ToString()))
        {
            for (var i = 0; i < heardBefore; i++)
                _network.Put(name, "x", "heard");
            _network.Run(5);
            _network.CutOff(name);
            contexts.Add(CausalContext.Of(_network.Put(name, "x", "gone with the disk")));
            _network.Run(1);
            if (isRetired)
                _network.Retire(name == "a" ? "b" : "a", name);
            _network.LoseDisk(name);
        }

        _network.HealAll();
        _network.Run(60);

        _network.AssertSame();
        Assert.All(contexts, context => AssertLost(context, context));
        Assert.All(
            contexts, context => AssertLost(context, context.Join(CausalContext.Of(_network.Put("a", "y", "sound")))));
    }

    [Theory]
    [InlineData("c")]
    [InlineData("b")]
    public void While_a_member_is_away_that_may_have_it_that_one_is_named(string away)
    {
        _network.CutOff(away);
        var there = CausalContext.Of(_network.Put(away, "x", "only there"));
        var nowhere = CausalContext.Of(Nowhere);
        _network.Run(20);

        foreach (var (replica, since) in Present(except: away))
        {
            _network.Run(3);
            Assert.All([there, nowhere], context =>
            {
                var missing = replica.Core.Replica.Missing(context, since);
                Assert.Empty(missing.Lost);
                Assert.Equal([ReplicaId.Create(away)], missing.Away.AsEnumerable());
                Assert.Equal(context.Sequences, Sequences(missing.Missing));
            });
        }

        _network.HealAll();
        _network.Run(10);
        Assert.All(
            _network.Replicas.Values,
            replica => Assert.True(there.IsCoveredBy(replica.Disk.State.Clock, replica.Disk.Bases)));
        AssertLost(nowhere, nowhere);
    }

    [Fact]
    public void One_that_is_away_for_good_and_retired_is_not_waited_for()
    {
        _network.CutOff("c");
        var there = CausalContext.Of(_network.Put("c", "x", "only there"));
        _network.Run(2);
        _network.Retire("a", "c");
        _network.Run(10);

        foreach (var (replica, since) in Present(except: "c"))
        {
            _network.Run(3);
            Assert.Equal(there.Sequences, Sequences(replica.Core.Replica.Missing(there, since).Lost));
        }

        // It comes back after all: nothing is fenced.
        _network.HealAll();
        _network.Run(40);
        Assert.All(
            _network.Replicas.Values,
            replica => Assert.True(there.IsCoveredBy(replica.Disk.State.Clock, replica.Disk.Bases)));
    }

    [Fact]
    public void A_base_that_no_member_knows_is_lost_and_one_that_a_member_knows_is_found()
    {
        var dot = _network.Put("a", "x", "1");
        _network.Run(5);
        var known = _network["a"].Disk.Bases.Add(ClockBase.Of(dot));
        var (context, nowhere) = (CausalContext.OfSequences([], known.Name), CausalContext.OfSequences([], 0xBAD));
        var since = _network["c"].Core.Replica.Ticks;
        Assert.Equal(
            [new MissingUpdate(known.Name, 0, null)],
            _network["c"].Core.Replica.Missing(context, since).Missing.AsEnumerable());

        _network["c"].Core.Replica.SeekBase(known.Name);
        _network["c"].Core.Replica.SeekBase(0xBAD);
        _network.Run(3);

        Assert.True(context.IsCoveredBy(_network["c"].Disk.State.Clock, _network["c"].Disk.Bases));
        Assert.Empty(_network["c"].Core.Replica.Missing(context, since).Missing);
        Assert.Equal(
            [new MissingUpdate(0xBAD, 0, null)],
            _network["c"].Core.Replica.Missing(nowhere, since).Lost.AsEnumerable());
    }

    private static Dot Nowhere => new(new Incarnation(ReplicaId.Create("z"), 77), 3);

    private IEnumerable<(VirtualReplica Replica, long Since)> Present(string except = "") =>
        _network.Replicas.Values.Where(replica => replica.Name.Value != except)
            .Select(replica => (replica, replica.Core.Replica.Ticks));

    private static IEnumerable<KeyValuePair<ulong, ulong>> Sequences(IEnumerable<MissingUpdate> updates) =>
        updates.Select(update => KeyValuePair.Create(update.Nonce, update.Sequence));

    /// <summary>All replicas report what is lost of a context, and wait for nothing else.</summary>
    private void AssertLost(CausalContext lost, CausalContext context)
    {
        var requests = Present().ToList();
        _network.Run(3);
        Assert.All(requests, request =>
        {
            var missing = request.Replica.Core.Replica.Missing(context, request.Since);
            Assert.Equal(lost.Sequences, Sequences(missing.Lost));
            Assert.Equal(missing.Missing.AsEnumerable(), missing.Lost.AsEnumerable());
            Assert.Empty(missing.Away);
        });
    }
}
