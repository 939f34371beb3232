using AkkaGrid.Cli.RushHour;
using AkkaGrid.Client.Contracts;
using Microsoft.Extensions.Time.Testing;

namespace AkkaGrid.Cli.Tests.RushHour;

public sealed class LoadTestTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Clients_send_for_the_whole_duration_and_then_stop()
    {
        var sent = 0;
        var test = new LoadTest(Accept, new(Threads: 10, Minute, Seed: 1), _time);

        var running = test.RunAsync(CancellationToken.None);
        Assert.Equal(10, sent);
        AdvanceBy(Minute);
        Assert.InRange(sent, 500, 650);
        var atTheEnd = sent;
        await FinishAsync(running);

        Assert.Equal(atTheEnd, sent);
        Assert.Equal(sent, test.Report().Successful);

        Task<Reply> Accept(ChargeRequest request, CancellationToken cancellationToken)
        {
            sent++;
            return Task.FromResult(Reply.Accepted);
        }
    }

    [Fact]
    public async Task A_seed_repeats_the_requests_whatever_the_answers_were()
    {
        var first = await RequestsOfAsync(seed: 5, Reply.Accepted);
        var second = await RequestsOfAsync(seed: 5, new(503, "no-capacity"));
        var other = await RequestsOfAsync(seed: 6, Reply.Accepted);

        Assert.Equal(first, second);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public async Task A_request_under_way_at_the_end_still_counts()
    {
        var answer = new TaskCompletionSource<Reply>();
        var test = new LoadTest((_, _) => answer.Task, new(Threads: 1, Minute, Seed: 1), _time);

        var running = test.RunAsync(CancellationToken.None);
        AdvanceBy(Minute);
        Assert.Equal(0, test.Report().Total);
        answer.SetResult(new(503, "no-capacity"));
        await FinishAsync(running);

        Assert.Equal(1, test.Report().Rejected);
        Assert.Equal(Minute.TotalMilliseconds, test.Report().ResponseTime!.GreatestMs);
    }

    [Fact]
    public async Task An_interrupted_test_keeps_what_it_counted()
    {
        using var interrupt = new CancellationTokenSource();
        var test = new LoadTest((_, _) => Task.FromResult(Reply.Accepted), new(Threads: 3, Minute, Seed: 1), _time);

        var running = test.RunAsync(interrupt.Token);
        await interrupt.CancelAsync();
        await running;

        Assert.Equal(3, test.Report().Total);
    }

    private async Task<List<string>> RequestsOfAsync(int seed, Reply reply)
    {
        var requests = new List<string>();
        var test = new LoadTest(Keep, new(Threads: 3, TimeSpan.FromSeconds(10), seed), _time);
        var running = test.RunAsync(CancellationToken.None);
        AdvanceBy(TimeSpan.FromSeconds(10));
        await FinishAsync(running);
        return requests;

        Task<Reply> Keep(ChargeRequest request, CancellationToken cancellationToken)
        {
            requests.Add($"{request.VehicleId} {request.ChargeAmount} {request.Priority}");
            return Task.FromResult(reply);
        }
    }

    // In small steps: a timer that is set while another fires counts from the time the clock has reached. Without a
    // context of the test runner's, what waits for a timer goes on within the step and not some time after it.
    private void AdvanceBy(TimeSpan span)
    {
        SynchronizationContext.SetSynchronizationContext(null);
        for (var step = TimeSpan.FromMilliseconds(10); span > TimeSpan.Zero; span -= step)
            _time.Advance(step);
    }

    private async Task FinishAsync(Task running)
    {
        while (!running.IsCompleted)
        {
            AdvanceBy(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await running;
    }
}
