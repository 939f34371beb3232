using AkkaGrid.Charging.Ledger;
using AkkaGrid.Charging.Tests.Wire;
using AkkaGrid.Core.Charging;

namespace AkkaGrid.Charging.Tests.Ledger;

public sealed class ChargingRecordsTests
{
    [Fact]
    public void Records_survive_their_bytes()
    {
        var running = Samples.Session with { State = SessionState.Active, EndedAt = null };

        Assert.Equal(Samples.Session, ChargingRecords.DecodeSession(ChargingRecords.Encode(Samples.Session)));
        Assert.Equal(running, ChargingRecords.DecodeSession(ChargingRecords.Encode(running)));
        var superseded = running.Superseded(SubstationId.Of("substation_2"), Samples.Noon);
        Assert.Equal(superseded, ChargingRecords.DecodeSession(ChargingRecords.Encode(superseded)));
        Assert.Equal(Samples.Epoch, ChargingRecords.DecodeEpoch(ChargingRecords.Encode(Samples.Epoch)));
        Assert.Equivalent(Samples.Controls, ChargingRecords.DecodeControls(ChargingRecords.Encode(Samples.Controls)), strict: true);
        Assert.Equivalent(
            SubstationControls.None, ChargingRecords.DecodeControls(ChargingRecords.Encode(SubstationControls.None)), strict: true);
        Assert.Equal(Kilowatts.Of(80), ChargingRecords.DecodeRating(ChargingRecords.Encode(Kilowatts.Of(80))));
    }

    [Fact]
    public void Bytes_of_today_are_bytes_of_tomorrow() =>
        Assert.Equal(
            GoldenBytes.Records,
            new[]
            {
                ChargingRecords.Encode(Samples.Session),
                ChargingRecords.Encode(Samples.Epoch),
                ChargingRecords.Encode(Kilowatts.Of(80)),
                ChargingRecords.Encode(Samples.Controls),
            }.Select(Convert.ToHexStringLower));

    [Theory]
    [InlineData("")]
    [InlineData("ff")]
    [InlineData("1202622f")]
    public void What_is_no_session_is_refused(string bytes) =>
        Assert.Throws<InvalidDataException>(() => ChargingRecords.DecodeSession(Convert.FromHexString(bytes)));
}
