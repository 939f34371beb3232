using AkkaGrid.Core.Charging;

namespace AkkaGrid.Core.Tests.Charging;

public sealed class SessionRecordsTests
{
    private static readonly DateTimeOffset Now = TestSubstation.Noon + TimeSpan.FromSeconds(3);

    [Fact]
    public void The_winner_of_the_store_stands_and_the_other_is_superseded_by_its_substation()
    {
        var (winner, loser) = (Session("s1"), Session("s2"));

        Assert.Equal(winner, SessionRecords.Standing([winner, loser]));
        Assert.Equal(winner, SessionRecords.Of([winner, loser], winner.Substation, Now));
        Assert.Equal(
            loser with { State = SessionState.Invalid, EndedAt = Now, SupersededBy = winner.Substation },
            SessionRecords.Of([winner, loser], loser.Substation, Now));
    }

    [Fact]
    public void A_failed_attempt_stands_only_where_there_is_nothing_else()
    {
        var (failed, session) = (Session("s1").Ended(SessionState.Invalid, Now), Session("s2"));

        Assert.Equal(session, SessionRecords.Standing([failed, session]));
        Assert.Null(SessionRecords.Of([failed, session], failed.Substation, Now));
        Assert.Equal(failed, SessionRecords.Standing([failed]));
    }

    [Fact]
    public void A_session_that_is_over_stands_before_one_that_runs_whichever_the_store_prefers()
    {
        var (running, over) = (Session("s1"), Session("s2").Ended(SessionState.Completed, TestSubstation.Noon));

        Assert.Equal(over, SessionRecords.Standing([running, over]));
        Assert.Equal(over.Substation, SessionRecords.Of([running, over], running.Substation, Now)!.SupersededBy);
        Assert.Equal(over, SessionRecords.Of([running, over], over.Substation, Now));
    }

    [Fact]
    public void A_superseded_session_that_had_ended_keeps_its_end()
    {
        var ended = Session("s2").Ended(SessionState.Completed, TestSubstation.Noon);
        var winner = Session("s1").Ended(SessionState.Completed, Now);

        Assert.Equal(TestSubstation.Noon, SessionRecords.Of([winner, ended], ended.Substation, Now)!.EndedAt);
    }

    [Fact]
    public void A_substation_has_nothing_where_it_wrote_nothing()
    {
        Assert.Null(SessionRecords.Of([], SubstationId.Of("s1"), Now));
        Assert.Null(SessionRecords.Of([Session("s1")], SubstationId.Of("s2"), Now));
    }

    private static ChargingSession Session(string substation) => new(
        TestSubstation.Request("a", 60), SubstationId.Of(substation), SessionState.Active,
        TestSubstation.Noon, TestSubstation.Noon + TimeSpan.FromSeconds(10), EndedAt: null);
}
