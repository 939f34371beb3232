using System.Collections.Concurrent;
using AkkaGrid.Client;
using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Scenarios.Packages;

/// <summary>
/// The examples of the client's README, word for word: each block there is what stands between the marks <c>begin</c>
/// and <c>end</c> here, in the same order.
/// </summary>
internal sealed class ClientReadmeExamples
{
    /// <summary>What the examples have printed.</summary>
    public Recorder Console { get; } = new();

    public static GridClient Connect(string address)
    {
        // begin
        var http = new HttpClient { BaseAddress = new Uri(address) };
        var grid = new GridClient(http);
        // end
        return grid;
    }

    public async Task ReadAndWriteAsync(GridClient grid)
    {
        // begin
        await grid.Store.PutAsync("greeting", "hello");
        var entry = await grid.Store.GetAsync("greeting");
        Console.WriteLine(entry!.Text);

        // Written only if nobody has changed the key since, and acknowledged once a majority of the replicas has it on
        // disk.
        var options = new WriteOptions { IfMatch = entry.ETag, Concern = WriteConcern.Majority };
        await grid.Store.PutAsync("greeting", "good evening", options);
        // end
    }

    public async Task RoamAsync(HttpClient node1, HttpClient node2)
    {
        // begin
        var session = new CausalSession();
        var writer = new GridClient(node1, session);
        var reader = new GridClient(node2, session);

        await writer.Store.PutAsync("order/17", "paid");
        var order = await reader.Store.GetAsync("order/17");
        Console.WriteLine(order!.Text);
        // end
    }

    public async Task WatchAsync(GridClient grid, CancellationToken stop)
    {
        // begin
        var orders = new WatchOptions { Prefix = "order/", Initial = true };
        await foreach (var next in grid.Store.WatchAsync(orders, stop))
        {
            if (next is KeysPresent present)
            {
                foreach (var key in present.Items)
                    Console.WriteLine($"{key.Key} is {key.Value}");
            }
            else if (next is KeysChanged changed)
            {
                foreach (var change in changed.Update.Changes)
                    Console.WriteLine($"{change.Key} is now {change.Value}");
            }
        }
        // end
    }

    public async Task ChargeAsync(GridClient grid)
    {
        // begin
        var request = new ChargeRequest("EV_1", 22, Priorities.Normal, MaxWait: 30);
        try
        {
            // The key makes the request safe to send again, to any node.
            var accepted = await grid.Charging.ChargeAsync(request, idempotencyKey: Guid.NewGuid().ToString());
            Console.WriteLine(
                $"{accepted.VehicleId} charges with {accepted.ChargeAmount} kW at {accepted.SubstationId}");

            await grid.Charging.EndSessionAsync(accepted.SessionId);
        }
        catch (GridException error) when (error.Kind == ProblemKinds.NoCapacity)
        {
            Console.WriteLine($"No room; try again in {error.RetryAfter}.");
        }
        // end
    }

    /// <summary>Keeps what a program would print.</summary>
    internal sealed class Recorder
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IReadOnlyList<string> Lines => [.. _lines];

        public void WriteLine(string line) => _lines.Enqueue(line);
    }
}
