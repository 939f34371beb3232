using System.Text;
using AkkaGrid.Core.Charging;
using AkkaGrid.Node.Http.Charging;

namespace AkkaGrid.Node.Tests.Http.Charging;

public sealed class ChargeBodyTests
{
    private static readonly IdempotencyKey Key = IdempotencyKey.Of("a-key");

    [Fact]
    public void A_request_of_the_original_load_tester_is_understood()
    {
        var (request, _, _) = Read("""
            {"vehicle_id":"EV_1234","charge_amount":22,"priority":"high","request_time":"2026-01-01T00:00:00"}
            """);

        Assert.Equal(
            new ChargeRequest(Key, VehicleId.Of("EV_1234"), Kilowatts.Of(22), Priority.High), request);
    }

    [Theory]
    [InlineData("", "No data provided")]
    [InlineData(" \n ", "No data provided")]
    [InlineData("null", "No data provided")]
    [InlineData("{}", "No data provided")]
    [InlineData("""{"charge_amount":7,"priority":"low"}""", "Missing required field: vehicle_id")]
    [InlineData("""{"vehicle_id":"a","priority":"low"}""", "Missing required field: charge_amount")]
    [InlineData("""{"vehicle_id":"a","charge_amount":7}""", "Missing required field: priority")]
    [InlineData("""{"vehicle_id":null,"charge_amount":7,"priority":"low"}""", "Missing required field: vehicle_id")]
    public void What_is_missing_is_said_in_the_words_of_the_originals(string body, string problem) =>
        Assert.Equal((null, TimeSpan.Zero, problem), Read(body));

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
    public void What_makes_no_sense_is_refused(string body)
    {
        var (request, _, problem) = Read(body);

        Assert.Null(request);
        Assert.NotEmpty(problem);
    }

    [Theory]
    [InlineData("""{"vehicle_id":"a","charge_amount":7,"priority":"low","min_charge_amount":7,"max_wait":0}""", 7.0)]
    [InlineData("""{"vehicle_id":"a","charge_amount":7,"priority":"low","min_charge_amount":2.5,"max_wait":3.5}""", 2.5)]
    [InlineData("""{"vehicle_id":"a","charge_amount":7,"priority":"low","min_charge_amount":null,"max_wait":null}""", null)]
    public void A_request_may_say_what_is_still_of_use(string body, double? least) =>
        Assert.Equal(least, (double?)Read(body).Request?.Minimum?.Value);

    [Fact]
    public void A_body_that_is_nested_without_end_is_refused() =>
        Assert.Null(Read("""{"vehicle_id":"a","charge_amount":7,"priority":"low","x":"""
            + new string('[', 100_000) + new string(']', 100_000) + "}").Request);

    private static (ChargeRequest? Request, TimeSpan MaxWait, string Problem) Read(string body) =>
        ChargeBody.Read(Encoding.UTF8.GetBytes(body), Key);
}
