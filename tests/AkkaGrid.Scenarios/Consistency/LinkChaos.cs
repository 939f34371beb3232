using AkkaGrid.Client;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Scenarios.Grid;
using AkkaGrid.Testing;

namespace AkkaGrid.Scenarios.Consistency;

/// <summary>Holds, delays, drops and doubles what replicas send each other, by a seed.</summary>
internal sealed class LinkChaos(LocalNodes grid, Random random) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Changes one link.</summary>
    public async Task StepAsync()
    {
        await _turn.WaitAsync();
        try
        {
            var from = random.Next(1, 4);
            var to = ((from + random.Next(2)) % 3) + 1;
            var link = new LabLink($"node{from}", $"node{to}");
            await SetAsync(random.Next(8) switch
            {
                0 => link with { Mode = LinkModes.Hold },
                1 => link with { Mode = LinkModes.Delay, Ms = random.Next(10, 300), Rate = random.NextDouble() },
                2 => link with { Mode = LinkModes.Drop, Rate = random.NextDouble() },
                3 => link with { Mode = LinkModes.Duplicate, Rate = random.NextDouble() },
                _ => link with { Mode = LinkModes.Pass },
            });
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Lets everything through again.</summary>
    public async Task EndAsync()
    {
        foreach (var link in (await grid.Client(1).Lab.LinksAsync()).Items)
            await SetAsync(link with { Mode = LinkModes.Pass, Ms = null, Rate = null });
    }

    public void Dispose() => _turn.Dispose();

    // A busy machine may take longer to answer than sessions here wait for anything.
    private Task SetAsync(LabLink link) => Eventually.True(
        async () =>
        {
            try
            {
                await grid.Client(1).Lab.SetLinkAsync(link);
                return true;
            }
            catch (GridException error) when (error.Kind is ProblemKinds.StoreUnavailable)
            {
                return false;
            }
        },
        $"the link from {link.From} to {link.To} is set");
}
