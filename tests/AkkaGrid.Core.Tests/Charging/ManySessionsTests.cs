using AkkaGrid.Core.Charging;

namespace AkkaGrid.Core.Tests.Charging;

/// <summary>What thousands of sessions make a substation do at once stays bounded.</summary>
public sealed class ManySessionsTests
{
    private const int Sessions = 30_000;
    private const int AtOnce = 256;

    private readonly DateTimeOffset _end = TestSubstation.Noon + TimeSpan.FromHours(1);
    private readonly Substation<string> _substation = new(
        new SubstationPlan(SubstationId.Of("s1"), Kilowatts.Of(Sessions), TimeSpan.FromSeconds(10)),
        "node1", TestSubstation.KeepEnded, TestSubstation.Epoch,
        Enumerable.Range(0, Sessions).Select(i => new ChargingSession(
            TestSubstation.Request($"key-{i}", 1), SubstationId.Of("s1"), SessionState.Active,
            TestSubstation.Noon, TestSubstation.Noon + TimeSpan.FromHours(1), null)),
        TestSubstation.Noon);

    [Fact]
    public void The_ends_that_come_together_free_their_power_at_once_and_are_recorded_one_after_the_other()
    {
        var writes = new Queue<RecordSession>(Records(_substation.Tick(_end)));
        Assert.Equal(Kilowatts.Zero, _substation.Load);
        Assert.Equal(AtOnce, writes.Count);

        var written = new HashSet<SessionId>();
        while (writes.TryDequeue(out var write))
        {
            Assert.True(written.Add(write.Session.Id));
            foreach (var next in Records(_substation.SessionRecorded(write.Session, write.Session, _end)))
                writes.Enqueue(next);
            Assert.InRange(writes.Count, 0, AtOnce);
        }

        Assert.Equal(Sessions, written.Count);
    }

    [Fact]
    public void Ends_that_cannot_be_recorded_are_tried_again_with_time_and_not_at_once()
    {
        foreach (var write in Records(_substation.Tick(_end)))
            Assert.Empty(Records(_substation.SessionRecorded(write.Session, null, _end)));

        Assert.Equal(AtOnce, Records(_substation.Tick(_end)).Length);
    }

    [Fact]
    public void An_end_that_a_caller_waits_for_does_not_wait_for_the_others()
    {
        var session = _substation.Sessions.Last();
        _substation.Tick(_end);

        var effects = _substation.Handle(new CancelSession(session.Id), "client", 1, _end);

        Assert.Equal(session.Id, Assert.Single(Records(effects)).Session.Id);
    }

    [Fact]
    public void Those_that_have_been_kept_long_enough_together_are_forgotten_some_at_a_time()
    {
        var writes = new Queue<RecordSession>(Records(_substation.Tick(_end)));
        while (writes.TryDequeue(out var write))
            foreach (var next in Records(_substation.SessionRecorded(write.Session, write.Session, _end)))
                writes.Enqueue(next);

        var rounds = 0;
        for (; _substation.Sessions.Any(); rounds++)
            Assert.InRange(
                _substation.Tick(_end + TestSubstation.KeepEnded).OfType<DeleteSession>().Count(), 1, AtOnce);

        Assert.InRange(rounds, Sessions / AtOnce, Sessions / AtOnce + 1);
    }

    private static RecordSession[] Records(IReadOnlyList<ISubstationEffect> effects) =>
        [.. effects.OfType<RecordSession>()];
}
