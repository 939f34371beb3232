using AkkaGrid.Core.Charging;

namespace AkkaGrid.Core.Tests.Charging;

public sealed class IdentifierTests
{
    [Fact]
    public void A_key_names_one_session_for_ever() =>
        Assert.Equal("1f832b35cff84d82c3b15e2fd50188e7", SessionId.Of(IdempotencyKey.Of("a-key")).Value);

    [Fact]
    public void A_session_id_survives_its_bytes()
    {
        var id = SessionId.Of(IdempotencyKey.Of("another"));

        Assert.Equal(id, SessionId.FromBytes(id.ToBytes()));
        Assert.True(SessionId.TryCreate(id.Value, out var parsed));
        Assert.Equal(id, parsed);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("../../etc/passwd")]
    [InlineData("ABCDEF00000000000000000000000000")]
    public void What_is_no_session_id_is_not_taken(string? text) => Assert.False(SessionId.TryCreate(text, out _));

    [Theory]
    [InlineData("a b")]
    [InlineData("é")]
    [InlineData("line\nbreak")]
    public void A_key_is_visible_ascii(string text) => Assert.False(IdempotencyKey.TryCreate(text, out _));

    [Fact]
    public void A_vehicles_name_is_text()
    {
        // Attributes cannot hold half of a pair.
        Assert.All(["EV_1", "\U0001F697"], name => Assert.True(VehicleId.TryCreate(name, out _)));
        Assert.All(["\uD83D", "\uDE97\uD83D", "a\nb"], name => Assert.False(VehicleId.TryCreate(name, out _)));
    }

    [Fact]
    public void Names_on_record_may_be_older_than_the_rule_for_new_ones()
    {
        Assert.True(VehicleId.TryCreate("   ", out _));
        Assert.Equal("it is blank", VehicleId.ProblemOf("   "));
    }

    [Fact]
    public void Names_have_a_longest()
    {
        Assert.True(VehicleId.TryCreate(new string('v', VehicleId.MaxLength), out _));
        Assert.False(VehicleId.TryCreate(new string('v', VehicleId.MaxLength + 1), out _));
        Assert.False(IdempotencyKey.TryCreate(new string('k', IdempotencyKey.MaxLength + 1), out _));
        Assert.False(SubstationId.TryCreate(new string('s', SubstationId.MaxLength + 1), out _));
        Assert.False(SubstationId.TryCreate("a/b", out _));
    }
}
