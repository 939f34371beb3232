using AkkaGrid.Core.Charging;
using AkkaGrid.Node.Http.Charging;
using AkkaGrid.Node.Http.Contracts;
using AkkaGrid.Node.Tests.Http.Contracts;
using Microsoft.AspNetCore.Http;

namespace AkkaGrid.Node.Tests.Http.Charging;

public sealed class ControlBodyTests
{
    private const string Capacity = "max_capacity must be a number of kW from 0.001 to 1000000";
    private const string Duration = "duration must be a number of seconds from 0.001 to 31622400";
    private const string Time = "start must be a time with its zone as RFC 3339 has it, such as 2026-01-31T18:00:00Z";

    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("""{"max_capacity":62.5}""", true, 62.5, null)]
    [InlineData("""{"max_capacity":null}""", true, null, null)]
    [InlineData("""{"state":"draining"}""", false, null, true)]
    [InlineData("""{"state":"active","max_capacity":1}""", true, 1.0, false)]
    public async Task A_change_is_read_and_what_is_not_said_stays(
        string body, bool changesCapacity, double? capacity, bool? draining)
    {
        var change = ControlBody.Change(await ChangeAsync(body));

        Assert.Equal(changesCapacity, change.Capacity is not null);
        Assert.Equal((decimal?)capacity, change.Capacity?.To?.Value);
        Assert.Equal(draining, change.Draining);
    }

    [Theory]
    [InlineData("{}", "Nothing to change: send max_capacity, state or both")]
    [InlineData("""{"state":null}""", "Nothing to change: send max_capacity, state or both")]
    [InlineData("""{"capacity":5}""", "PATCH /substations/{id} has no member 'capacity'; it has max_capacity, state.")]
    [InlineData("""{"max_capacity":0}""", Capacity + ", not 0.")]
    [InlineData("""{"max_capacity":"60"}""", Capacity + ", not \"60\".")]
    [InlineData("""{"max_capacity":1e9}""", Capacity + ", not 1e9.")]
    [InlineData("""{"state":"closed"}""", "state must be draining or active, not 'closed'.")]
    [InlineData(
        """{"max_capacity":-1,"state":"closed","x":1}""",
        Capacity + ", not -1. state must be draining or active, not 'closed'. "
            + "PATCH /substations/{id} has no member 'x'; it has max_capacity, state.")]
    public async Task What_is_no_change_is_said_so(string body, string problem)
    {
        var error = await Assert.ThrowsAnyAsync<BadHttpRequestException>(async () =>
            ControlBody.Change(await ChangeAsync(body)));

        Assert.Equal(problem, error.Message);
    }

    [Theory]
    [InlineData("""{"duration":90,"limit":40}""", null, 90, 40)]
    [InlineData("""{"duration":0.5,"limit":0,"start":null}""", null, 0.5, 0)]
    [InlineData("""{"duration":1,"limit":7,"start":"2026-01-01T18:00:00Z"}""", 6.0, 1, 7)]
    [InlineData("""{"duration":1,"limit":7,"start":"2026-01-01T18:00:00.000+01:00"}""", 5.0, 1, 7)]
    [InlineData("""{"duration":1,"limit":7,"start":"2026-01-01t18:00:00.000000000z"}""", 6.0, 1, 7)]
    public async Task An_event_is_read(string body, double? hoursAhead, double seconds, decimal limit)
    {
        var read = ControlBody.Limit(await LimitAsync(body), Now);

        Assert.Equal(hoursAhead is { } hours ? Now.AddHours(hours) : null, read.Start);
        Assert.Equal((TimeSpan.FromSeconds(seconds), limit), (read.Duration, read.Limit.Value));
    }

    [Fact]
    public async Task An_event_without_a_duration_lasts_until_it_is_ended_and_may_have_a_name()
    {
        var read = ControlBody.Limit(await LimitAsync("""{"limit":40,"duration":null,"name":"evening peak"}"""), Now);

        Assert.Equal((LimitEvent.Unlimited, "evening peak"), (read.Duration, read.Name));
    }

    [Theory]
    [InlineData("""{"limit":1,"name":""}""", "name must be 1 to 64 visible characters, not ''.")]
    [InlineData("{}", "Missing required field: limit.")]
    [InlineData("""{"duration":5}""", "Missing required field: limit.")]
    [InlineData(
        """{"duration":5,"limit":1,"end":2}""",
        "POST /substations/{id}/events has no member 'end'; it has limit, duration, name, start.")]
    [InlineData("""{"duration":0,"limit":1}""", Duration + ", not 0.")]
    [InlineData("""{"duration":1e300,"limit":1}""", Duration + ", not 1e300.")]
    [InlineData("""{"duration":"1","limit":1}""", Duration + ", not \"1\".")]
    [InlineData("""{"duration":5,"limit":-1}""", "limit must be a number of kW from 0.001 to 1000000, or 0, not -1.")]
    [InlineData("""{"duration":5,"limit":1,"start":"soon"}""", Time + ", not 'soon'.")]
    [InlineData("""{"duration":5,"limit":1,"start":"2026-01-31T18:00:00"}""", Time + ", not '2026-01-31T18:00:00'.")]
    [InlineData("""{"duration":5,"limit":1,"start":1767268800}""", Time + ", not 1767268800.")]
    [InlineData("""{"duration":5,"limit":1,"start":"2028-01-01T00:00:00Z"}""", "start must be at most 366 days ahead.")]
    public async Task What_is_no_event_is_said_so(string body, string problem)
    {
        var error = await Assert.ThrowsAnyAsync<BadHttpRequestException>(async () =>
            ControlBody.Limit(await LimitAsync(body), Now));

        Assert.Equal(problem, error.Message);
    }

    private static async Task<JsonBody> ChangeAsync(string body) =>
        JsonBody.Of(await SentBody.ToAsync(SentBody.CallAt(HttpMethod.Patch, "/substations/{id}"), body));

    private static async Task<JsonBody> LimitAsync(string body) =>
        JsonBody.Of(await SentBody.ToAsync(SentBody.CallAt(HttpMethod.Post, "/substations/{id}/events"), body));
}
