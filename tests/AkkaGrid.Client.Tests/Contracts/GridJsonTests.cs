using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Client.Tests.Contracts;

public sealed class GridJsonTests
{
    [Fact]
    public void Every_type_of_the_contract_can_be_written_and_read()
    {
        var contracts = typeof(GridJson).Assembly.GetExportedTypes().Where(type =>
            type.Namespace == typeof(GridJson).Namespace && type is { IsAbstract: false } && type != typeof(GridJson));

        // Asking for the metadata is what fails where a type cannot be bound.
        Assert.All(contracts, type => Assert.NotNull(GridJson.Default.Options.GetTypeInfo(type)));
    }

    [Fact]
    public void Explicit_nulls_are_written_and_optional_members_are_left_out()
    {
        Assert.Equal(
            """{"key":"k","value":null,"vc":{}}""",
            JsonSerializer.Serialize(
                new GetAnswer("k", null, new Dictionary<string, ulong>()), GridJson.Default.GetAnswer));
        Assert.Equal(
            """{"items":[{"key":"k","value":"v","siblings":0}],"next":null}""",
            JsonSerializer.Serialize(new KeyPage([new("k", "v", 0)], null), GridJson.Default.KeyPage));
        Assert.Equal(
            """{"values":{"k":null},"clock":{},"context":""}""",
            JsonSerializer.Serialize(
                new Snapshot(
                    new Dictionary<string, StoredValue?> { ["k"] = null }, new Dictionary<string, ulong>(), ""),
                GridJson.Default.Snapshot));
    }

    [Fact]
    public void What_readers_insist_on_is_written_even_where_it_is_null()
    {
        var nullability = new NullabilityInfoContext();
        var insisted = typeof(GridJson).Assembly.GetExportedTypes()
            .Where(type => type.Namespace == typeof(GridJson).Namespace)
            .SelectMany(type => type.GetConstructors()).SelectMany(constructor => constructor.GetParameters())
            .Where(parameter =>
                !parameter.HasDefaultValue && nullability.Create(parameter).ReadState == NullabilityState.Nullable)
            .Select(parameter => parameter.Member.DeclaringType!.GetProperty(parameter.Name!));

        Assert.All(insisted, property => Assert.Equal(
            JsonIgnoreCondition.Never, property!.GetCustomAttribute<JsonIgnoreAttribute>()?.Condition));
    }

    [Fact]
    public void Names_of_replicas_and_keys_are_not_respelt() =>
        Assert.Equal(
            """{"status":"ok","vc":{"NodeOne":18446744073709551615}}""",
            JsonSerializer.Serialize(
                new PutAnswer("ok", new Dictionary<string, ulong> { ["NodeOne"] = ulong.MaxValue }),
                GridJson.Default.PutAnswer));

    [Fact]
    public void A_missing_value_is_told_from_a_null_one()
    {
        Assert.Equal(JsonValueKind.Undefined, Read("""{"key":"k"}""").Value.ValueKind);
        Assert.Equal(JsonValueKind.Null, Read("""{"key":"k","value":null}""").Value.ValueKind);
        Assert.Equal(JsonValueKind.Array, Read("""{"key":"k","value":[1]}""").Value.ValueKind);

        static OriginalWrite Read(string json) => JsonSerializer.Deserialize(json, GridJson.Default.OriginalWrite)!;
    }

    [Theory]
    [InlineData("""{"charge_amount":NaN}""")]
    [InlineData("""{"charge_amount":1e400}""")]
    [InlineData("""{"charge_amount":"22"}""")]
    [InlineData("""{"charge_amount":7,"charge_amount":-7}""")]
    [InlineData("""{"vehicle_id":12}""")]
    public void A_charge_request_that_says_nothing_sensible_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, GridJson.Default.ChargeRequest));

    [Theory]
    [InlineData("""{"request_time":1735732800.25}""")]
    [InlineData("""{"request_time":"2026-01-01T12:00:00.123456"}""")]
    [InlineData("""{"request_time":null}""")]
    public void The_time_of_a_request_may_be_in_any_form(string json) =>
        Assert.NotNull(JsonSerializer.Deserialize(json, GridJson.Default.ChargeRequest));

    [Fact]
    public void What_a_problem_adds_is_kept_both_ways()
    {
        var problem = JsonSerializer.Deserialize(
            """{"type":"urn:akkagrid:problem:no-capacity","detail":"full","largest_free_kw":4}""",
            GridJson.Default.Problem)!;

        Assert.Equal(4, problem.Members!["largest_free_kw"].GetInt32());
        Assert.Contains("\"largest_free_kw\":4", JsonSerializer.Serialize(problem, GridJson.Default.Problem));
    }
}
