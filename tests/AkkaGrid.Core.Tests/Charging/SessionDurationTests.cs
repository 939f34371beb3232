using AkkaGrid.Core.Charging;

namespace AkkaGrid.Core.Tests.Charging;

public sealed class SessionDurationTests
{
    [Theory]
    [InlineData(10, Priority.Normal, 1.0, 10.0)]
    [InlineData(10, Priority.High, 1.0, 7.0)]
    [InlineData(6, Priority.High, 1.0, 5.0)]
    [InlineData(6, Priority.High, 0.8, 4.0)]
    [InlineData(10, Priority.Low, 1.0, 13.0)]
    [InlineData(10, Priority.Low, 1.2, 15.6)]
    public void It_is_that_of_the_original(double processing, Priority priority, double factor, double expected) =>
        Assert.Equal(
            expected,
            SessionDuration.Of(TimeSpan.FromSeconds(processing), priority, factor).TotalSeconds,
            precision: 6);

    [Theory]
    [InlineData(10, Priority.Normal, 80, 20, 40)]
    [InlineData(6, Priority.High, 80, 20, 20)]
    [InlineData(10, Priority.Low, 22, 22, 13)]
    [InlineData(10, Priority.Normal, 1_000_000, 0.000001, 10_000)]
    public void It_is_longer_in_proportion_where_less_is_given(
        double processing, Priority priority, double asked, double granted, double expected) =>
        Assert.Equal(
            expected,
            SessionDuration.Of(
                TimeSpan.FromSeconds(processing), priority, 1.0,
                Kilowatts.Of((decimal)asked), Kilowatts.Of((decimal)granted)).TotalSeconds,
            precision: 6);

    [Theory]
    [InlineData(0)]
    [InlineData(-0.8)]
    public void Chance_never_makes_it_nothing(double factor) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => SessionDuration.Of(TimeSpan.FromSeconds(1), Priority.Normal, factor));
}
