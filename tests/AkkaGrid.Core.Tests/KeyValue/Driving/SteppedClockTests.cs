using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Driving;

namespace AkkaGrid.Core.Tests.KeyValue.Driving;

/// <summary>A replica counts ages in elapsed time.</summary>
public sealed class SteppedClockTests
{
    private static readonly TimeSpan Retention = TimeSpan.FromHours(1);

    private readonly DriverHarness _harness = new(new ReplicaOptions { LogRetention = Retention, LogTrimTicks = 1 });

    [Theory]
    [InlineData(-2)]
    [InlineData(2)]
    public void The_log_is_kept_as_long_as_is_configured_though_the_wall_clock_is_set(int hours)
    {
        _harness.Write();
        _harness.Settle();
        Tick(TimeSpan.Zero, TimeSpan.Zero);

        Tick(TimeSpan.FromHours(hours), TimeSpan.FromMinutes(59));
        Assert.NotEmpty(_harness.Disk.ReadLog(Samples.A, 1));

        Tick(TimeSpan.Zero, TimeSpan.FromMinutes(2));
        Assert.Empty(_harness.Disk.ReadLog(Samples.A, 1));
    }

    private void Tick(TimeSpan step, TimeSpan elapsed)
    {
        _harness.Now = new Moment(_harness.Now.WallTime + step + elapsed, _harness.Now.Uptime + elapsed);
        _harness.Driver.Tick(_harness.Now);
        _harness.Settle();
    }
}
