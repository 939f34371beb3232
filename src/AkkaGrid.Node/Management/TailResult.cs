using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Node.Http;

namespace AkkaGrid.Node.Management;

/// <summary>Tells one who tails the cluster, until they hang up, the node stops, or they do not read.</summary>
internal sealed class TailResult(ClusterTail.Place place, ClusterView view, CancellationToken nodeStops) : IResult
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task ExecuteAsync(HttpContext call)
    {
        using var held = place;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(call.RequestAborted, nodeStops);
        var time = call.RequestServices.GetRequiredService<TimeProvider>();
        var stream = new EventStream(call, time);
        try
        {
            await stream.StartAsync(ended.Token);
            await TellAsync(stream, time, ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The reader has hung up, or the node stops.
        }
        catch (TimeoutException)
        {
            call.Abort();
        }
    }

    private async Task TellAsync(EventStream stream, TimeProvider time, CancellationToken ended)
    {
        var more = place.Changes.WaitToReadAsync(ended).AsTask();
        TellMembers(stream);
        await stream.FlushAsync(Patience, ended);
        while (true)
        {
            await ((Task)more).WaitAsync(Heartbeat, time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!more.IsCompleted)
            {
                ended.ThrowIfCancellationRequested();
                TellMembers(stream);
            }
            else if (await more)
            {
                while (place.Changes.TryRead(out var change))
                    Add(stream, ClusterTailEvents.Change, change, GridJson.Default.ClusterChange);
                more = place.Changes.WaitToReadAsync(ended).AsTask();
            }
            else
            {
                return;
            }

            await stream.FlushAsync(Patience, ended);
        }
    }

    private void TellMembers(EventStream stream) =>
        Add(stream, ClusterTailEvents.Members, view.Members(), GridJson.Default.ClusterMembers);

    private static void Add<T>(EventStream stream, string name, T data, JsonTypeInfo<T> type) =>
        stream.Add(name, null, JsonSerializer.SerializeToUtf8Bytes(data, type));
}
