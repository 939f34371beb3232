using System.Text.RegularExpressions;
using AkkaGrid.Node.Tests.Hosting;

namespace AkkaGrid.Node.Tests.LivePage;

public sealed partial class LivePageTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/docs")]
    public async Task A_page_and_its_parts_come_from_the_node_and_ask_no_other_host(string path)
    {
        await using var nodes = await TestNodes.StartAsync(1);
        using var http = TestNodes.Http(nodes[0]);

        using var answer = await http.GetAsync(path);
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        var policy = string.Join(';', answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("connect-src 'self'", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.DoesNotContain("://", page);

        var parts = new Queue<string>(Part().Matches(page).Select(match => match.Value));
        var seen = new HashSet<string>();
        while (parts.TryDequeue(out var part))
        {
            if (!seen.Add(part))
                continue;
            using var found = await http.GetAsync(part);
            var text = await found.Content.ReadAsStringAsync();
            Assert.True(found.IsSuccessStatusCode, part);
            Assert.NotEqual("text/html", found.Content.Headers.ContentType?.MediaType);
            if (part.EndsWith(".svg", StringComparison.Ordinal))
                continue;
            Assert.DoesNotContain("://", text);
            Assert.DoesNotContain("innerHTML", text);
            foreach (Match import in Import().Matches(text))
                parts.Enqueue($"/assets/{import.Groups["file"].Value}");
        }

        Assert.InRange(seen.Count, 4, 40);
    }

    [Theory]
    [InlineData("/assets/nothing.js")]
    [InlineData("/assets/index.html")]
    [InlineData("/assets/..%2Findex.html")]
    public async Task Nothing_but_the_parts_is_served_as_such(string path)
    {
        await using var nodes = await TestNodes.StartAsync(1);
        using var http = TestNodes.Http(nodes[0]);

        using var answer = await http.GetAsync(path);

        Assert.Equal(404, (int)answer.StatusCode);
    }

    [GeneratedRegex("/assets/[a-z]+\\.[a-z]+")]
    private static partial Regex Part();

    [GeneratedRegex("from \"\\./(?<file>[a-z]+\\.js)\"")]
    private static partial Regex Import();
}
