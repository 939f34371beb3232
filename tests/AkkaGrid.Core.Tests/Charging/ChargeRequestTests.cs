using AkkaGrid.Core.Charging;

namespace AkkaGrid.Core.Tests.Charging;

public sealed class ChargeRequestTests
{
    [Theory]
    [InlineData(100, 50, 120, 100)]
    [InlineData(100, 50, 100, 100)]
    [InlineData(100, 50, 99, 75)]
    [InlineData(100, 50, 60, 50)]
    [InlineData(100, 60, 70, 60)]
    [InlineData(100, 10, 20, 10)]
    public void It_is_given_all_or_quarters_or_its_least(
        decimal amount, decimal least, decimal free, decimal expected) =>
        Assert.Equal(
            Kilowatts.Of(expected),
            TestSubstation.Request("key", amount, minimum: least).PartOf(Kilowatts.Of(free), Kilowatts.Of(least)));
}
