using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Blocking;
using CsCheck;

namespace AkkaGrid.Core.Tests.Charging.Blocking;

public sealed class BlockingTallyTests
{
    private static readonly DateTimeOffset Noon = TestSubstation.Noon;
    private static readonly TimeSpan Slice = BlockingTally.Window / 20;
    private static readonly int[] Sizes = [7, 11, 22, 50, 100];

    private readonly BlockingTally _tally = new(Noon);

    [Fact]
    public void Before_anything_comes_there_are_no_shares()
    {
        var reading = _tally.Read(Kilowatts.Of(300), Noon);

        Assert.Empty(reading.Requests);
        Assert.Empty(reading.Pooled);
        Assert.Null(reading.Refused);
        Assert.Null(reading.RefusedPooled);
    }

    [Fact]
    public void What_came_and_was_refused_is_told_by_size_and_priority_and_in_all_by_count_and_by_power()
    {
        Count(10, RequestOutcome.Accepted);
        Count(11, RequestOutcome.Refused);
        Count(11, RequestOutcome.AcceptedAfterWaiting, Priority.High);
        Count(88, RequestOutcome.Refused);

        var reading = _tally.Read(Kilowatts.Of(300), Noon);

        Assert.Equal(
            [("11", Priority.Normal, 2, 0.5), ("11", Priority.High, 1, 0), ("100", Priority.Normal, 1, 1)],
            reading.Requests.Select(cell => (cell.Size.Label, cell.Priority, (int)cell.Offered, cell.Blocking)));
        Assert.Equal(0.5, reading.Refused!.Value.Count);
        Assert.Equal(99.0 / 120, reading.Refused.Value.Power, 1e-9);
    }

    [Fact]
    public void Who_hangs_up_came_but_was_not_refused()
    {
        Count(7, RequestOutcome.Withdrawn);

        Assert.Equal(new BlockingShares(0, 0), _tally.Read(Kilowatts.Of(300), Noon).Refused);
    }

