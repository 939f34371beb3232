using AkkaGrid.Core.Causality;
using CsCheck;

namespace AkkaGrid.Core.Tests.Causality;

public sealed class TextFormTests
{
    [Fact]
    public void A_dot_reads_back_from_its_text() => Gens.Dot.Sample(dot =>
        Dot.TryParse(dot.ToString(), out var read) && read == dot);

    [Fact]
    public void A_dot_is_written_as_name_incarnation_and_sequence() => Assert.Equal(
        "node.example.1.00000000000000ff:7",
        new Dot(new Incarnation(ReplicaId.Create("node.example.1"), 255), 7).ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("node1")]
    [InlineData("node1:3")]
    [InlineData("node1.00000000000000ff")]
    [InlineData("node1.00000000000000ff:0")]
    [InlineData("node1.00000000000000ff:-1")]
    [InlineData("node1.ff:1")]
    [InlineData("node 1.00000000000000ff:1")]
    public void What_is_no_dot_is_refused(string? text) => Assert.False(Dot.TryParse(text, out _));

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("slash/ed")]
    [InlineData("umläut")]
    public void What_is_no_replica_name_is_refused(string text)
    {
        Assert.False(ReplicaId.TryCreate(text, out _));
        Assert.Throws<ArgumentException>(() => ReplicaId.Create(text));
    }
}
