using AkkaGrid.Charging.Ledger;
using AkkaGrid.Charging.Tests.Wire;
using AkkaGrid.Core.Charging;

namespace AkkaGrid.Charging.Tests.Ledger;

public sealed class ChargingRecordsTests
{
    private static readonly SubstationControls Versioned = Samples.Controls with { Version = 3 };
    private static readonly RecordedRating Rating = new(Kilowatts.Of(80), Version: 3);

    [Fact]
    public void Records_survive_their_bytes()
    {
        var running = Samples.Session with { State = SessionState.Active, EndedAt = null };

        Assert.Equal(Samples.Session, ChargingRecords.DecodeSession(ChargingRecords.Encode(Samples.Session)));
        Assert.Equal(running, ChargingRecords.DecodeSession(ChargingRecords.Encode(running)));
        var superseded = running.Superseded(SubstationId.Of("substation_2"), Samples.Noon);
        Assert.Equal(superseded, ChargingRecords.DecodeSession(ChargingRecords.Encode(superseded)));
        var explained = running with { Decision = Samples.Decision };
        Assert.Equal(explained, ChargingRecords.DecodeSession(ChargingRecords.Encode(explained)));
        Assert.Equal(Samples.Epoch, ChargingRecords.DecodeEpoch(ChargingRecords.Encode(Samples.Epoch)));
        Assert.Equivalent(
            Samples.Controls, ChargingRecords.DecodeControls(ChargingRecords.Encode(Samples.Controls)), strict: true);
        Assert.Equivalent(
            SubstationControls.None,
            ChargingRecords.DecodeControls(ChargingRecords.Encode(SubstationControls.None)),
            strict: true);
        Assert.Equivalent(Versioned, ChargingRecords.DecodeControls(ChargingRecords.Encode(Versioned)), strict: true);
        Assert.Equal(Rating, ChargingRecords.DecodeRating(ChargingRecords.Encode(Rating)));
    }

    [Fact]
    public void Bytes_of_today_are_bytes_of_tomorrow() =>
        Assert.Equal(
            GoldenBytes.Records,
            new[]
            {
                ChargingRecords.Encode(Samples.Session),
                ChargingRecords.Encode(Samples.Epoch),
                ChargingRecords.Encode(Rating with { Version = 0 }),
                ChargingRecords.Encode(Rating),
                ChargingRecords.Encode(Samples.Controls),
                ChargingRecords.Encode(Versioned),
                ChargingRecords.Encode(Samples.Session with { Decision = Samples.Decision }),
            }.Select(Convert.ToHexStringLower));

    [Fact]
    public void Records_of_earlier_versions_read_as_version_0()
    {
        var controls = ChargingRecords.DecodeControls(
            Convert.FromHexString("088095f52a10011a140880c0dd93f5a6b21f1080b4c4c3211880b48913"));

        Assert.Equivalent(Samples.Controls with { Version = 0 }, controls, strict: true);
        Assert.Equal(Rating with { Version = 0 }, ChargingRecords.DecodeRating(Convert.FromHexString("0880e89226")));
    }

    [Fact]
    public void Events_keep_their_names_their_ids_and_that_they_have_begun()
    {
        var open = LimitEvent.Named(Samples.Noon, LimitEvent.Unlimited, Kilowatts.Zero, "peak");
        var begun = (Samples.Limiting with { IsBegun = true }).ResumedAt(Samples.Noon - TimeSpan.FromHours(2));
        var controls = SubstationControls.None.With(open).With(begun);

        Assert.Equal([open, begun], ChargingRecords.DecodeControls(ChargingRecords.Encode(controls)).Events);
        Assert.Equal(Samples.Limiting.Id, begun.Id);
    }

    [Fact]
    public void A_session_on_record_by_an_earlier_version_has_no_decision() =>
        Assert.Equal(Samples.Session, ChargingRecords.DecodeSession(Convert.FromHexString(GoldenBytes.Records[0])));

    [Theory]
    [InlineData("")]
    [InlineData("ff")]
    [InlineData("1202622f")]
    public void What_is_no_session_is_refused(string bytes) =>
        Assert.Throws<InvalidDataException>(() => ChargingRecords.DecodeSession(Convert.FromHexString(bytes)));
}
