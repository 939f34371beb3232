using System.Globalization;
using AkkaGrid.Client;
using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Cli.RushHour;

/// <summary>Sends charge requests to a node and sorts the answers.</summary>
internal sealed class Charger(ChargingClient charging)
{
    /// <summary>Never throws but for <paramref name="cancellationToken"/>: what goes wrong is a reply, too.</summary>
    public async Task<Reply> SendAsync(ChargeRequest request, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(RushHourOptions.RequestTimeout);
        try
        {
            await charging.ChargeAsync(request, cancellationToken: patience.Token);
            return Reply.Accepted;
        }
        catch (GridException refusal)
        {
            return new(refusal.Status, refusal.Kind ?? refusal.Status.ToString(CultureInfo.InvariantCulture));
        }
        catch (HttpRequestException)
        {
            return new(null, "unreachable");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(null, "timeout");
        }
    }
}
