using AkkaGrid.Core.Charging;

namespace AkkaGrid.Core.Tests.Charging;

/// <summary>A substation that starts again after the clock of its machine was set.</summary>
public sealed class SteppedClockTests
{
    private static readonly TimeSpan Step = TimeSpan.FromHours(2);
    private static readonly DateTimeOffset Noon = TestSubstation.Noon;

    private readonly ChargingSession _session = new TestSubstation(100).Charge("a", 60);

    [Fact]
    public void After_a_step_back_a_session_has_no_more_left_than_it_was_meant_to_run_and_its_record_says_so()
    {
        var records = new List<ChargingSession>();
        var restarted = Restart(Noon - Step, _session, records);

        Assert.Equal(60, restarted.Load.Value);
        Assert.Equal(Noon - Step + _session.Duration, restarted.NextEnd);
        var record = Assert.Single(records);
        Assert.Equal((_session.Id, _session.Duration, SessionState.Active), (record.Id, record.Duration, record.State));

        restarted.Tick(Noon - Step + _session.Duration);
        Assert.Equal(Kilowatts.Zero, restarted.Load);
    }

    [Fact]
    public void However_often_it_starts_again_after_one_step_back_the_session_is_stretched_only_once()
    {
        var records = new List<ChargingSession>();
        Restart(Noon - Step, _session, records);

        var again = Restart(Noon - Step + TimeSpan.FromSeconds(4), records.Single(), []);

        Assert.Equal(Noon - Step + _session.Duration, again.NextEnd);
    }

    [Fact]
    public void After_a_step_on_a_session_whose_end_has_passed_is_over()
    {
        var restarted = Restart(Noon + Step, _session, []);

        Assert.Equal(Kilowatts.Zero, restarted.Load);
        Assert.Equal(SessionState.Completed, restarted.Sessions.Single().State);
    }

    [Fact]
    public void After_a_step_back_an_ended_session_is_kept_no_longer_than_any_other()
    {
        var restarted = Restart(Noon - Step, _session.Ended(SessionState.Completed, Noon), []);
        var until = Noon - Step + TestSubstation.KeepEnded;

        Assert.Empty(restarted.Tick(until - TimeSpan.FromSeconds(1)).OfType<DeleteSession>());
        Assert.Single(restarted.Tick(until).OfType<DeleteSession>());
    }

    [Theory]
    [InlineData(-2, 10)]
    [InlineData(0, 6)]
    [InlineData(2, 0)]
    public void A_reader_whose_clock_is_wrong_shows_no_more_time_than_the_session_was_meant_to_run(
        int hours, int seconds) =>
        Assert.Equal(
            TimeSpan.FromSeconds(seconds),
            _session.RemainingAt(_session.Start + TimeSpan.FromSeconds(4) + TimeSpan.FromHours(hours)));

    private static Substation<string> Restart(
        DateTimeOffset now, ChargingSession session, List<ChargingSession> records)
    {
        var substation = new Substation<string>(
            new SubstationPlan(session.Substation, Kilowatts.Of(100), TimeSpan.FromSeconds(10)),
            "node1", TestSubstation.KeepEnded, TestSubstation.Epoch, [session], now);
        records.AddRange(substation.Tick(now).OfType<RecordSession>().Select(record => record.Session));
        return substation;
    }
}
