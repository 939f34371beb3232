using AkkaGrid.Client.Contracts;
using AkkaGrid.Node.Http;

namespace AkkaGrid.Node.Management;

/// <summary>
/// Sends a client the changes of the cluster, until it disconnects, the node stops, or it does not read.
/// </summary>
internal sealed class TailResult(ClusterTail.Place place, ClusterView view, CancellationToken nodeStops) : IResult
{
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(30);

    public async Task ExecuteAsync(HttpContext call)
    {
        using var held = place;
        await EventStream.ServeAsync(call, SendAsync, nodeStops);
    }

    private async Task SendAsync(EventStream stream, CancellationToken ended)
    {
        var more = place.Changes.WaitToReadAsync(ended).AsTask();
        AddMembers(stream);
        await stream.FlushAsync(WriteTimeout, ended);
        while (true)
        {
            await ((Task)more).WaitAsync(StreamHeartbeat.Interval, stream.Time, ended)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!more.IsCompleted)
            {
                ended.ThrowIfCancellationRequested();
                AddMembers(stream);
            }
            else if (await more)
            {
                while (place.Changes.TryRead(out var change))
                    stream.Add(ClusterTailEvents.Change, null, change, GridJson.Default.ClusterChange);
                more = place.Changes.WaitToReadAsync(ended).AsTask();
            }
            else
            {
                return;
            }

            await stream.FlushAsync(WriteTimeout, ended);
        }
    }

    private void AddMembers(EventStream stream) =>
        stream.Add(ClusterTailEvents.Members, null, view.Members(), GridJson.Default.ClusterMembers);
}
