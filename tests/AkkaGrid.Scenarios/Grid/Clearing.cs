using AkkaGrid.Client;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Testing;

namespace AkkaGrid.Scenarios.Grid;

/// <summary>Lets a story begin where another has been before.</summary>
internal static class Clearing
{
    /// <summary>
    /// Ends what runs and what limits, resumes what was drained, and awaits that nobody charges or waits and all power
    /// may be given.
    /// </summary>
    public static Task ClearAsync(this GridClient edge) => Eventually.True(
        async () =>
        {
            var charging = edge.Charging;
            foreach (var substation in (await charging.SubstationsAsync()).Items)
            {
                if (substation.State == SubstationStates.Draining)
                    await charging.ResumeAsync(substation.SubstationId);
                foreach (var limiting in (await charging.EventsAsync(substation.SubstationId)).Items)
                    await charging.EndEventAsync(substation.SubstationId, limiting.EventId);
            }

            await Task.WhenAll((await charging.SessionsAsync(state: SessionStates.Active, limit: 1000))
                .Items.Select(session => EndAsync(edge, session)));
            return (await charging.QueueAsync()).Items.Count == 0
                && (await charging.SubstationsAsync()).Items.All(one =>
                    one is { State: SubstationStates.Active, CurrentLoad: 0 } && one.Limit == one.MaxCapacity);
        },
        "nobody charges, nobody waits, and all power may be given");

    private static async Task EndAsync(GridClient edge, Session session)
    {
        try
        {
            await edge.Charging.EndSessionAsync(session.SessionId);
        }
        catch (GridException)
        {
            // Tried again.
        }
    }
}
