using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Ledger;

namespace AkkaGrid.Core.Tests.Charging.Ledger;

public sealed class SessionPlaceTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly ChargingSession Session = new(
        new ChargeRequest(IdempotencyKey.Of("key"), VehicleId.Of("EV_1"), Kilowatts.Of(22), Priority.Normal),
        SubstationId.Of("s1"), SessionState.Active, Noon, Noon + TimeSpan.FromSeconds(10), EndedAt: null);

    [Fact]
    public void A_superseded_session_comes_right_after_the_one_that_stands_and_before_the_next_name()
    {
        var standing = SessionPlace.Of(Session);
        var superseded = SessionPlace.Of(Session.Superseded(SubstationId.Of("s2"), Noon));

        Assert.True(string.CompareOrdinal(standing.Value, superseded.Value) < 0);
        Assert.True(string.CompareOrdinal(superseded.Value, standing.Value[..^1] + (char)(standing.Value[^1] + 1)) < 0);
    }

    [Fact]
    public void A_place_comes_back_from_its_text()
    {
        var place = SessionPlace.Of(Session.Superseded(SubstationId.Of("s2"), Noon));

        Assert.True(SessionPlace.TryCreate(place.Value, out var read));
        Assert.Equal(place, read);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("0123456789abcdef0123456789abcdef/")]
    [InlineData("0123456789abcdef0123456789abcdef/s1/s2")]
    public void What_is_no_place_is_not_taken(string? text) => Assert.False(SessionPlace.TryCreate(text, out _));
}
