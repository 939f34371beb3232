using Akka.Actor;
using AkkaGrid.Charging.Ledger;
using AkkaGrid.Core.Charging;

namespace AkkaGrid.Charging.Substations;

/// <summary>Reads and writes the records of one substation, each within a time limit.</summary>
/// <remarks>A write that times out may or may not take effect.</remarks>
internal sealed class SubstationLedger(SubstationPlan plan, ChargingFeature feature)
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(30);

    private ISessionLedger Ledger => feature.Ledger;

    /// <summary>Reads the records that the substation resumes from, once the ledger is ready.</summary>
    /// <param name="stopped">Cancelled when the substation stops.</param>
    public async Task<Records> ReadAsync(CancellationToken stopped)
    {
        // Without a time limit: without all of its records, the substation would grant power that its sessions use.
        await Ledger.ReadyAsync(stopped);
        return await ReadRecordsAsync().WaitAsync(ReadTimeout, feature.Time, stopped);
    }

    /// <summary>Finds the sessions of other substations that stand for the keys of given sessions.</summary>
    public async Task<Reviewed> ReviewAsync(IReadOnlyList<SessionId> sessions)
    {
        var others = new List<ChargingSession>();
        var unreadable = new List<(SessionId, Exception)>();
        foreach (var session in sessions)
        {
            try
            {
                var standing = await InTimeAsync(Ledger.FindAsync(session, CancellationToken.None));
                if (standing is not null && standing.Substation != plan.Id)
                    others.Add(standing);
            }
            catch (TimeoutException)
            {
                // The others would time out as well. The next review reads again.
                break;
            }
            catch (Exception problem)
            {
                unreadable.Add((session, problem));
            }
        }

        return new Reviewed(others, unreadable);
    }

    /// <summary>Records a session.</summary>
    /// <returns>The session that is recorded for its key now.</returns>
    public async Task<ChargingSession> RecordAsync(ChargingSession session) =>
        await InTimeAsync(Ledger.RecordAsync(session, CancellationToken.None));

    /// <summary>Records an epoch.</summary>
    public async Task RecordAsync(FencingEpoch epoch) =>
        await InTimeAsync(Ledger.RecordEpochAsync(plan.Id, epoch, CancellationToken.None));

    /// <summary>Records controls, and the rating that follows from them.</summary>
    public async Task RecordAsync(SubstationControls controls) => await InTimeAsync(RecordControlsAsync(controls));

    /// <summary>Deletes the record of a session.</summary>
    public async Task DeleteAsync(ChargingSession session) =>
        await InTimeAsync(Ledger.ForgetAsync(session, CancellationToken.None));

    private async Task<Records> ReadRecordsAsync()
    {
        var controls = await Ledger.ReadControlsAsync(plan.Id, CancellationToken.None);
        await RecordRatingAsync(controls.Capacity ?? plan.Rating);
        var epoch = await Ledger.ReadEpochAsync(plan.Id, CancellationToken.None);
        var sessions = await Ledger.ReadSessionsAsync(plan.Id, feature.Clock.Now, CancellationToken.None);
        return new Records(epoch, controls, sessions);
    }

    private async Task RecordControlsAsync(SubstationControls controls)
    {
        await Ledger.RecordControlsAsync(plan.Id, controls, CancellationToken.None);
        await RecordRatingAsync(controls.Capacity ?? plan.Rating);
    }

    private async Task RecordRatingAsync(Kilowatts rating)
    {
        var ratings = await Ledger.ReadRatingsAsync(CancellationToken.None);
        if (!ratings.TryGetValue(plan.Id, out var recorded) || recorded != rating)
            await Ledger.RecordRatingAsync(plan.Id, rating, CancellationToken.None);
    }

    private Task InTimeAsync(Task call) => call.WaitAsync(CallTimeout, feature.Time);

    private Task<T> InTimeAsync<T>(Task<T> call) => call.WaitAsync(CallTimeout, feature.Time);

    /// <summary>The records that a substation resumes from.</summary>
    internal sealed record Records(
        FencingEpoch Epoch, SubstationControls Controls, IReadOnlyList<ChargingSession> Sessions)
        : INoSerializationVerificationNeeded;

    /// <summary>The records of some sessions have been read.</summary>
    /// <param name="Standing">The sessions of other substations that stand for their keys.</param>
    /// <param name="Unreadable">The sessions whose record cannot be read, and why.</param>
    internal sealed record Reviewed(
        IReadOnlyList<ChargingSession> Standing, IReadOnlyList<(SessionId Session, Exception Problem)> Unreadable)
        : INoSerializationVerificationNeeded;
}
