using AkkaGrid.Charging.Ledger;
using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Ledger;
using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.Testing.Simulation.Charging;

/// <summary>
/// A shell of charging's records as plain as can be: <see cref="LedgerRecords"/> decides, as for the ledger of a node.
/// Between a read and the write that is decided on it, records of other nodes may arrive.
/// </summary>
internal sealed class NodeLedger(ChargingNode node)
{
    private static readonly LedgerRecords Records = new(ChargingRecords.Codec);

    private RecordReplica Replica => node.Records;

    private bool IsFaulty =>
        node.World.Story.Has(ChargingFaults.Records) && node.World.Time.Now < node.World.Story.Length;

    private bool Fails => IsFaulty && node.World.Chance.Next(12) == 0;

    /// <summary>What a substation resumes from.</summary>
    public (FencingEpoch Epoch, IReadOnlyCollection<ChargingSession> Sessions) Read(
        SubstationId substation, DateTimeOffset now)
    {
        var sessions = new Dictionary<SessionId, ChargingSession>();
        foreach (var (key, versions) in Replica.All)
            if (key.Name.StartsWith(RecordKeys.Sessions, StringComparison.Ordinal) && !versions.IsEmpty)
                Records.Collect(versions, substation, now, sessions);
        return (
            Records.Epoch(Replica.Read(RecordKeys.OfEpoch(substation))), node.World.Saboteur.Resume(sessions.Values));
    }

    /// <summary>The session that stands for a name on this node's disk.</summary>
    public ChargingSession? Find(SessionId session) => Records.Standing(Replica.Read(RecordKeys.Of(session)));

    /// <summary>Records a session.</summary>
    /// <param name="session">The session.</param>
    /// <param name="done">Takes what is on record then; null where that is not known.</param>
    public void Record(ChargingSession session, Action<ChargingSession?> done) =>
        CarryOut(Records.Record(session, node.Clock), (isDone, present) =>
            done(!isDone ? null : present is null ? session : Records.Standing(present)));

    /// <summary>Records an epoch.</summary>
    public void Record(SubstationId substation, FencingEpoch epoch, Action<bool> done) =>
        CarryOut(Records.Record(substation, epoch), (isDone, _) => done(isDone));

    /// <summary>Deletes the record of a session.</summary>
    public void Forget(ChargingSession session) => CarryOut(Records.Forget(session), (_, _) => { });

    /// <param name="change">The change.</param>
    /// <param name="done">
    /// Takes whether it is known to be done, and what stands on record instead, where that is so.
    /// </param>
    private void CarryOut(RecordChange change, Action<bool, VersionSet?> done) => node.After(Delay(), () =>
    {
        var present = Replica.Read(change.Key);
        if (change.Decide(present, Replica.Read) is not { } write)
        {
            done(true, present);
            return;
        }

        node.After(Delay(), () =>
        {
            if (write.IfMatch != ETag.Of(Replica.Read(change.Key)))
            {
                if (change.OnConflict == OnConflict.DecidesAgain)
                    CarryOut(change, done);
                else
                    done(change.OnConflict == OnConflict.Drops, null);
                return;
            }

            if (Fails && node.World.Chance.Next(2) == 0)
            {
                done(false, null);
                return;
            }

            if (node.World.Saboteur.WritesRecords)
                node.Replicate(Replica.Write(write.Mutations, node.Clock));
            var isUncertain = Fails;
            node.After(Delay(), () => done(!isUncertain, null));
        });
    });

    private TimeSpan Delay() => IsFaulty && node.World.Chance.Next(10) == 0
        ? node.Draw(20, 1_500)
        : node.Draw(0, 15);
}
