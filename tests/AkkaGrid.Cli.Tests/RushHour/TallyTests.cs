using AkkaGrid.Cli.RushHour;

namespace AkkaGrid.Cli.Tests.RushHour;

public sealed class TallyTests
{
    [Fact]
    public void Only_200_is_successful_only_503_is_rejected_any_other_answer_has_failed_and_no_answer_is_counted_apart()
    {
        var tally = new Tally();
        tally.Add(Reply.Accepted, TimeSpan.FromMilliseconds(10));
        tally.Add(new(503, "no-capacity"), TimeSpan.FromMilliseconds(20));
        tally.Add(new(503, "no-capacity"), TimeSpan.FromMilliseconds(30));
        tally.Add(new(503, "balancer-unavailable"), TimeSpan.FromMilliseconds(40));
        tally.Add(new(422, "exceeds-largest-substation"), TimeSpan.FromMilliseconds(50));
        tally.Add(new(500, "500"), TimeSpan.FromMilliseconds(60));
        tally.Add(new(null, "timeout"), TimeSpan.FromSeconds(30));
        tally.Add(new(null, "unreachable"), TimeSpan.Zero);

        var report = tally.Report(seed: 3, TimeSpan.FromSeconds(4));

        Assert.Equal(
            (8, 1, 3, 2, 2), (report.Total, report.Successful, report.Rejected, report.Failed, report.Unanswered));
        Assert.Equal(12.5, report.PercentOf(report.Successful));
        Assert.Equal(2, report.RequestsPerSecond);
        Assert.Equal(new ResponseTimes(MeanMs: 35, LeastMs: 10, GreatestMs: 60), report.ResponseTime);
        Assert.Equal(report.Total - report.Successful, report.Reasons.Values.Sum());
        Assert.Equal(2, report.Reasons["no-capacity"]);
    }

    [Fact]
    public void Nothing_sent_is_nothing_divided()
    {
        var report = new Tally().Report(seed: 3, TimeSpan.Zero);

        Assert.Equal((0, 0.0, 0.0), (report.Total, report.RequestsPerSecond, report.PercentOf(report.Successful)));
        Assert.Null(report.ResponseTime);
    }
}
