using AkkaGrid.Core.Charging;
using CsCheck;

namespace AkkaGrid.Core.Tests.Charging;

public sealed class KilowattsTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("-7")]
    [InlineData("1000000.000001")]
    [InlineData("79228162514264337593543950335")]
    public void What_is_no_power_is_not_taken(string figure) =>
        Assert.False(
            Kilowatts.TryCreate(decimal.Parse(figure, System.Globalization.CultureInfo.InvariantCulture), out _));

    [Fact]
    public void What_is_finer_than_a_milliwatt_is_rounded_up()
    {
        Assert.Equal(1, Kilowatts.Of(0.0000000000000000000000000001m).Milliwatts);
        Assert.Equal(7_123_457, Kilowatts.Of(7.1234561m).Milliwatts);
    }

    [Fact]
    public void Sums_are_exact_in_any_order() =>
        Gen.Long[1, 1_000_000_000_000].Array[1, 50].Sample(milliwatts =>
        {
            var all = milliwatts.Select(Kilowatts.FromMilliwatts).ToArray();
            var sum = all.Aggregate(Kilowatts.Zero, (left, right) => left + right);
            var rest = all.Reverse().Aggregate(sum, (left, right) => left.Less(right));
            Assert.Equal(milliwatts.Sum(), sum.Milliwatts);
            Assert.Equal(Kilowatts.Zero, rest);
        });
}
