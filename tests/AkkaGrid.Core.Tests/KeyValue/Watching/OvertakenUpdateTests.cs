using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Core.KeyValue.Watching;
using AkkaGrid.Core.Tests.KeyValue.Driving;
using AkkaGrid.Testing.Storage;

namespace AkkaGrid.Core.Tests.KeyValue.Watching;

/// <summary>
/// A write that knew a version under its first name, and comes after that version was reissued with a later timestamp.
/// A watcher that knows the version under its new name would keep it. So it is told to begin again, at this replica and
/// at each other.
/// </summary>
public sealed class OvertakenUpdateTests
{
    private static readonly Dot First = new(Samples.B, 1);
    private static readonly KeyVersion Reissued =
        new(new Dot(Samples.C, 5), new HybridTimestamp(90), Samples.Put("x", "old").Value) { Identity = First };

    private readonly DriverHarness _harness;

    public OvertakenUpdateTests()
    {
        var disk = new MemoryStorage();
        var state = disk.Load(Samples.C) with
        {
            Clock = VectorClock.Of(First, Reissued.Dot),
            Timestamp = Reissued.Timestamp,
            IsAdmitted = true
        };
        disk.Commit(new ChangeSet(
            Samples.C,
            state,
            new Dictionary<Key, VersionSet> { [Samples.Key("x")] = VersionSet.Of(Reissued) },
            [],
            [],
            DropsStaged: false));
        _harness = new DriverHarness(disk: disk);
        _harness.Meet();
    }

    [Fact]
    public void Its_watchers_begin_again_once_a_lesser_update_has_replaced_a_reissued_version()
    {
        var feed = Watch();

        Deliver(timestamp: 50);

        Assert.Equal("new", _harness.Disk.Read(Samples.Key("x")).Winner!.Text());
        Assert.True(feed.Read().IsGap);
    }

    [Fact]
    public void Its_watchers_go_on_where_the_update_is_greater()
    {
        var feed = Watch();

        Deliver(timestamp: 150);

        Assert.Equal([First.Next], feed.Read().Updates.Select(update => update.Dot));
        Assert.False(feed.Read().IsGap);
    }

    [Fact]
    public void The_replicas_next_write_comes_behind_the_dot_that_it_took()
    {
        Deliver(timestamp: 50);

        _harness.Write();
        _harness.Settle();

        Assert.True(_harness.Disk.State.Clock.Covers(new Dot(Samples.A, 2)));
        Assert.Empty(_harness.Disk.ReadLog(Samples.A, 1));
        Assert.Equal([new Dot(Samples.A, 2)], _harness.Disk.ReadLog(Samples.A, 2).Select(update => update.Dot));
    }

    private WatchFeed Watch() => WatchFeed.After(_harness.Disk, "", _harness.Disk.State);

    private void Deliver(ulong timestamp)
    {
        var update = new Update(
            First.Next, VectorClock.Of(First), new HybridTimestamp(timestamp), [Samples.Put("x", "new")]);
        _harness.Driver.Receive(
            new UpdateBatch(Samples.B, VectorClock.Of(First.Next), [update], WantsClock: false), _harness.Now);
        _harness.Settle();
    }
}
