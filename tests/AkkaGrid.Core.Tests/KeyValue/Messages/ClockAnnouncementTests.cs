using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Rejoining;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.Tests.KeyValue.Messages;

/// <summary>What a start of a replica says of itself, whoever says it for it.</summary>
public sealed class ClockAnnouncementTests
{
    private static readonly Incarnation Self = new(ReplicaId.Create("a"), 2);
    private static readonly Incarnation Ended = new(ReplicaId.Create("a"), 1);

    private static readonly ReplicaState State = new(
        VectorClock.Of(new Dot(Self, 3), new Dot(Ended, 4)), default, ReplicaSet.Of(new Member(Self, new HybridTimestamp(1))))
    {
        Strays = new Strays([new StrayRange(Ended, 5, 9, Folds.None)]),
    };

    [Fact]
    public void What_is_left_to_bring_back_is_told_so_that_others_neither_do_it_too_nor_take_it_for_lost() =>
        Assert.Equal(9UL, ClockAnnouncement.Of(Self, State, isSettled: true, []).Outlook.Left[Ended]);

    [Fact]
    public void A_start_that_is_not_settled_keeps_to_itself_what_it_has_written()
    {
        Assert.Equal(0UL, ClockAnnouncement.Of(Self, State, isSettled: false, []).Clock[Self]);
        Assert.Equal(3UL, ClockAnnouncement.Of(Self, State, isSettled: true, []).Clock[Self]);
    }
}
