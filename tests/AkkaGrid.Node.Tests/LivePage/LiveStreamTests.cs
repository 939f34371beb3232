using AkkaGrid.Node.LivePage;
using AkkaGrid.Node.Tests.Http;
using AkkaGrid.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AkkaGrid.Node.Tests.LivePage;

public sealed class LiveStreamTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly LiveBoard _board = new();
    private readonly SlowReader _reader = new();
    private readonly Task _telling;

    public LiveStreamTests()
    {
        var call = new DefaultHttpContext
        {
            RequestServices = new ServiceCollection().AddSingleton<TimeProvider>(_time).BuildServiceProvider(),
        };
        call.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(_reader));
        call.Features.Set<IHttpRequestLifetimeFeature>(_reader);
        _telling = new LiveStream(_board.TryOpen()!, new LiveHello("a", "1", Lab: true, Now: 0), CancellationToken.None)
            .ExecuteAsync(call);
    }

    [Fact]
    public async Task One_who_does_not_read_at_all_loses_the_connection_and_the_place()
    {
        await _reader.IsWrittenTo.Task.WaitAsync(Patience);
        _time.Advance(TimeSpan.FromMinutes(1));
        await _telling.WaitAsync(Patience);

        Assert.True(_reader.IsAborted);
        Assert.False(_board.IsWatched);
    }

    [Fact]
    public async Task One_who_reads_late_is_told_the_latest_state_and_a_beat_while_nothing_changes()
    {
        await _reader.IsWrittenTo.Task.WaitAsync(Patience);
        _board.Show("topic", "1"u8.ToArray());
        _board.Show("topic", "2"u8.ToArray());
        _reader.Reads.SetResult();
        await Eventually.True(() => HasBeenTold("event: beat"), "a beat comes");

        Assert.StartsWith(
            "event: hello\ndata: {\"node\":\"a\",\"version\":\"1\",\"lab\":true,\"now\":0}\n\n"
                + "event: topic\ndata: 2\n\n",
            _reader.Text);
        Assert.DoesNotContain("data: 1\n", _reader.Text);

        bool HasBeenTold(string text)
        {
            _time.Advance(TimeSpan.FromMilliseconds(500));
            return _reader.Text.Contains(text, StringComparison.Ordinal);
        }
    }
}
