using AkkaGrid.Core.Time;

namespace AkkaGrid.Core.Tests.Time;

public sealed class Rfc3339Tests
{
    [Theory]
    [InlineData("2026-01-31T18:00:00Z", "2026-01-31T18:00:00.0000000Z")]
    [InlineData("2026-01-31t18:00:00z", "2026-01-31T18:00:00.0000000Z")]
    [InlineData("2026-01-31 18:00:00Z", "2026-01-31T18:00:00.0000000Z")]
    [InlineData("2026-01-31T18:00:00.5Z", "2026-01-31T18:00:00.5000000Z")]
    [InlineData("2026-01-31T18:00:00.123456789Z", "2026-01-31T18:00:00.1234567Z")]
    [InlineData("2026-01-31T18:00:00.123456789012345678901234567890Z", "2026-01-31T18:00:00.1234567Z")]
    [InlineData("2026-01-31T18:00:00+01:00", "2026-01-31T17:00:00.0000000Z")]
    [InlineData("2026-01-31T18:00:00-05:30", "2026-01-31T23:30:00.0000000Z")]
    [InlineData("2026-01-31T18:00:00+23:59", "2026-01-30T18:01:00.0000000Z")]
    [InlineData("2026-01-31T18:00:00-00:00", "2026-01-31T18:00:00.0000000Z")]
    [InlineData("2024-02-29T00:00:00Z", "2024-02-29T00:00:00.0000000Z")]
    [InlineData("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.0000000Z")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.0000000Z")]
    public void What_the_rfc_allows_is_read(string text, string utc)
    {
        Assert.True(Rfc3339.TryParse(text, out var time));
        Assert.Equal(utc, time.UtcDateTime.ToString("O"));
        Assert.Equal(TimeSpan.Zero, time.Offset);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("2026-01-31")]
    [InlineData("2026-01-31T18:00:00")]
    [InlineData("2026-01-31T18:00Z")]
    [InlineData("2026-01-31T18:00:00.Z")]
    [InlineData("2026-01-31T18:00:00+01")]
    [InlineData("2026-01-31T18:00:00+0100")]
    [InlineData("2026-01-31T18:00:00+24:00")]
    [InlineData("2026-01-31T24:00:00Z")]
    [InlineData("2026-01-31T18:60:00Z")]
    [InlineData("2026-01-31T18:00:61Z")]
    [InlineData("2026-02-29T00:00:00Z")]
    [InlineData("2026-13-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("9999-12-31T23:59:59-01:00")]
    [InlineData("31.01.2026 18:00:00Z")]
    [InlineData("01/31/2026 18:00:00Z")]
    [InlineData("2026-01-31T18:00:00Z\n")]
    [InlineData(" 2026-01-31T18:00:00Z")]
    [InlineData("٢٠٢٦-01-31T18:00:00Z")]
    public void All_else_is_refused(string? text) => Assert.False(Rfc3339.TryParse(text, out _));
}
