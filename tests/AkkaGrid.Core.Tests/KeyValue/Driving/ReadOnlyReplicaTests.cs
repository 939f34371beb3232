using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Driving;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.Tests.KeyValue.Driving;

public sealed class ReadOnlyReplicaTests
{
    private readonly DriverHarness _harness = new();
    private readonly RecordingShell _shell = new();

    public ReadOnlyReplicaTests()
    {
        _harness.Write();
        _harness.Settle();
    }

    [Fact]
    public void It_announces_what_is_on_disk_as_the_start_that_was_admitted()
    {
        ReadOnly(Samples.A).Tick();

        var announcement = Assert.IsType<ClockAnnouncement>(Assert.Single(_shell.Broadcasts));
        Assert.Equal((Samples.A, _harness.Disk.State.Clock), (announcement.From, announcement.Clock));
    }

    [Fact]
    public void It_lets_peers_read_and_takes_nothing_in()
    {
        var replica = ReadOnly(Samples.A);
        var pull = new PullRequest(Samples.B, Samples.A, 1, [new Dot(Samples.A, 1)]);
        replica.Receive(pull);
        replica.Receive(new KeyRequest(4, Samples.B, Samples.Key("x")));
        replica.Receive(
            new UpdateBatch(Samples.B, VectorClock.Empty, [Samples.Update(new Dot(Samples.B, 1))], WantsClock: true));

        Assert.Equal([pull], _shell.Requests);
        Assert.Equal(4UL, Assert.IsType<KeyAnswer>(Assert.Single(_shell.Replies)).RequestId);
        Assert.Empty(_shell.Sent);
    }

    [Fact]
    public void Where_no_start_was_admitted_it_is_silent() => AssertSilent(ReadOnly(null));

    [Fact]
    public void Where_the_set_counts_another_start_it_is_silent()
    {
        var state = _harness.Disk.State;
        var again = new Member(new Incarnation(Samples.A.Replica, 1), new HybridTimestamp(ulong.MaxValue));
        _harness.Disk.Commit(new ChangeSet(
            Samples.A,
            state with { Set = state.Set.With(again) },
            new Dictionary<Key, VersionSet>(),
            [],
            [],
            DropsStaged: false));

        AssertSilent(ReadOnly(Samples.A));
    }

    [Fact]
    public void The_disk_is_tried_again_less_and_less_often()
    {
        var replica = ReadOnly(Samples.A);

        Assert.Equal([0.5, 1, 2, 4, 4], Enumerable.Range(0, 5).Select(_ => replica.NextTry().TotalSeconds));
    }

    private ReadOnlyReplica ReadOnly(Incarnation? admitted) =>
        new(_harness.Disk, admitted, isSeed: true, _shell, _shell);

    private void AssertSilent(ReadOnlyReplica replica)
    {
        replica.Tick();
        replica.Receive(new PullRequest(Samples.B, Samples.A, 1, [new Dot(Samples.A, 1)]));
        replica.Receive(new KeyRequest(4, Samples.B, Samples.Key("x")));

        Assert.Empty(_shell.Broadcasts);
        Assert.Empty(_shell.Requests);
        Assert.Empty(_shell.Replies);
    }
}
