using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Divergence;
using AkkaGrid.Core.KeyValue.Merging;
using AkkaGrid.Core.KeyValue.Repair;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Testing.Storage;

namespace AkkaGrid.Core.Tests.KeyValue;

public sealed class OpenTurnTests
{
    private static readonly Key X = Samples.Key("x");
    private static readonly ReplicaState State =
        ReplicaState.Initial with { Clock = VectorClock.Of(new Dot(Samples.A, 2)) };

    private readonly MemoryStorage _disk = new();
    private readonly OpenTurn _turn;

    public OpenTurnTests() => _turn = new OpenTurn(_disk, ContentDigest.Empty);

    [Fact]
    public void A_key_reads_as_the_open_turn_has_left_it_although_the_turn_before_reaches_the_disk_meanwhile()
    {
        var (first, second) = (Version(1), Version(2));
        _turn.Store(X, VersionSet.Empty, first);
        var sealedTurn = Seal();
        _turn.Store(X, first, second);

        _disk.Commit(sealedTurn.Changes!);
        _turn.Committed(sealedTurn, State);

        Assert.Equal(second, _turn.Read(X));
    }

    [Fact]
    public void A_key_reads_as_the_newest_sealed_turn_has_left_it_and_once_all_are_on_disk_as_the_disk_has_it()
    {
        var (first, second) = (Version(1), Version(2));
        _turn.Store(X, VersionSet.Empty, first);
        var older = Seal();
        Assert.Equal(first, _turn.Read(X));
        _turn.Store(X, first, second);
        var newer = Seal();
        Assert.Equal(second, _turn.Read(X));

        _disk.Commit(older.Changes!);
        _turn.Committed(older, State);
        Assert.Equal(second, _turn.Read(X));

        // The disk keeps the first version here, which tells it from the turn.
        _turn.Committed(newer, State);
        Assert.Equal(first, _turn.Read(X));
    }

    [Fact]
    public void The_first_part_of_a_snapshot_drops_what_has_arrived_of_the_one_before()
    {
        _turn.Stage(Part("given up", isFirst: true));
        Assert.True(Seal().Changes!.DropsStaged);
        _turn.Stage(Part("given up, too", isFirst: false));
        Assert.False(Seal().Changes!.DropsStaged);

        _turn.Stage(Part("of the next", isFirst: true));

        Assert.True(Seal().Changes!.DropsStaged);
    }

    [Theory]
    [InlineData(Installation.AllRanges, false, true)]
    [InlineData(Installation.AllRanges, true, true)]
    [InlineData(1U, true, true)]
    [InlineData(1U, false, false)]
    public void A_snapshot_of_some_ranges_of_keys_is_merged_only_between_replicas_of_one_clock(
        uint ranges, bool isOneClock, bool isMerged)
    {
        var clock = isOneClock ? State.Clock : State.Clock.With(new Dot(Samples.B, 1));
        var whole = new StagedSnapshot(new ReplicaCut(clock, VectorClock.Empty, default, default), ranges);

        _turn.Stage(new SnapshotStep([], DropsStaged: true, null, whole));

        Assert.Equal(isMerged, Seal().Installs is not null);
    }

    private static VersionSet Version(ulong sequence) =>
        VersionSet.Of(
            new KeyVersion(new Dot(Samples.A, sequence), new HybridTimestamp(sequence), new Value(new byte[] { 1 })));

    private static SnapshotStep Part(string key, bool isFirst) =>
        new([KeyValuePair.Create(Samples.Key(key), Version(1))], isFirst, null, null);

    private Turn Seal() => _turn.Seal(default, State, new Dot(Samples.A, 2));
}
