using AkkaGrid.Charging.Gateway;
using AkkaGrid.Core.Charging;
using AkkaGrid.Node.LivePage;

namespace AkkaGrid.Node.Tests.LivePage;

public sealed class SubstationFiguresTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(94, 100, false)]
    [InlineData(95, 100, true)]
    [InlineData(100, 100, true)]
    [InlineData(40, 30, true)]
    [InlineData(0, 0, true)]
    [InlineData(0, 100, false)]
    public void A_substation_is_full_when_it_gives_nearly_all_that_it_may_give(int load, int limit, bool isFull) =>
        Assert.Equal(isFull, SubstationFigures.IsFull(Status("a", load, limit).Report));

    [Fact]
    public void The_totals_hold_what_is_known_and_how_much_is_not()
    {
        var totals = SubstationFigures.Total(
            [
                Status("a", 20, 80, sessions: 2),
                Status("b", 120, 120, sessions: 3),
                Status("c", 50, 100, sessions: 4, silentFor: 30),
                Status("d", 1, 10, silentFor: 40),
            ],
            Now);

        Assert.Equal(
            (2, 140m, 200m, 5, 1), (totals.Reporting, totals.Load, totals.Limit, totals.Sessions, totals.Full));
        Assert.Equal((2, 110m), (totals.Unreachable, totals.UnreachableLimit));
        Assert.Equal(Now.AddSeconds(-40).ToUnixTimeMilliseconds(), totals.UnreachableSince);
    }

    [Fact]
    public void Where_all_report_nothing_is_unknown()
    {
        var totals = SubstationFigures.Total([Status("a", 20, 80)], Now);

        Assert.Equal((0, 0m, null), (totals.Unreachable, totals.UnreachableLimit, totals.UnreachableSince));
    }

    [Fact]
    public void Of_more_than_can_be_looked_at_the_unreachable_and_the_full_ones_are_shown()
    {
        var some = Enumerable.Range(0, 60).Select(i => Status($"free{i}", 1, 100)).ToList();

        var shown = SubstationFigures.Shown(
            [.. some, Status("full", 99, 100), Status("gone", 1, 100, silentFor: 9)], most: 10).ToList();

        Assert.Equal(10, shown.Count);
        Assert.Equal(["full", "gone", "free0"], shown.Take(3).Select(status => status.Report.Substation.Value));
        Assert.Equal(60, SubstationFigures.Shown(some, most: 60).Count());
    }

    private static SubstationStatus Status(string id, int load, int limit, int sessions = 1, int silentFor = 0) => new(
        new LoadReport(
            SubstationId.Of(id),
            "node1",
            new FencingEpoch(1, "node1"),
            1,
            Power(load),
            Power(100),
            Power(limit),
            sessions,
            0,
            Now,
            []),
        TimeSpan.FromSeconds(silentFor),
        Silent: silentFor > 0);

    private static Kilowatts Power(int kilowatts) => Kilowatts.FromMilliwatts(kilowatts * 1_000_000L);
}
