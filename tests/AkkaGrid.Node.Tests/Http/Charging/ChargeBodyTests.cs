using AkkaGrid.Core.Charging;
using AkkaGrid.Node.Http.Charging;
using AkkaGrid.Node.Http.Contracts;
using AkkaGrid.Node.Http.Reference;
using AkkaGrid.Node.Tests.Http.Contracts;
using Microsoft.AspNetCore.Http;

namespace AkkaGrid.Node.Tests.Http.Charging;

public sealed class ChargeBodyTests
{
    private const string Names = "vehicle_id, charge_amount, priority, request_time, max_wait, min_charge_amount";

    [Fact]
    public async Task A_request_of_the_original_load_tester_is_understood()
    {
        var (request, maxWait) = await ReadAsync("""
            {"vehicle_id":"EV_1234","charge_amount":22,"priority":"high","request_time":"2026-01-01T00:00:00"}
            """);

        Assert.Equal(new ChargeRequest(request.Key, VehicleId.Of("EV_1234"), Kilowatts.Of(22), Priority.High), request);
        Assert.Equal(TimeSpan.Zero, maxWait);
    }

    [Theory]
    [InlineData("", "No data provided", "Missing required fields: vehicle_id, charge_amount, priority.")]
    [InlineData(" \n ", "No data provided", "Missing required fields: vehicle_id, charge_amount, priority.")]
    [InlineData("null", "No data provided", "Missing required fields: vehicle_id, charge_amount, priority.")]
    [InlineData("{}", "No data provided", "Missing required fields: vehicle_id, charge_amount, priority.")]
    [InlineData(
        """{"charge_amount":7,"priority":"low"}""",
        "Missing required field: vehicle_id",
        "Missing required field: vehicle_id.")]
    [InlineData(
        """{"vehicle_id":"a","priority":"low"}""",
        "Missing required field: charge_amount",
        "Missing required field: charge_amount.")]
    [InlineData(
        """{"vehicle_id":"a"}""",
        "Missing required field: charge_amount",
        "Missing required fields: charge_amount, priority.")]
    [InlineData(
        """{"vehicle_id":null,"charge_amount":7,"priority":"low"}""",
        "Missing required field: vehicle_id",
        "Missing required field: vehicle_id.")]
    public async Task All_that_is_missing_is_named_and_the_originals_text_stays(
        string body, string original, string detail)
    {
        var error = await Assert.ThrowsAsync<InvalidRequestException>(() => ReadAsync(body));

        Assert.Equal((original, detail), (error.OriginalText, error.Message));
    }

    [Fact]
    public async Task A_misspelt_member_is_refused_here_and_passed_over_at_the_originals_route()
    {
        const string Body = """{"vehicle_id":"a","charge_amount":7,"priority":"low","max_wiat":5}""";

        var error = await Assert.ThrowsAsync<InvalidRequestException>(() => ReadAsync(Body));

        Assert.Equal($"POST /charge has no member 'max_wiat'; it has {Names}.", error.Message);
        await SentBody.ToAsync(SentBody.CallAt(HttpMethod.Post, "/route_charge"), Body);
    }

    [Theory]
    [InlineData("a\\u0000", "U+0000, a control character")]
    [InlineData("a\\u202eb", "U+202E, a format character")]
    [InlineData("a\\u200bb", "U+200B, a format character")]
    [InlineData("a\\u2028", "U+2028, a line break")]
    [InlineData("   ", "it is blank")]
    public async Task What_a_vehicles_name_may_not_hold_is_named(string vehicle, string problem)
    {
        var error = await Assert.ThrowsAsync<InvalidRequestException>(
            () => ReadAsync($$"""{"vehicle_id":"{{vehicle}}","charge_amount":7,"priority":"low"}"""));

        Assert.StartsWith("vehicle_id must be 1 to 128 visible characters: it ", error.Message);
        Assert.Contains(problem, error.Message);
    }

    [Theory]
    [InlineData("\ud83d\ude97")]
    [InlineData("\\ud83d\\ude97")]
    [InlineData("車 7")]
    public async Task A_vehicles_name_may_be_any_text_that_can_be_seen(string vehicle) => Assert.NotEmpty(
        (await ReadAsync(
            $$"""{"vehicle_id":"{{vehicle}}","charge_amount":7,"priority":"low"}""")).Request.Vehicle.Value);

