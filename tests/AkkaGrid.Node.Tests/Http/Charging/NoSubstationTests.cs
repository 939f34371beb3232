using System.Net;
using System.Text.Json;
using AkkaGrid.Node.Tests.Hosting;
using AkkaGrid.Testing;

namespace AkkaGrid.Node.Tests.Http.Charging;

public sealed class NoSubstationTests
{
    [Fact]
    public async Task Where_no_substation_is_configured_a_charge_request_is_told_so()
    {
        await using var node = await ServingNode.StartAsync();
        await Eventually.True(
            async () => (await node.Http.GetAsync("/health/ready")).IsSuccessStatusCode, "the balancer answers");

        using var answer = await node.PostJsonAsync(
            "/charge", """{"vehicle_id":"a","charge_amount":7,"priority":"low"}""");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        var problem = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal("urn:akkagrid:problem:no-capacity", problem.GetProperty("type").GetString());
        Assert.StartsWith("No substation is known", problem.GetProperty("detail").GetString());
    }
}
