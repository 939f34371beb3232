using AkkaGrid.Core.Charging;

namespace AkkaGrid.Core.Tests.Charging;

public sealed class KaufmanRobertsTests
{
    private static readonly int[] Sizes = [7, 11, 22, 50, 100];

    [Theory]
    [InlineData(0.5, 0.010, 0.015, 0.031, 0.081, 0.212)]
    [InlineData(0.8, 0.023, 0.038, 0.079, 0.189, 0.406)]
    public void It_gives_the_known_blocking_of_each_class(double load, params double[] expected)
    {
        var blocking = At(load);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], blocking[i], 0.0006);
    }

    [Theory]
    [InlineData(0.5, 0.070, 0.138)]
    [InlineData(0.8, 0.147, 0.275)]
    [InlineData(1.0, 0.194, 0.355)]
    public void It_gives_the_known_blocking_by_count_and_by_power(double load, double count, double power)
    {
        var blocking = At(load);
        Assert.Equal(count, blocking.Average(), 0.0006);
        Assert.Equal(power, Sizes.Zip(blocking, (size, share) => size * share).Sum() / Sizes.Sum(), 0.0006);
    }

    [Fact]
    public void One_class_of_unit_size_is_erlangs_formula() =>
        Assert.Equal(0.0183848, KaufmanRoberts.Blocking(10, [new OfferedClass(1, 5.0)])[0], 0.00001);

    [Fact]
    public void What_is_larger_than_the_pool_never_fits() =>
        Assert.Equal(1, KaufmanRoberts.Blocking(100, [new OfferedClass(150, 0.1)])[0]);

    [Fact]
    public void A_pool_of_many_substations_does_not_overflow()
    {
        var blocking = KaufmanRoberts.Blocking(
            72_000, [.. Sizes.Select(size => new OfferedClass(size, 0.99 * 72_000 / Sizes.Sum()))]);
        Assert.All(blocking, share => Assert.InRange(share, 0.0001, 0.05));
    }

    private static IReadOnlyList<double> At(double load) =>
        KaufmanRoberts.Blocking(300, [.. Sizes.Select(size => new OfferedClass(size, load * 300 / Sizes.Sum()))]);
}
