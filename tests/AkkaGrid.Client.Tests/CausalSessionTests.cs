using System.Collections.Concurrent;
using AkkaGrid.Testing.Http;

namespace AkkaGrid.Client.Tests;

public sealed class CausalSessionTests
{
    private const string Header = "X-Causal-Context";

    [Fact]
    public async Task A_fresh_session_sends_no_context()
    {
        await using var node = await ScriptedNode.StartAsync(_ => Nodes.Written());

        await node.Client().Store.PutAsync("k", "v");

        Assert.DoesNotContain(Header, Assert.Single(node.Requests).Headers.Keys);
    }

    [Fact]
    public async Task What_one_node_answered_is_sent_to_the_next()
    {
        await using var one = await ScriptedNode.StartAsync(_ => Nodes.Written("after-one"));
        await using var other = await ScriptedNode.StartAsync(_ => Nodes.Missing((Header, "after-both")));
        var session = new CausalSession();

        await one.Client(session).Store.PutAsync("k", "v");
        Assert.Null(await other.Client(session).Store.GetAsync("k"));

        Assert.Equal("after-one", Assert.Single(other.Requests).Headers[Header]);
        Assert.Equal("after-both", session.Context);
    }

    [Fact]
    public async Task Two_answers_in_flight_are_both_kept_until_an_answer_joins_them()
    {
        var arrived = new SemaphoreSlim(0);
        var answers = new ConcurrentDictionary<string, TaskCompletionSource>();
        await using var node = await ScriptedNode.StartAsync(async request =>
        {
            if (request.Path == "/kv/join")
                return Nodes.Written("joined");
            var answer = answers.GetOrAdd(request.Path, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
            arrived.Release();
            await answer.Task;
            return Nodes.Written("of" + request.Path.Replace('/', '-'));
        });
        var client = node.Client(new CausalSession("start"));

        var first = client.Store.PutAsync("a", "v");
        var second = client.Store.PutAsync("b", "v");
        await arrived.WaitAsync();
        await arrived.WaitAsync();
        answers["/kv/b"].SetResult();
        await second;
        answers["/kv/a"].SetResult();
        await first;

        Assert.Equal(["of-kv-b", "of-kv-a"], client.Session.Context!.Split(", "));
        await client.Store.PutAsync("join", "v");
        Assert.Equal("of-kv-b, of-kv-a", node.Requests[^1].Headers[Header]);
        Assert.Equal("joined", client.Session.Context);
    }

    [Fact]
    public async Task Nothing_that_was_answered_is_ever_forgotten_and_the_tokens_stay_few()
    {
        // Tokens are sets of numbers: the server joins what it is sent and adds the number of the call.
        var calls = 0;
        var most = 0;
        await using var node = await ScriptedNode.StartAsync(async request =>
        {
            var sent = request.Headers.GetValueOrDefault(Header)?.Split(", ") ?? [];
            InterlockedMax(ref most, sent.Length);
            await Task.Yield();
            var known = sent.SelectMany(token => token.Split('.')).Append($"{Interlocked.Increment(ref calls)}");
            return Nodes.Written(string.Join('.', known.Distinct()));
        });
        var client = node.Client();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            for (var i = 0; i < 25; i++)
                await client.Store.PutAsync("k", "v");
        }));

        var seen = client.Session.Context!.Split(", ").SelectMany(token => token.Split('.')).Distinct();
        Assert.Equal(200, seen.Count());
        Assert.InRange(most, 1, 8);
    }

    [Fact]
    public async Task An_error_leaves_the_session_as_it_was()
    {
        await using var node = await ScriptedNode.StartAsync(_ =>
            ScriptedAnswer.Problem(503, "context-unavailable", "not yet", (Header, "before")));
        var client = node.Client(new CausalSession("before"));

        await Assert.ThrowsAsync<GridException>(() => client.Store.GetAsync("k"));

        Assert.Equal("before", client.Session.Context);
    }

    [Fact]
    public void A_session_goes_on_from_what_another_has_seen()
    {
        var session = new CausalSession("a");

        session.Join(new CausalSession("b, a").Context);
        session.Join(null);

        Assert.Equal("a, b", session.Context);
    }

    [Fact]
    public void What_was_in_flight_does_not_come_back_after_clearing()
    {
        var session = new CausalSession("lost");
        var inFlight = session.Begin();

        session.Clear();
        session.End(inFlight, "lost-too");

        Assert.Null(session.Context);
    }

    private static void InterlockedMax(ref int place, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref place)) < value)
            Interlocked.CompareExchange(ref place, value, seen);
    }
}
