using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Divergence;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.KeyValue.Tests.Storage;
using AkkaGrid.KeyValue.Tests.Telemetry;
using AkkaGrid.Testing;
using AkkaGrid.Testing.Storage;
using Prometheus;

namespace AkkaGrid.KeyValue.Tests.Actors;

/// <summary>Two replicas over real remoting, where every message passes the serializer and the frame.</summary>
[Trait("Speed", "Slow")]
public sealed class ReplicationTests
{
    private const int BeyondTheFrame = 300_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task What_all_have_confirmed_is_read_at_the_other()
    {
        await using var a = await TestNode.StartAsync(Samples.A.Replica, new ReplicaOptions { ExpectedReplicas = 2 });
        await using var b = await TestNode.StartAsync(Samples.B.Replica, new ReplicaOptions { ExpectedReplicas = 2 });
        await a.JoinAsync(a);
        await b.JoinAsync(a);

        var write = await a.Store.WriteAsync(new WriteRequest([Samples.Put("x", "1"), Samples.Put("y", "1")])
        {
            Concern = WriteConcern.All,
            Timeout = Patience,
        });

        Assert.Equal("1", Samples.Text((await b.Store.ReadAsync(Samples.Key("x"), write.Context)).Versions));
        Assert.Equal("1", Samples.Text((await b.Store.ReadAsync(Samples.Key("y"), CausalContext.Empty)).Versions));
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(10)]
    public async Task One_that_comes_late_gets_all_from_the_log_or_by_a_snapshot_large_values_in_parts(
        int snapshotAfter)
    {
        var options = new ReplicaOptions { SnapshotAfter = (ulong)snapshotAfter };
        await using var a = await TestNode.StartAsync(Samples.A.Replica, options);
        await a.JoinAsync(a);
        CausalContext context = CausalContext.Empty;
        for (var i = 0; i < 40; i++)
        {
            var value = i % 10 == 0 ? new string((char)('a' + i), BeyondTheFrame) : "small";
            context = (await a.Store.WriteAsync(
                new WriteRequest([Samples.Put($"k{i}", value)]) { Context = context })).Context;
        }

        await using var b = await TestNode.StartAsync(Samples.B.Replica, options with { IsSeed = false });
        var (updatesCame, snapshotCame) = (new TaskCompletionSource(), new TaskCompletionSource());
        b.Store.Received += updates => (updates is null ? snapshotCame : updatesCame).TrySetResult();
        await b.JoinAsync(a);

        var last = await b.Store.ReadAsync(Samples.Key("k39"), context).WaitAsync(Patience);
        Assert.Equal("small", Samples.Text(last.Versions));
        for (var i = 0; i < 40; i++)
            Assert.Equal(a.Store.Storage.Read(Samples.Key($"k{i}")), b.Store.Storage.Read(Samples.Key($"k{i}")));
        var origin = a.Store.NewestIncarnations[Samples.A.Replica];
        Assert.Equal(snapshotAfter > 40, b.Store.Storage.ReadLog(origin, 1).Any());
        await (snapshotAfter > 40 ? updatesCame : snapshotCame).Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_message_that_names_an_unknown_clock_base_gets_through_once_the_base_was_asked_for()
    {
        var clock = VectorClock.Of(Samples.Base, [new Dot(Samples.B, 9)]);
        var disk = new MemoryStorage();
        disk.Bases.Add(Samples.Base);
        disk.Commit(Changes.Of(ReplicaState.Initial with { Clock = clock, LogHorizon = clock, IsAdmitted = true }));
        await using var a = await TestNode.StartAsync(Samples.A.Replica, storage: disk);
        await using var b = await TestNode.StartAsync(Samples.B.Replica, new ReplicaOptions { IsSeed = false });
        await a.JoinAsync(a);
        var write = await a.Store.WriteAsync(new WriteRequest([Samples.Put("x", "1")]));
        Assert.Equal(Samples.Base, write.Clock.Base);
        Assert.False(b.Store.Storage.Bases.TryFind(Samples.Base.Name, out _));

        await b.JoinAsync(a);

        Assert.Equal("1", Samples.Text((await b.Store.ReadAsync(Samples.Key("x"), write.Context)).Versions));
        Assert.True(b.Store.Storage.Bases.TryFind(Samples.Base.Name, out _));
        await Eventually.True(() => b.Store.IsServing, "the state of the other admits the empty one");
        var reply = await b.Store.WriteAsync(
            new WriteRequest([Samples.Put("x", "2")]) { Concern = WriteConcern.All, Timeout = Patience });
        Assert.Equal("2", Samples.Text((await a.Store.ReadAsync(Samples.Key("x"), reply.Context)).Versions));
    }

    [Fact]
    public async Task Two_old_stores_that_cannot_read_each_others_clocks_ask_for_the_bases_and_merge()
    {
        await using var a = await TestNode.StartAsync(
            Samples.A.Replica, storage: Old(Samples.Base, new Dot(Samples.B, 9)));
        await using var b = await TestNode.StartAsync(
            Samples.B.Replica, storage: Old(ClockBase.Of(new Dot(Samples.Ended, 7)), new Dot(Samples.C, 4)));
        await a.JoinAsync(a);
        await a.Store.WriteAsync(new WriteRequest([Samples.Put("x", "1")]));
        await b.Store.WriteAsync(new WriteRequest([Samples.Put("y", "2")]));

        await b.JoinAsync(a);

        await Eventually.True(
            () => Samples.Text(b.Store.Storage.Read(Samples.Key("x"))) == "1"
                && Samples.Text(a.Store.Storage.Read(Samples.Key("y"))) == "2",
            "each has what the other has");

        static MemoryStorage Old(ClockBase clockBase, Dot dot)
        {
            var disk = new MemoryStorage();
            disk.Bases.Add(clockBase);
            var clock = VectorClock.Of(clockBase, [dot]);
            disk.Commit(Changes.Of(ReplicaState.Initial with { Clock = clock, LogHorizon = clock, IsAdmitted = true }));
            return disk;
        }
    }

    [Fact]
    public async Task Two_that_have_delivered_the_same_and_hold_something_else_are_repaired_and_the_repair_is_counted()
    {
        var registry = Metrics.NewCustomRegistry();
        await using var a = await TestNode.StartAsync(TestStores.Over(
            Holding(null),
            TestStores.Options with { TickInterval = TimeSpan.FromMilliseconds(50) },
            metrics: registry));
        await using var b = await TestNode.StartAsync(Samples.B.Replica, storage: Holding("1"));
        await a.JoinAsync(a);
        await b.JoinAsync(a);

        await Eventually.True(
            () => Samples.Text(a.Store.Storage.Read(Samples.Key("x"))) == "1", "what one lacks is there");

        await Eventually.True(
            async () => (await Exported.TextAsync(registry))
                .Contains("kv_divergence_repaired_total 1\n", StringComparison.Ordinal),
            "it is counted");
        Assert.Equal(a.Store.Storage.State.Digest.Total, b.Store.Storage.State.Digest.Total);
    }

    /// <summary>A disk whose clock covers a write to a key, and which holds it or not.</summary>
    private static MemoryStorage Holding(string? value)
    {
        var write = new Dot(Samples.C, 1);
        var held = value is null ? VersionSet.Empty : VersionSet.Of(Samples.Version(write, 1, value));
        var digest = new ContentDigest.Builder(ContentDigest.Empty);
        digest.Replace(Samples.Key("x"), VersionSet.Empty, held);
        var clock = VectorClock.Of(write);
        var disk = new MemoryStorage();
        disk.Commit(
            Changes.Of(ReplicaState.Initial with { Clock = clock, LogHorizon = clock, Digest = digest.Digest }) with
            {
                Versions = new Dictionary<Key, VersionSet> { [Samples.Key("x")] = held },
            });
        return disk;
    }
}
