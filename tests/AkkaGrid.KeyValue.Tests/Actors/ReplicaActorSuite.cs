using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.KeyValue.Actors;
using AkkaGrid.KeyValue.Tests.Storage;
using Microsoft.Extensions.Time.Testing;
using Prometheus;

namespace AkkaGrid.KeyValue.Tests.Actors;

/// <summary>A replica actor between a store, a disk and a peer that tests lead by the hand.</summary>
public abstract class ReplicaActorSuite : TestKit
{
    private const string Config = """
        akka {
          loglevel = OFF
          stdout-loglevel = OFF
          actor.provider = cluster
          remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
          remote.flush-wait-on-shutdown = 0s
          coordinated-shutdown.run-by-actor-system-terminate = off
          test.single-expect-default = 30s
        }
        """;

    private protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private protected static readonly TimeSpan Beyond = TimeSpan.FromMinutes(1);

    private protected ReplicaActorSuite()
        : base(Config) => Peer = CreateTestProbe();

    private protected TestDisk Disk { get; } = new();

    private protected FakeTimeProvider Time { get; } = new(DateTimeOffset.UnixEpoch);

    private protected TestProbe Peer { get; }

    private protected CollectorRegistry Registry { get; } = Metrics.NewCustomRegistry();

    private protected KeyValueStore Store { get; set; } = null!;

    private protected Incarnation Self => Store.NewestIncarnations[Samples.A.Replica];

    protected override void AfterAll()
    {
        Disk.Release();
        base.AfterAll();
    }

    /// <summary>Ticks are rare here, so that nothing but the test moves the replica.</summary>
    private protected static KeyValueOptions Options() =>
        TestStores.Options with { TickInterval = TimeSpan.FromHours(1) };

    private protected static UpdateBatch Batch(Incarnation from, params Update[] updates) =>
        new(from, VectorClock.Empty, [.. updates], WantsClock: false);

    private protected static Update FromB(ulong sequence) => Samples.Update(
        new Dot(Samples.B, sequence),
        sequence == 1 ? VectorClock.Empty : VectorClock.Of(new Dot(Samples.B, sequence - 1)),
        Samples.Put("x", $"{sequence}"));

    /// <summary>The announcement of a peer that counts this replica.</summary>
    private protected ClockAnnouncement Announcement(Incarnation peer, VectorClock clock) => new(
        peer,
        clock,
        new MembershipView(Disk.State.Set.With(Samples.MemberOf(peer)), VectorClock.Empty) { IsSeed = true });

    /// <summary>Starts a replica on a disk of one that was admitted, and lets a peer announce itself.</summary>
    private protected async Task<IActorRef> StartAsync(KeyValueOptions? options = null, bool isSupervised = false)
    {
        Disk.Commit(Changes.Of(ReplicaState.Initial with { IsAdmitted = true }));
        Store = TestStores.Over(Disk, options ?? Options(), Time, Registry);
        if (isSupervised)
            Sys.ActorOf(KeyValueHosting.Supervised(Store));
        else
            Start();
        var replica = await Store.Handle.GetAsync();
        await EventuallyAsync(() => Task.FromResult(Disk.State.Set.Count > 0));
        replica.Tell(Announcement(Samples.B, VectorClock.Empty), Peer);
        await EventuallyAsync(() => Task.FromResult(Disk.State.Set.Count > 1));
        return replica;
    }

    private protected IActorRef Start()
    {
        var store = Store;
        return Sys.ActorOf(Props.Create(() => new ReplicaActor(store)));
    }

    private protected Task AwaitAttachedAsync(IActorRef replica) =>
        EventuallyAsync(async () => replica.Equals(await Store.Handle.GetAsync()));

    /// <summary>Waits until the replica has carried out the turn that brought an update to disk.</summary>
    private protected Task AwaitDeliveredAsync(Dot dot) =>
        EventuallyAsync(async () => (await Store.StatusAsync()).Clock.Covers(dot));

    private protected Task EventuallyAsync(Func<Task<bool>> condition) =>
        AwaitConditionAsync(condition, Patience, TimeSpan.FromMilliseconds(20));

    private protected Task<WriteResult> PutAsync(string key, string value) =>
        Store.WriteAsync(new WriteRequest([Samples.Put(key, value)]));

    private protected async Task<string?> ReadAsync(string key) =>
        Samples.Text((await Store.ReadAsync(Samples.Key(key), CausalContext.Empty)).Versions);
}