    [Theory]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{")]
    [InlineData("""{"vehicle_id":"a","charge_amount":NaN,"priority":"low"}""")]
    [InlineData("""{"vehicle_id":"a","charge_amount":7,"charge_amount":8,"priority":"low"}""")]
    [InlineData("""{"vehicle_id":"\ud800","charge_amount":7,"priority":"low"}""")]
    [InlineData("""{"vehicle_id":7,"charge_amount":7,"priority":"low"}""")]
    [InlineData("""{"vehicle_id":"","charge_amount":7,"priority":"low"}""")]
    [InlineData("""{"vehicle_id":"a\u0000","charge_amount":7,"priority":"low"}""")]
    [InlineData("""{"vehicle_id":"a","charge_amount":"7","priority":"low"}""")]
    [InlineData("""{"vehicle_id":"a","charge_amount":true,"priority":"low"}""")]
    [InlineData("""{"vehicle_id":"a","charge_amount":[7],"priority":"low"}""")]
    [InlineData("""{"vehicle_id":"a","charge_amount":0,"priority":"low"}""")]
    [InlineData("""{"vehicle_id":"a","charge_amount":1e-9,"priority":"low"}""")]
    [InlineData("""{"vehicle_id":"a","charge_amount":7,"priority":"low","min_charge_amount":1e-9}""")]
    [InlineData("""{"vehicle_id":"a","charge_amount":-80,"priority":"low"}""")]
    [InlineData("""{"vehicle_id":"a","charge_amount":1e9,"priority":"low"}""")]
    [InlineData("""{"vehicle_id":"a","charge_amount":1e400,"priority":"low"}""")]
    [InlineData("""{"vehicle_id":"a","charge_amount":7,"priority":"urgent"}""")]
    [InlineData("""{"vehicle_id":"a","charge_amount":7,"priority":1}""")]
    [InlineData("""{"vehicle_id":"a","charge_amount":7,"priority":"low","min_charge_amount":0}""")]
    [InlineData("""{"vehicle_id":"a","charge_amount":7,"priority":"low","min_charge_amount":-1}""")]
    [InlineData("""{"vehicle_id":"a","charge_amount":7,"priority":"low","min_charge_amount":7.1}""")]
    [InlineData("""{"vehicle_id":"a","charge_amount":7,"priority":"low","min_charge_amount":"5"}""")]
    [InlineData("""{"vehicle_id":"a","charge_amount":7,"priority":"low","max_wait":-0.1}""")]
    [InlineData("""{"vehicle_id":"a","charge_amount":7,"priority":"low","max_wait":"5"}""")]
    [InlineData("""{"vehicle_id":"a","charge_amount":7,"priority":"low","max_wait":1e400}""")]
    public async Task What_makes_no_sense_is_refused(string body) =>
        Assert.NotEmpty((await Assert.ThrowsAnyAsync<BadHttpRequestException>(() => ReadAsync(body))).Message);

    [Theory]
    [InlineData("""{"vehicle_id":"a","charge_amount":7,"priority":"low","min_charge_amount":7,"max_wait":0}""", 7.0)]
    [InlineData(
        """{"vehicle_id":"a","charge_amount":7,"priority":"low","min_charge_amount":2.5,"max_wait":3.5}""", 2.5)]
    [InlineData(
        """{"vehicle_id":"a","charge_amount":7,"priority":"low","min_charge_amount":null,"max_wait":null}""", null)]
    public async Task A_request_may_say_what_is_still_of_use(string body, double? least) =>
        Assert.Equal(least, (double?)(await ReadAsync(body)).Request.Minimum?.Value);

    [Fact]
    public Task A_body_that_is_nested_without_end_is_refused() =>
        Assert.ThrowsAnyAsync<BadHttpRequestException>(() => ReadAsync(
            """{"vehicle_id":"a","charge_amount":7,"priority":"low","request_time":""" + new string('[', 100_000)
            + new string(']', 100_000) + "}"));

    private static async Task<(ChargeRequest Request, TimeSpan MaxWait)> ReadAsync(string body) =>
        ChargeBody.Read(await SentBody.ToAsync(ChargingTopic.Charge, body));
}
