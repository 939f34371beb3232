using AkkaGrid.Node.Configuration;
using AkkaGrid.Node.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace AkkaGrid.Node.Tests.Http.Access;

public sealed class ForeignRequestsTests : IAsyncLifetime, IDisposable
{
    private readonly HttpClient _http = new();
    private WebApplication _app = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddEdge(
            new NodeOptions { Security = new SecurityOptions { AllowedHosts = ["charging.example"] } });
        _app = builder.Build();
        _app.UseEdge();
        _app.MapMethods("/thing", ["GET", "POST"], () => "done");
        await _app.StartAsync();
        _http.BaseAddress = new Uri(_app.Urls.Single());
    }

    [Fact]
    public async Task A_program_names_no_origin() => Assert.Equal(200, await SendAsync("POST"));

    [Fact]
    public async Task The_nodes_own_page_may_call_it()
    {
        var own = _http.BaseAddress!.GetLeftPart(UriPartial.Authority);

        Assert.Equal(200, await SendAsync("POST", ("Origin", own), ("Sec-Fetch-Site", "same-origin")));
        Assert.Equal(200, await SendAsync("POST", ("Sec-Fetch-Site", "none")));

        // A proxy that ends TLS leaves the host as it is.
        Assert.Equal(
            200,
            await SendAsync("POST", ("Host", "charging.example"), ("Origin", "https://charging.example"), (
                "Sec-Fetch-Site", "same-origin")));
    }

    [Fact]
    public async Task A_page_at_a_name_that_the_operator_has_given_may_call_it() =>
        Assert.Equal(
            200, await SendAsync("POST", ("Origin", "https://charging.example"), ("Sec-Fetch-Site", "cross-site")));

    [Fact]
    public async Task Another_port_of_the_same_host_is_another_site() =>
        Assert.Equal(403, await SendAsync("POST", ("Origin", "http://127.0.0.1:1")));

    [Fact]
    public async Task What_only_reads_is_let_through() => Assert.Equal(
        200,
        await SendAsync(
            "GET", ("Origin", "https://evil.example"), ("Sec-Fetch-Site", "cross-site"), ("Host", "evil.example")));

    public async Task DisposeAsync() => await _app.DisposeAsync();

    public void Dispose() => _http.Dispose();

    private async Task<int> SendAsync(string method, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/thing");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await _http.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
