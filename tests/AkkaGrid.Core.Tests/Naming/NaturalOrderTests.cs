using AkkaGrid.Core.Naming;
using CsCheck;

namespace AkkaGrid.Core.Tests.Naming;

public sealed class NaturalOrderTests
{
    [Theory]
    [InlineData("substation_1", "substation_2", "substation_10")]
    [InlineData("node", "node1", "node01b", "node1c")]
    [InlineData("", "2", "10", "a")]
    [InlineData("a2b9", "a2b10", "a10b1")]
    [InlineData("v9", "v99999999999999999999", "v100000000000000000000")]
    public void Numbers_in_names_count_as_numbers(params string[] ordered) =>
        Assert.Equal(ordered, ordered.Reverse().Order(NaturalOrder.Instance));

    [Fact]
    public void It_is_a_total_order()
    {
        var name = Gen.Char["a01-"].Array[0, 6].Select(letters => new string(letters));
        Gen.Select(name, name, name).Sample((a, b, c) =>
        {
            var order = NaturalOrder.Instance;
            Assert.Equal(Math.Sign(order.Compare(a, b)), -Math.Sign(order.Compare(b, a)));
            Assert.Equal(a == b, order.Compare(a, b) == 0);
            if (order.Compare(a, b) <= 0 && order.Compare(b, c) <= 0)
                Assert.True(order.Compare(a, c) <= 0, $"{a}, {b}, {c}");
        });
    }
}
