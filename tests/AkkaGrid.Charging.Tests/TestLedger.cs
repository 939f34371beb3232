using System.Collections.Concurrent;
using AkkaGrid.Charging.Ledger;
using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Ledger;

namespace AkkaGrid.Charging.Tests;

/// <summary>A ledger in memory that several nodes may share, and that can be told to fail.</summary>
internal sealed class TestLedger : ISessionLedger
{
    private readonly ConcurrentDictionary<SessionId, ChargingSession> _sessions = new();
    private readonly ConcurrentDictionary<SessionPlace, ChargingSession> _superseded = new();
    private readonly ConcurrentDictionary<SubstationId, FencingEpoch> _epochs = new();
    private readonly ConcurrentDictionary<SubstationId, SubstationControls> _controls = new();
    private readonly ConcurrentDictionary<SubstationId, Kilowatts> _ratings = new();

    private int _ratingsWritten;
    private int _found;
    private Action<IReadOnlyCollection<SessionId>?>? _written;

    public bool Fails { get; set; }

    /// <summary>How often a rating was written.</summary>
    public int RatingsWritten => _ratingsWritten;

    public IEnumerable<ChargingSession> Sessions => _sessions.Values;

    public IEnumerable<ChargingSession> Superseded => _superseded.Values;

    /// <summary>The session whose record is damaged.</summary>
    public SessionId? Unreadable { get; set; }

    /// <summary>What is waited for before a session is found.</summary>
    public Task Finding { get; set; } = Task.CompletedTask;

    /// <summary>What is waited for before anything is read.</summary>
    public Task Ready { get; set; } = Task.CompletedTask;

    public Task ReadyAsync(CancellationToken cancellationToken) => Ready.WaitAsync(cancellationToken);

    public Task<ChargingSession> RecordAsync(ChargingSession session, CancellationToken cancellationToken) => Do(() =>
        session.SupersededBy is not null
            ? _superseded[SessionPlace.Of(session)] = session
            : _sessions.AddOrUpdate(
                session.Id,
                static (_, written) => written,
                static (_, present, written) =>
                    present.State == SessionState.Invalid
                    || (present.Substation == written.Substation && written.State != SessionState.Invalid)
                        ? written
                        : present,
                session));

    /// <summary>Whether it tells of the records that arrive.</summary>
    public bool Tells { get; set; }

    /// <summary>How many sessions were looked for.</summary>
    public int Found => _found;

    /// <summary>The record of another substation arrives, and wins.</summary>
    public void Receive(ChargingSession session)
    {
        _sessions[session.Id] = session;
        if (Tells)
            _written?.Invoke([session.Id]);
    }

    /// <summary>The records of another substation arrive with the whole state of another node.</summary>
    public void ReceiveState(ChargingSession session)
    {
        _sessions[session.Id] = session;
        _written?.Invoke(null);
    }

    public IDisposable Follow(Action<IReadOnlyCollection<SessionId>?> written)
    {
        _written += written;
        return new Following(() => _written -= written);
    }

    public async Task<ChargingSession?> FindAsync(SessionId session, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _found);
        await Finding.WaitAsync(cancellationToken);
        return await Do(() => Unreadable == session
            ? throw new InvalidDataException("The test's record is damaged") : _sessions.GetValueOrDefault(session));
    }

    public Task<ChargingSession?> SearchAsync(SessionId session, CancellationToken cancellationToken) =>
        FindAsync(session, cancellationToken);

    public Task<IReadOnlyList<ChargingSession>> ListAsync(SessionQuery query, CancellationToken cancellationToken) =>
        Do<IReadOnlyList<ChargingSession>>(() =>
        [
            .. _sessions.Values
                .Where(session => query.Substation is not { } substation || session.Substation == substation)
                .Where(session =>
                    query.State is not { } state || session.StateAt(query.TimeAt(session.Substation)) == state)
                .Where(session =>
                    query.After is not { } after || string.CompareOrdinal(session.Id.Value, after.Value) > 0)
                .OrderBy(session => session.Id.Value, StringComparer.Ordinal)
                .Take(query.Limit),
        ]);

    public Task<IReadOnlyList<ChargingSession>> ReadSessionsAsync(
        SubstationId substation, DateTimeOffset at, CancellationToken cancellationToken) =>
        Do<IReadOnlyList<ChargingSession>>(() =>
            [.. _sessions.Values.Where(session => session.Substation == substation)]);

    public Task ForgetAsync(ChargingSession session, CancellationToken cancellationToken) =>
        Do(() => _sessions.TryRemove(KeyValuePair.Create(session.Id, session)));

    public Task RecordEpochAsync(SubstationId substation, FencingEpoch epoch, CancellationToken cancellationToken) =>
        Do(() => _epochs[substation] = epoch);

    public Task<FencingEpoch> ReadEpochAsync(SubstationId substation, CancellationToken cancellationToken) =>
        Do(() => _epochs.GetValueOrDefault(substation, FencingEpoch.None));

    public Task RecordControlsAsync(
        SubstationId substation, SubstationControls controls, CancellationToken cancellationToken) =>
        Do(() => _controls[substation] = controls);

    public Task<SubstationControls> ReadControlsAsync(SubstationId substation, CancellationToken cancellationToken) =>
        Do(() => _controls.GetValueOrDefault(substation, SubstationControls.None));

    public Task RecordRatingAsync(SubstationId substation, Kilowatts rating, CancellationToken cancellationToken) =>
        Do(() =>
        {
            Interlocked.Increment(ref _ratingsWritten);
            return _ratings[substation] = rating;
        });

    public Task<IReadOnlyDictionary<SubstationId, Kilowatts>> ReadRatingsAsync(CancellationToken cancellationToken) =>
        Do<IReadOnlyDictionary<SubstationId, Kilowatts>>(() => new Dictionary<SubstationId, Kilowatts>(_ratings));

    private async Task<T> Do<T>(Func<T> action)
    {
        await Task.Yield();
        return Fails ? throw new IOException("The test's ledger fails") : action();
    }

    private sealed class Following(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
