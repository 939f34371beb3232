using System.Text;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Testing.Http;

namespace AkkaGrid.Client.Tests;

public sealed class StoreClientTests
{
    [Fact]
    public async Task A_put_sends_the_bytes_their_type_and_what_the_write_is_to_hold()
    {
        await using var node = await ScriptedNode.StartAsync(_ => Nodes.Written());
        byte[] value = [0, 255, 10];

        var written = await node.Client().Store.PutAsync(
            "k",
            value,
            "image/png",
            new()
            {
                Concern = WriteConcern.Majority,
                Timeout = TimeSpan.FromSeconds(1.5),
                IfMatch = "\"a.1:1\"",
                IfNoneMatch = "\"b.1:1\""
            });

        var request = Assert.Single(node.Requests);
        Assert.Equal("PUT", request.Method);
        Assert.Equal("/kv/k?w=majority&timeout=1500", request.Target);
        Assert.Equal("image/png", request.Headers["Content-Type"]);
        Assert.Equal("\"a.1:1\"", request.Headers["If-Match"]);
        Assert.Equal("\"b.1:1\"", request.Headers["If-None-Match"]);
        Assert.Equal(value, request.Body);
        Assert.Equal("a.1:1", written.Dot);
        Assert.Equal(1ul, written.Clock["a"]);
    }

    [Fact]
    public async Task A_get_brings_the_bytes_with_their_type_etag_and_siblings()
    {
        await using var node = await ScriptedNode.StartAsync(_ =>
            ScriptedAnswer.Text(200, "grüezi", ("ETag", "\"a.1:1,b.2:1\""), ("X-Siblings", "1")));

        var entry = await node.Client().Store.GetAsync("k");

        Assert.NotNull(entry);
        Assert.Equal("grüezi", entry.Text);
        Assert.Equal("text/plain; charset=utf-8", entry.ContentType);
        Assert.Equal("\"a.1:1,b.2:1\"", entry.ETag);
        Assert.Equal(1, entry.Siblings);
    }

    [Fact]
    public async Task A_missing_key_is_null()
    {
        await using var node = await ScriptedNode.StartAsync(_ => Nodes.Missing());

        Assert.Null(await node.Client().Store.GetAsync("k"));
        Assert.Null(await node.Client().Store.GetEnvelopeAsync("k"));
    }

    [Fact]
    public async Task An_envelope_shows_the_siblings_deletes_among_them()
    {
        await using var node = await ScriptedNode.StartAsync(_ => ScriptedAnswer.Json(200, new
        {
            key = "k",
            value = "gA==",
            encoding = "base64",
            siblings = new object?[] { new { value = (string?)null, dot = "b.2:1" } },
            clock = new { a = 1, b = 1 },
            context = "c",
        }));

        var envelope = await node.Client().Store.GetEnvelopeAsync("k");

        Assert.Equal("/kv/k?envelope=true", Assert.Single(node.Requests).Target);
        Assert.Equal([0x80], StoredValue.Decode(envelope!.Value!, envelope.Encoding).Bytes.ToArray());
        Assert.Null(Assert.Single(envelope.Siblings).Value);
    }

    [Fact]
    public async Task A_list_goes_on_from_page_to_page_until_the_last()
    {
        await using var node = await ScriptedNode.StartAsync(request => ScriptedAnswer.Json(200, new
        {
            items = new[]
            {
                new { key = request.Target.Contains("after") ? "p/2" : "p/1 & more", value = "v", siblings = 0 }
            },
            next = request.Target.Contains("after") ? null : "p/1 & more",
        }));

        var keys = new List<string>();
        await foreach (var item in node.Client().Store.ListAsync("p/"))
            keys.Add(item.Key);

        Assert.Equal(["p/1 & more", "p/2"], keys);
        Assert.Equal(
            ["/kv?prefix=p%2F&limit=1000", "/kv?prefix=p%2F&after=p%2F1%20%26%20more&limit=1000"],
            node.Requests.Select(request => request.Target));
    }

    [Fact]
    public async Task A_batch_sends_text_as_text_and_bytes_as_base64()
    {
        await using var node = await ScriptedNode.StartAsync(_ =>
            ScriptedAnswer.Json(200, new { dot = "a.1:2", clock = new { a = 2 }, context = "c" }));

        var written = await node.Client().Store.WriteAsync(new(
            new Dictionary<string, StoredValue> { ["t"] = StoredValue.Of("text"), ["b"] = new(new byte[] { 0x80 }) },
            ["gone"]));

        Assert.Equal("a.1:2", written.Dot);
        Assert.Equal(
            """{"puts":{"t":"text","b":{"base64":"gA=="}},"deletes":["gone"]}""", Assert.Single(node.Requests).Text);
    }

    [Fact]
    public async Task A_snapshot_tells_missing_keys_from_empty_ones()
    {
        await using var node = await ScriptedNode.StartAsync(_ => ScriptedAnswer.Json(200, new
        {
            values = new { there = "", gone = (string?)null },
            clock = new { a = 2 },
            context = "c",
        }));

        var snapshot = await node.Client().Store.SnapshotAsync(["there", "gone"]);

        Assert.Equal("""{"keys":["there","gone"]}""", Assert.Single(node.Requests).Text);
        Assert.Equal(StoredValue.Of(""), snapshot.Values["there"]);
        Assert.Null(snapshot.Values["gone"]);
    }

    [Fact]
    public async Task A_delete_may_be_conditional()
    {
        await using var node = await ScriptedNode.StartAsync(_ =>
            ScriptedAnswer.Problem(412, "precondition-failed", "the key has moved on"));

        var refusal = await Assert.ThrowsAsync<GridException>(() =>
            node.Client().Store.DeleteAsync("k", new() { IfMatch = "\"old\"" }));

        Assert.Equal(412, refusal.Status);
        Assert.Equal(ProblemKinds.PreconditionFailed, refusal.Kind);
        Assert.Equal("\"old\"", Assert.Single(node.Requests).Headers["If-Match"]);
    }

    [Fact]
    public async Task The_replica_tells_its_stash_its_peers_and_who_holds_stability_up()
    {
        await using var node = await ScriptedNode.StartAsync(_ => new ScriptedAnswer(
            200,
            Encoding.UTF8.GetBytes("""
                {"replica":"a","incarnation":"00ff","clock":{"a":3},"updates":{"a":20},"behind":5,"stash":{"count":1,"bytes":20},
                 "peers":[{"replica":"b","reachable":false,"lag":2}],"stability":{"clock":{"a":1},"blocked_by":"b"}}
                """),
            "application/json"));

        var replica = await node.Client().Store.ReplicaAsync();

        Assert.Equal((20UL, 5UL), (replica.Updates["a"], replica.Behind));
        Assert.Equal(new StashState(1, 20), replica.Stash);
        Assert.Equal(new PeerState("b", false, 2), Assert.Single(replica.Peers));
        Assert.Equal("b", replica.Stability.BlockedBy);
    }
}
