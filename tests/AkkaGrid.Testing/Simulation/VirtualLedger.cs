using AkkaGrid.Charging.Ledger;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Ledger;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Driving;
using AkkaGrid.Testing.Simulation.Judging;
using AkkaGrid.Testing.Simulation.Steps;

namespace AkkaGrid.Testing.Simulation;

/// <summary>
/// A shell of charging's records as plain as can be: the core decides, as it does for the ledger of a node. Between a
/// read and the write that is decided on it other updates may come.
/// </summary>
/// <param name="world">The world.</param>
/// <param name="nodes">The nodes by machine.</param>
public sealed class VirtualLedger(VirtualWorld world, IReadOnlyDictionary<ReplicaId, VirtualNode> nodes)
{
    private static readonly TimeSpan LongestDecision = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan SessionTime = TimeSpan.FromHours(1);
    private static readonly LedgerRecords Records = new(ChargingRecords.Codec);

    private readonly RecordJudge _judge = new(world, Records, nodes);
    private int _changes;

    /// <summary>How many records were acknowledged.</summary>
    public int AcknowledgedCount => _judge.AcknowledgedCount;

    /// <summary>Looks at all records from time to time.</summary>
    public void KeepLooking() => world.Time.After(LookInterval, () =>
    {
        _judge.Look();
        KeepLooking();
    });

    /// <summary>Judges the records once all has settled.</summary>
    public void Check() => _judge.Check();

    /// <summary>Keeps a record, if the node runs.</summary>
    public void Play(RecordStep step)
    {
        if (Find(step.Node) is not { } node)
            return;
        switch (step)
        {
            case ClaimSubstation claim when Find(claim.Balancer) is { } balancer:
                var claimed = SubstationId.Of(claim.Name);
                var epoch = Records.Epoch(Read(balancer, RecordKeys.OfEpoch(claimed))).Next(balancer.Name.Value);
                Carry(node, Records.Record(claimed, epoch));
                break;
            case SetControls:
                var controlled = SubstationId.Of(step.Name);
                var controls = Records.Controls(Read(node, RecordKeys.OfControls(controlled)));
                Carry(node, Records.Record(
                    controlled, controls with { Capacity = Kilowatts.Of(++_changes), Version = controls.Version + 1 }));
                break;
            case BeginSession:
                Begin(node, step.Name);
                break;
            case EndSession:
                End(node, step.Name);
                break;
        }
    }

    private void Begin(VirtualNode node, string name)
    {
        var request = new ChargeRequest(
            IdempotencyKey.Of(name), VehicleId.Of("vehicle"), Kilowatts.Of(11), Priority.Normal);
        if (FindSession(node, request.SessionId) is null)
        {
            Carry(node, Records.Record(new ChargingSession(
                request,
                SubstationOf(node),
                SessionState.Active,
                node.WallTime,
                node.WallTime + SessionTime,
                EndedAt: null), node.WallTime));
        }
    }

    private void End(VirtualNode node, string name)
    {
        switch (FindSession(node, SessionId.Of(IdempotencyKey.Of(name))))
        {
            case { TakesPower: true } running:
                Carry(node, Records.Record(running.Ended(SessionState.Completed, node.WallTime), node.WallTime));
                break;
            case { SupersededBy: not null } superseded:
                Carry(node, Records.Record(superseded, node.WallTime));
                break;
        }
    }

    private static SubstationId SubstationOf(VirtualNode node) => SubstationId.Of(node.Machine.Value);

    private ChargingSession? FindSession(VirtualNode node, SessionId session)
    {
        var found = new Dictionary<SessionId, ChargingSession>();
        foreach (var (_, present) in node.Storage.Scan(Keyspace.Charging, RecordKeys.Of(session).Name, null))
            Records.Collect(
                world.Saboteur.Look(RecordKeys.Of(session), present), SubstationOf(node), node.WallTime, found);
        return found.GetValueOrDefault(session);
    }

    private VirtualNode? Find(ReplicaId machine) =>
        nodes.TryGetValue(machine, out var node) && node.IsUp ? node : null;

    private VersionSet Read(VirtualNode node, Key key) => world.Saboteur.Look(key, node.Storage.Read(key));

    /// <summary>Reads, decides, and writes a little later.</summary>
    private void Carry(VirtualNode node, RecordChange change)
    {
        var (present, starts) = (node.Storage.Read(change.Key), node.Starts);
        _judge.Look(change.Key);
        if (world.Saboteur.Decide(change, present, node.Storage.Read) is not { } write)
            return;
        _judge.Decided(node, present, write);
        var delay = world.Chance.Of("ledger").Of(node.Machine.Value).Of((ulong)world.Time.Now.Ticks).Between(
            TimeSpan.Zero, LongestDecision);
        world.Time.After(delay, () =>
        {
            if (node.Starts == starts && node.IsUp)
                Write(node, change, write);
        });
    }

    private void Write(VirtualNode node, RecordChange change, RecordWrite write)
    {
        var starts = node.Starts;
        var reply = new VirtualRecordWrite(node.WallTime, Acknowledge, Fail);
        var request = new WriteRequest(write.Mutations)
        {
            Concern = change.IsForMajority ? WriteConcern.MajorityElseLocal : WriteConcern.Local,
            Condition = Precondition.Of(write.IfMatch),
        };
        var command = new Write(request, reply);
        node.Handle(command);
        world.Time.After(world.Settings.WriteTimeout, () =>
        {
            // Whoever waited for it is gone with its process.
            if (reply.TryFinish() && node.IsUp && node.Starts == starts)
                AcknowledgeHere(command.Committed?.Dot);
        });

        void Fail(RequestFailure failure)
        {
            if (failure is PreconditionFailed && change.OnConflict == OnConflict.DecidesAgain)
                world.Time.After(TimeSpan.Zero, () => CarryAgain(node, change));
            else if (failure is StoppedDuringReplication stopped)
                AcknowledgeHere(stopped.Dot);
        }

        // A session's record that is on the node's own disk counts, where a majority does not confirm it in time.
        void AcknowledgeHere(Dot? dot)
        {
            if (dot is { } made && change.IsForMajority)
                Acknowledge(made, WriteConcern.Local);
        }

        void Acknowledge(Dot dot, WriteConcern met)
        {
            node.Witness?.Acknowledged(dot, met);
            _judge.Acknowledged(dot, write);
        }
    }

    private void CarryAgain(VirtualNode node, RecordChange change)
    {
        if (node.IsUp)
            Carry(node, change);
    }
}
