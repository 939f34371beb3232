using System.Text.Json;
using AkkaGrid.Node.Http.Charging;

namespace AkkaGrid.Node.Tests.Http.Charging;

public sealed class ControlBodyTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("""{"max_capacity":62.5}""", true, 62.5, null)]
    [InlineData("""{"max_capacity":null}""", true, null, null)]
    [InlineData("""{"state":"draining"}""", false, null, true)]
    [InlineData("""{"state":"active","max_capacity":1}""", true, 1.0, false)]
    public void A_change_is_read_and_what_is_not_said_stays(string body, bool changesCapacity, double? capacity, bool? draining)
    {
        var (change, problem) = ControlBody.Change(JsonElement.Parse(body));

        Assert.Equal("", problem);
        Assert.Equal(changesCapacity, change!.Capacity is not null);
        Assert.Equal((decimal?)capacity, change.Capacity?.To?.Value);
        Assert.Equal(draining, change.Draining);
    }

    [Theory]
    [InlineData("{}", "Nothing to change: send max_capacity, state or both")]
    [InlineData("""{"capacity":5}""", "Unknown field: capacity")]
    [InlineData("""{"max_capacity":0}""", "max_capacity must be a number of kW above 0 and at most 1000000, or null for what is configured")]
    [InlineData("""{"max_capacity":"60"}""", "max_capacity must be a number of kW above 0 and at most 1000000, or null for what is configured")]
    [InlineData("""{"max_capacity":1e9}""", "max_capacity must be a number of kW above 0 and at most 1000000, or null for what is configured")]
    [InlineData("""{"state":"closed"}""", "state must be draining or active")]
    [InlineData("""{"state":null}""", "state must be draining or active")]
    public void What_is_no_change_is_said_so(string body, string problem) =>
        Assert.Equal((null, problem), ControlBody.Change(JsonElement.Parse(body)));

    [Theory]
    [InlineData("""{"duration":90,"limit":40}""", null, 90, 40)]
    [InlineData("""{"duration":0.5,"limit":0,"start":null}""", null, 0.5, 0)]
    [InlineData("""{"duration":1,"limit":7,"start":"2026-01-01T18:00:00Z"}""", 6.0, 1, 7)]
    [InlineData("""{"duration":1,"limit":7,"start":"2026-01-01T18:00:00.000+01:00"}""", 5.0, 1, 7)]
    [InlineData("""{"duration":1,"limit":7,"start":"2026-01-01T18:00"}""", 6.0, 1, 7)]
    public void An_event_is_read(string body, double? hoursAhead, double seconds, decimal limit)
    {
        var (read, problem) = ControlBody.Limit(JsonElement.Parse(body), Now);

        Assert.Equal("", problem);
        Assert.Equal(hoursAhead is { } hours ? Now.AddHours(hours) : null, read!.Start);
        Assert.Equal((TimeSpan.FromSeconds(seconds), limit), (read.Duration, read.Limit.Value));
    }

    [Theory]
    [InlineData("{}", "Missing required field: duration")]
    [InlineData("""{"duration":5}""", "Missing required field: limit")]
    [InlineData("""{"duration":5,"limit":1,"end":2}""", "Unknown field: end")]
    [InlineData("""{"duration":0,"limit":1}""", "duration must be a number of seconds from 0.001 to 31622400")]
    [InlineData("""{"duration":1e300,"limit":1}""", "duration must be a number of seconds from 0.001 to 31622400")]
    [InlineData("""{"duration":"1","limit":1}""", "duration must be a number of seconds from 0.001 to 31622400")]
    [InlineData("""{"duration":5,"limit":-1}""", "limit must be a number of kW from 0 to 1000000")]
    [InlineData("""{"duration":5,"limit":1,"start":"soon"}""", "start must be a time such as 2026-01-31T18:00:00Z, at most 366 days ahead")]
    [InlineData("""{"duration":5,"limit":1,"start":1767268800}""", "start must be a time such as 2026-01-31T18:00:00Z, at most 366 days ahead")]
    [InlineData("""{"duration":5,"limit":1,"start":"2028-01-01T00:00:00Z"}""", "start must be a time such as 2026-01-31T18:00:00Z, at most 366 days ahead")]
    public void What_is_no_event_is_said_so(string body, string problem) =>
        Assert.Equal((null, problem), ControlBody.Limit(JsonElement.Parse(body), Now));
}
