using AkkaGrid.Charging.Ledger;
using AkkaGrid.Core.Charging;

namespace AkkaGrid.Node.Tests.Http.Charging;

/// <summary>A ledger that can only be read.</summary>
internal sealed class RecordedSessions : ISessionLedger
{
    private readonly Dictionary<SessionId, ChargingSession> _sessions = [];

    public void Add(ChargingSession session) => _sessions[session.Id] = session;

    public Task ReadyAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<ChargingSession?> FindAsync(SessionId session, CancellationToken cancellationToken) =>
        Task.FromResult(_sessions.GetValueOrDefault(session));

    public Task<ChargingSession?> SearchAsync(SessionId session, CancellationToken cancellationToken) =>
        FindAsync(session, cancellationToken);

    public Task<IReadOnlyList<ChargingSession>> ListAsync(SessionQuery query, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ChargingSession>>(
        [
            .. _sessions.Values
                .Where(session =>
                    query.After is not { } after || string.CompareOrdinal(session.Id.Value, after.Value) > 0)
                .OrderBy(session => session.Id.Value, StringComparer.Ordinal)
                .Take(query.Limit),
        ]);

    public IDisposable Follow(Action<IReadOnlyCollection<SessionId>> written) => throw new NotSupportedException();

    public Task<IReadOnlyList<ChargingSession>> ReadSessionsAsync(
        SubstationId substation, DateTimeOffset at, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<ChargingSession> RecordAsync(ChargingSession session, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task ForgetAsync(ChargingSession session, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task RecordEpochAsync(SubstationId substation, FencingEpoch epoch, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<FencingEpoch> ReadEpochAsync(SubstationId substation, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task RecordControlsAsync(
        SubstationId substation, SubstationControls controls, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<SubstationControls> ReadControlsAsync(SubstationId substation, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task RecordRatingAsync(SubstationId substation, Kilowatts rating, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyDictionary<SubstationId, Kilowatts>> ReadRatingsAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
