using System.Net;
using System.Text.Json;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.Causality;
using AkkaGrid.Node.Tests.Hosting;
using AkkaGrid.Testing;

namespace AkkaGrid.Node.Tests.Http.KeyValue;

/// <summary>Contexts that name an update, or a clock base, that no member has.</summary>
[Trait("Speed", "Slow")]
public sealed class UnreachedContextTests
{
    private static readonly CausalContext LostUpdate = CausalContext.OfSequences([KeyValuePair.Create(0xBADUL, 1UL)]);

    private static readonly CausalContext LostBase = CausalContext.OfSequences([], 0xBADUL);

    [Fact]
    public async Task A_context_is_lost_where_all_members_are_in_reach_and_unavailable_where_one_is_away()
    {
        await using var nodes = await TestNodes.StartAsync(2);
        using var http = TestNodes.Http(nodes[0]);
        using var other = TestNodes.Http(nodes[1]);
        await ServesAsync(http);
        await ServesAsync(other);

        foreach (var context in (CausalContext[])[LostUpdate, LostBase])
        {
            using var lost = await GetUntilGoneAsync(http, context);
            var problem = await ProblemAsync(lost);
            Assert.Equal(ProblemKinds.Prefix + ProblemKinds.ContextLost, problem.GetProperty("type").GetString());
            Assert.Contains(
                "bad",
                Assert.Single(problem.GetProperty("lost").EnumerateArray()).GetString(),
                StringComparison.Ordinal);
        }

        await nodes[1].StopAsync();
        foreach (var context in (CausalContext[])[LostUpdate, LostBase])
        {
            using var unavailable = await GetAsync(http, context);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, unavailable.StatusCode);
            var problem = await ProblemAsync(unavailable);
            Assert.Equal(
                ProblemKinds.Prefix + ProblemKinds.ContextUnavailable, problem.GetProperty("type").GetString());
            Assert.Equal("node2", Assert.Single(problem.GetProperty("away").EnumerateArray()).GetString());
        }
    }

    [Fact]
    public async Task An_empty_node_refuses_writes_names_the_seeds_that_it_waits_for_and_is_not_ready()
    {
        await using var nodes = await TestNodes.StartAsync(1, seeds: 3);
        using var http = TestNodes.Http(nodes[0]);

        await Eventually.True(
            async () =>
                (await http.PutAsync("/kv/x", new StringContent("1"))).StatusCode == HttpStatusCode.ServiceUnavailable,
            "it refuses writes");
        using var refused = await http.PutAsync("/kv/x", new StringContent("1"));
        using var health = await http.GetAsync("/health/ready/store");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        foreach (var seed in nodes[0].Options.Seeds.Where(seed => seed != nodes[0].Options.Address))
        {
            Assert.Contains(
                seed.Value, (await ProblemAsync(refused)).GetProperty("detail").GetString(), StringComparison.Ordinal);
            Assert.Contains(
                seed.Value, (await ProblemAsync(health)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        Assert.Equal(
            ProblemKinds.Prefix + ProblemKinds.StoreUnavailable,
            (await ProblemAsync(refused)).GetProperty("type").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/kv/x")).StatusCode);
    }

    private static Task ServesAsync(HttpClient http) =>
        Eventually.True(
            async () => (await http.GetAsync("/health/ready/store")).IsSuccessStatusCode, "the store serves");

    // A member that has not announced within the wait what it has counts as away: 503, and the client asks again.
    private static async Task<HttpResponseMessage> GetUntilGoneAsync(HttpClient http, CausalContext context)
    {
        HttpResponseMessage answer = null!;
        await Eventually.True(
            async () =>
            {
                answer = await GetAsync(http, context);
                Assert.True(
                    answer.StatusCode is HttpStatusCode.Gone or HttpStatusCode.ServiceUnavailable,
                    $"{answer.StatusCode}");
                return answer.StatusCode == HttpStatusCode.Gone;
            },
            "it is said to be lost");
        return answer;
    }

    private static async Task<HttpResponseMessage> GetAsync(HttpClient http, CausalContext context)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/kv/x");
        request.Headers.Add(GridHeaders.CausalContext, context.ToString());
        return await http.SendAsync(request);
    }

    private static async Task<JsonElement> ProblemAsync(HttpResponseMessage answer) =>
        JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync());
}
