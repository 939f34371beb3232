using AkkaGrid.Core.Causality;
using CsCheck;

namespace AkkaGrid.Core.Tests.Causality;

public sealed class HybridTimestampTests
{
    [Fact]
    public void The_next_timestamp_is_later_whatever_the_clock_says() =>
        Gen.Select(Gen.Long[-1_000, 4_000_000_000_000], Gen.Long[-1_000, 4_000_000_000_000]).Sample((first, second) =>
        {
            var before = new HybridTimestamp(0).Next(DateTimeOffset.FromUnixTimeMilliseconds(first));
            var after = before.Next(DateTimeOffset.FromUnixTimeMilliseconds(second));
            return after.CompareTo(before) > 0
                && (second <= first || second <= 0 || after.Time.ToUnixTimeMilliseconds() == second);
        });

    [Fact]
    public void It_keeps_to_real_time_where_it_can() => Assert.Equal(
        DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123),
        new HybridTimestamp(5).Next(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123)).Time);
}
