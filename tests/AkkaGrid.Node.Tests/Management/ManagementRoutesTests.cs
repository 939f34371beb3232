using System.Net;
using System.Net.Http.Json;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Node.Tests.Hosting;

namespace AkkaGrid.Node.Tests.Management;

public sealed class ManagementRoutesTests
{
    [Fact]
    public async Task Commands_that_make_no_sense_are_refused_with_the_reason()
    {
        await using var nodes = await TestNodes.StartAsync(1);
        using var http = TestNodes.Http(nodes[0]);

        Assert.Equal((HttpStatusCode.NotFound, "This node knows no such member."), await Post("/cluster/down", new(Name: "x")));
        Assert.Equal((HttpStatusCode.NotFound, "This node knows no such member."), await Post("/cluster/leave", new(Name: "x")));
        Assert.Equal(HttpStatusCode.BadRequest, (await Post("/cluster/down", new())).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await Post("/cluster/join", new())).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await http.PostAsync("/cluster/down-unreachable", null)).StatusCode);

        async Task<(HttpStatusCode Status, string? Detail)> Post(string route, ClusterTarget target)
        {
            using var answer = await http.PostAsJsonAsync(route, target, GridJson.Default.ClusterTarget);
            var problem = await answer.Content.ReadFromJsonAsync(GridJson.Default.Problem);
            return (answer.StatusCode, problem!.Detail);
        }
    }
}