    [Theory]
    [InlineData(0.5, 0.010, 0.015, 0.031, 0.081, 0.212)]
    [InlineData(0.8, 0.023, 0.038, 0.079, 0.189, 0.406)]
    public void Beside_it_stands_what_a_pool_would_refuse_of_the_same(double load, params double[] expected)
    {
        Offer(load);

        var pooled = _tally.Read(Kilowatts.Of(300), Noon + BlockingTally.Window - TimeSpan.FromTicks(1)).Pooled;

        Assert.Equal(["7.4", "11", "22", "50", "100"], pooled.Select(size => size.Size.Label));
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], pooled[i].Blocking, 0.0006);
    }

    [Fact]
    public void A_pool_refuses_less_by_count_than_by_power_and_all_of_it_where_there_is_no_power()
    {
        Offer(0.8);

        var end = Noon + BlockingTally.Window - TimeSpan.FromTicks(1);
        var shares = _tally.Read(Kilowatts.Of(300), end).RefusedPooled!.Value;
        Assert.Equal(0.147, shares.Count, 0.0006);
        Assert.Equal(0.275, shares.Power, 0.0006);
        Assert.Equal(new BlockingShares(1, 1), _tally.Read(Kilowatts.Zero, end).RefusedPooled);
    }

    [Fact]
    public void A_session_that_was_given_less_counts_with_the_time_that_all_its_power_would_have_taken()
    {
        var rigid = new BlockingTally(Noon);
        var (request, reduced) = (TestSubstation.Request("a", 100), TestSubstation.Request("b", 100, minimum: 50));
        for (var i = 0; i < 100; i++)
        {
            rigid.Count(request, RequestOutcome.Accepted, Session(request, 10), Noon);
            _tally.Count(
                reduced,
                RequestOutcome.AcceptedWithLess,
                Session(reduced, 20) with { Granted = Kilowatts.Of(50) },
                Noon);
        }

        var end = Noon + TimeSpan.FromMinutes(5);
        Assert.Equal(rigid.Read(Kilowatts.Of(300), end).Pooled, _tally.Read(Kilowatts.Of(300), end).Pooled);
    }

    [Fact]
    public void While_nothing_was_accepted_a_pool_can_not_be_reckoned()
    {
        Count(7, RequestOutcome.Refused);

        var reading = _tally.Read(Kilowatts.Of(300), Noon + TimeSpan.FromMinutes(1));

        Assert.Equal(1, reading.Refused?.Count);
        Assert.Empty(reading.Pooled);
        Assert.Null(reading.RefusedPooled);
    }

    [Fact]
    public void A_pool_of_hundreds_of_megawatts_can_be_reckoned()
    {
        foreach (var _ in Enumerable.Range(0, 1000))
            Count(350, RequestOutcome.Accepted);

        var reading = _tally.Read(Kilowatts.Of(900_000), Noon + TimeSpan.FromMinutes(1));

        Assert.InRange(Assert.Single(reading.Pooled).Blocking, 0, 1e-6);
    }

    [Fact]
    public void It_tells_of_the_last_minutes_only_as_a_list_of_all_requests_would() =>
        Gen.Select(Gen.Int[0, 100_000], Gen.Int[1, 400], Gen.Bool).Array[0, 200].Sample(requests =>
        {
            var tally = new BlockingTally(Noon);
            var now = Noon;
            var all = new List<(DateTimeOffset At, int Amount, bool Refused)>();
            foreach (var (pause, amount, refused) in requests)
            {
                now += TimeSpan.FromMilliseconds(pause);
                all.Add((now, amount, refused));
                tally.Count(
                    TestSubstation.Request("a", amount),
                    refused ? RequestOutcome.Refused : RequestOutcome.Accepted,
                    null,
                    now);
            }

            // It moves on in steps of a slice: the present one and those before it.
            var slice = (now - Noon).Ticks / Slice.Ticks;
            var from = Noon + (Slice * Math.Max(0, slice - 19));
            var lately = all.Where(request => request.At >= from).ToArray();
            var reading = tally.Read(Kilowatts.Of(300), now);

            Assert.Equal(now - from, reading.Window);
            Assert.Equal(lately.Length, reading.Requests.Sum(cell => cell.Offered));
            Assert.Equal(lately.Count(request => request.Refused), reading.Requests.Sum(cell => cell.Refused));
            foreach (var cell in reading.Requests)
                Assert.Equal(
                    lately.Count(request => SizeClass.Of(Kilowatts.Of(request.Amount)) == cell.Size), cell.Offered);
        });

    [Fact]
    public void A_larger_power_is_never_of_a_smaller_class_and_no_class_is_beyond_the_last() =>
        Gen.Select(Gen.Int[1, 1000], Gen.Int[1, 1000]).Sample((one, other) =>
        {
            var (smaller, larger) =
                (SizeClass.Of(Kilowatts.Of(Math.Min(one, other))), SizeClass.Of(Kilowatts.Of(Math.Max(one, other))));
            return smaller.Index <= larger.Index && larger.Index < SizeClass.Count;
        });

    private void Offer(double load)
    {
        // Every size comes equally often, and as long as makes up the load.
        const int each = 50;
        var seconds = load * 300 / Sizes.Sum() * BlockingTally.Window.TotalSeconds / each;
        for (var i = 0; i < each; i++)
            foreach (var size in Sizes)
                Count(size, RequestOutcome.Accepted, seconds: seconds, at: BlockingTally.Window * i / each);
    }

    private void Count(
        decimal kilowatts,
        RequestOutcome outcome,
        Priority priority = Priority.Normal,
        double seconds = 10,
        TimeSpan at = default)
    {
        var request = TestSubstation.Request("a", kilowatts, priority);
        _tally.Count(request, outcome, outcome == RequestOutcome.Refused ? null : Session(request, seconds), Noon + at);
    }

    private static ChargingSession Session(ChargeRequest request, double seconds) => new(
        request, SubstationId.Of("s1"), SessionState.Active, Noon, Noon + TimeSpan.FromSeconds(seconds), EndedAt: null);
}
