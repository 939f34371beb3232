using AkkaGrid.Charging.Ledger;
using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Ledger;
using AkkaGrid.Node.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaGrid.Node.Tests.Charging;

/// <summary>The ledger in the store of a node.</summary>
public sealed class StoreSessionLedgerTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly SubstationId First = SubstationId.Of("x1");
    private static readonly SubstationId Second = SubstationId.Of("x2");

    private ServingNode _node = null!;
    private ISessionLedger _ledger = null!;

    public async Task InitializeAsync()
    {
        _node = await ServingNode.StartAsync();
        _ledger = _node.Node.Services.GetRequiredService<ISessionLedger>();
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task A_session_is_not_written_over_that_of_another_substation_and_is_kept_beside_it_once_superseded()
    {
        var (standing, late) = (Session("key", First), Session("key", Second));
        Assert.Equal(standing, await RecordAsync(standing));
        Assert.Equal(standing, await RecordAsync(late));

        var superseded = late.Superseded(First, Noon);
        Assert.Equal(superseded, await RecordAsync(superseded));

        Assert.Equal(standing, await _ledger.FindAsync(standing.Id, CancellationToken.None));
        Assert.Equal([standing, superseded], await ListAsync(null, 10));
        Assert.Equal([standing], await ListAsync(null, 1));
        Assert.Equal([superseded], await ListAsync(SessionPlace.Of(standing), 1));
        Assert.Equal([superseded], await _ledger.ReadSessionsAsync(Second, Noon, CancellationToken.None));

        await _ledger.ForgetAsync(superseded, CancellationToken.None);
        Assert.Equal([standing], await ListAsync(null, 10));
    }

    [Fact]
    public async Task A_session_is_written_over_a_failed_attempt_of_another_substation()
    {
        var failed = Session("key", First).Ended(SessionState.Invalid, Noon);
        await RecordAsync(failed);

        var session = Session("key", Second);
        Assert.Equal(session, await RecordAsync(session));

        Assert.Equal(session, await RecordAsync(failed));
        Assert.Equal([session], await ListAsync(null, 10));
    }

    [Fact]
    public async Task A_start_that_was_given_up_is_not_written_over_its_session_that_is_on_record()
    {
        var session = Session("key", First);
        await RecordAsync(session);

        Assert.Equal(session, await RecordAsync(session.Ended(SessionState.Invalid, Noon)));

        Assert.Equal([session], await ListAsync(null, 10));
    }

    [Fact]
    public async Task A_substation_that_reads_its_sessions_sees_those_that_were_being_written()
    {
        for (var i = 0; i < 20; i++)
        {
            var written = RecordAsync(Session($"key-{i}", First));

            var read = await _ledger.ReadSessionsAsync(First, Noon, CancellationToken.None);

            Assert.Equal(i + 1, read.Count);
            await written;
        }
    }

    private static ChargingSession Session(string key, SubstationId substation) => new(
        new ChargeRequest(IdempotencyKey.Of(key), VehicleId.Of("EV_1"), Kilowatts.Of(22), Priority.Normal),
        substation, SessionState.Active, Noon, Noon + TimeSpan.FromSeconds(10), EndedAt: null);

    private Task<ChargingSession> RecordAsync(ChargingSession session) =>
        _ledger.RecordAsync(session, CancellationToken.None);

    private Task<IReadOnlyList<ChargingSession>> ListAsync(SessionPlace? after, int limit) =>
        _ledger.ListAsync(new SessionQuery(null, null, _ => Noon, after, limit), CancellationToken.None);
}
