using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Stability;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Testing.Simulation;

namespace AkkaGrid.Core.Tests.KeyValue.Stability;

/// <summary>The log goes by age and by size, never beyond what every member has, whatever any clock says.</summary>
public sealed class LogTrimmerTests
{
    private const int Limit = 20_000;

    private static readonly Incarnation A = new(ReplicaId.Create("a"), 1);

    private readonly LogTrimmer _trimmer = new(
        new ReplicaOptions { LogRetention = TimeSpan.FromMinutes(10), LogRetentionBytes = 1_000, LogTrimTicks = 1 });
    private VectorClock _horizon = VectorClock.Empty;
    private long _tick;

    [Fact]
    public void What_every_member_has_goes_once_it_is_old()
    {
        Assert.Null(Plan(reached: 5, stable: 5, minutes: 0));
        Assert.Null(Plan(reached: 7, stable: 7, minutes: 9));
        Assert.Equal(5UL, Plan(reached: 8, stable: 8, minutes: 10)?[A]);
        Assert.Equal(7UL, Plan(reached: 8, stable: 8, minutes: 19)?[A]);
    }

    [Fact]
    public void What_a_member_lacks_stays_however_old_and_however_much_it_is()
    {
        Plan(reached: 5, stable: 2, minutes: 0);

        Assert.Equal(2UL, Plan(reached: 9, stable: 2, minutes: 60, bytes: 100_000)?[A]);
        Assert.Null(Plan(reached: 9, stable: 2, minutes: 600, bytes: 100_000));
    }

    [Fact]
    public void What_is_over_its_size_goes_though_it_is_young()
    {
        for (var i = 1UL; i <= 10; i++)
            Assert.Null(Plan(reached: i, stable: i, minutes: (int)i / 5, bytes: (long)i * 100));

        var horizon = Plan(reached: 20, stable: 20, minutes: 2, bytes: 2_000);

        Assert.InRange(horizon?[A] ?? 0, 1UL, 19UL);
    }

    /// <summary>
    /// Timestamps of later updates stand where the clock had jumped to; the log is trimmed all the same.
    /// </summary>
    [Theory]
    [InlineData("a", 0)]
    [InlineData("a", 1)]
    [InlineData("b", 24)]
    [InlineData("c", 365 * 24)]
    [InlineData("abc", 365 * 24)]
    public void The_log_stays_within_its_size_after_writes_of_nodes_whose_clocks_were_ahead(
        string jumping, int hoursAhead)
    {
        var options = new ReplicaOptions
        {
            ExpectedReplicas = 3,
            LogRetention = TimeSpan.FromMinutes(10),
            LogRetentionBytes = Limit,
            LogTrimTicks = 2
        };
        var network = new VirtualNetwork(seed: 1, options, "a", "b", "c");
        foreach (var name in jumping)
            network[name.ToString()].Put($"jump of {name}", "1", network.Now.AddHours(hoursAhead));
        network.Run(3);
        for (var round = 0; round < 20; round++)
        {
            for (var i = 0; i < 50; i++)
                network.Put("abc"[round % 3].ToString(), $"k{i}", new string('x', 100));
            network.Advance(TimeSpan.FromSeconds(30));
            network.Run(3);
            Assert.All(network.Replicas.Values, replica => Assert.InRange(replica.Disk.LogBytes, 0, 3 * Limit));
        }

        // All members have everything, and half an hour has passed.
        network.Advance(TimeSpan.FromMinutes(20));
        network.Run(20);

        Assert.All(network.Replicas.Values, replica => Assert.InRange(replica.Disk.LogBytes, 0, Limit / 10));
        network.AssertSame();
    }

    [Fact]
    public void A_member_that_was_away_while_a_clock_had_jumped_misses_nothing()
    {
        var options = new ReplicaOptions
        {
            ExpectedReplicas = 3,
            LogRetention = TimeSpan.FromMinutes(10),
            LogTrimTicks = 2
        };
        var network = new VirtualNetwork(seed: 1, options, "a", "b", "c");
        network.CutOff("c");
        network["a"].Put("jump", "1", network.Now.AddYears(1));
        network.Put("b", "x", "1");
        network.Advance(TimeSpan.FromHours(2));
        network.Run(20);
        network.HealAll();
        network.Run(20);

        Assert.Equal(("1", "1"), (network["c"].Get("jump"), network["c"].Get("x")));
        network.AssertSame();
    }

    private VectorClock? Plan(ulong reached, ulong stable, int minutes, long bytes = 100)
    {
        var state = new ReplicaState(VectorClock.Of(new Dot(A, reached)), default, ReplicaSet.Empty)
        {
            LogHorizon = _horizon
        };
        var planned = _trimmer.Plan(
            state, () => bytes, VectorClock.Of(new Dot(A, stable)), ++_tick, TimeSpan.FromMinutes(minutes));
        Assert.True(planned is null || VectorClock.Of(new Dot(A, stable)).Covers(planned));
        _horizon = planned ?? _horizon;
        return planned;
    }
}
