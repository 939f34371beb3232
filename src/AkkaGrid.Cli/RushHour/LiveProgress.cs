using System.Globalization;
using AkkaGrid.Client;
using AkkaGrid.Client.Contracts;
using Spectre.Console;

namespace AkkaGrid.Cli.RushHour;

/// <summary>
/// Shows a load test while it runs: a line with the substations' loads every 10 s, on a terminal a live one too.
/// </summary>
internal sealed class LiveProgress(LoadTest test, ChargingClient charging, IAnsiConsole console, TimeProvider time)
{
    private static readonly TimeSpan Blink = TimeSpan.FromMilliseconds(250);

    /// <summary>Shows <paramref name="running"/> until it has ended.</summary>
    public Task ShowAsync(Task running, CancellationToken cancellationToken) => console.Profile.Capabilities.Interactive
        ? console.Status().StartAsync(Counts(), async live =>
        {
            var lines = PrintLinesAsync(running, cancellationToken);
            while (await IsRunningAfterAsync(Blink, running))
                live.Status(Counts());
            await lines;
        })
        : PrintLinesAsync(running, cancellationToken);

    private async Task PrintLinesAsync(Task running, CancellationToken cancellationToken)
    {
        while (await IsRunningAfterAsync(RushHourOptions.StatusEvery, running))
            console.WriteLine($"{Counts()}  {await LoadsAsync(cancellationToken)}");
    }

    private async Task<bool> IsRunningAfterAsync(TimeSpan pause, Task running)
    {
        using var ended = new CancellationTokenSource();
        var first = await Task.WhenAny(running, Task.Delay(pause, time, ended.Token));
        await ended.CancelAsync();
        return first != running;
    }

    private string Counts()
    {
        var now = test.Report();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{now.DurationSeconds,4:F0} s  {now.Total} sent, {now.Successful} successful, {now.Rejected} rejected, "
                + $"{now.Failed} failed, {now.Unanswered} unanswered");
    }

    private async Task<string> LoadsAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(RushHourOptions.RequestTimeout);
        try
        {
            return Loads(await charging.StatusAsync(patience.Token));
        }
        catch (Exception failure) when (failure is HttpRequestException or GridException or OperationCanceledException)
        {
            return "(loads not known)";
        }
    }

    private static string Loads(GridStatus status) => Printable.Of(string.Join(
        ", ",
        status.SubstationLoads
            .OrderBy(load => load.Key, StringComparer.Ordinal)
            .Select(load => string.Create(CultureInfo.InvariantCulture, $"{load.Key} {load.Value:F1} kW"))));
}
