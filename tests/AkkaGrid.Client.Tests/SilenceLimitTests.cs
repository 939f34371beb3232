using System.IO.Pipelines;
using Microsoft.Extensions.Time.Testing;

namespace AkkaGrid.Client.Tests;

public sealed class SilenceLimitTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Pipe _pipe = new();
    private readonly byte[] _buffer = new byte[8];

    [Fact]
    public async Task Every_byte_counts_also_that_of_a_comment()
    {
        await using var stream = Limited();
        for (var i = 0; i < 3; i++)
        {
            var read = stream.ReadAsync(_buffer);
            _time.Advance(TimeSpan.FromSeconds(44));
            await _pipe.Writer.WriteAsync(":\n"u8.ToArray());

            Assert.Equal(2, await read);
        }
    }

    [Fact]
    public async Task Where_nothing_comes_it_fails_and_says_for_how_long()
    {
        await using var stream = Limited();
        var read = stream.ReadAsync(_buffer);

        _time.Advance(TimeSpan.FromSeconds(45));

        var silence = await Assert.ThrowsAsync<TimeoutException>(() => read.AsTask());
        Assert.Equal("nothing was heard for 45 s", silence.Message);
    }

    [Fact]
    public async Task Cancelling_it_is_no_silence()
    {
        using var cancel = new CancellationTokenSource();
        await using var stream = Limited();
        var read = stream.ReadAsync(_buffer, cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read.AsTask());
    }

    private SilenceLimit Limited() => new(_pipe.Reader.AsStream(), new WatchOptions().Silence, _time);
}
