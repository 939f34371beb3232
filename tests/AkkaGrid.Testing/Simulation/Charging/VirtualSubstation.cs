using AkkaGrid.Core.Charging;

namespace AkkaGrid.Testing.Simulation.Charging;

/// <summary>
/// A shell of <see cref="Substation{TCaller}"/> as plain as can be: reads its records, then handles commands, keeps its
/// records, reports its load, and looks whether its sessions still stand.
/// </summary>
internal sealed class VirtualSubstation
{
    private const int ReviewedAtOnce = 200;
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Coalesce = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan KeepEnded = TimeSpan.FromHours(24);

    private readonly ChargingNode _node;
    private readonly SubstationPlan _plan;
    private readonly List<IReadOnlyCollection<SessionId>?> _writtenEarly = [];
    private Substation<ChargingActor>? _substation;
    private LoadReport? _reported;
    private bool _isReportDue;
    private bool _isReviewing;

    public VirtualSubstation(ChargingNode node, SubstationPlan plan)
    {
        (_node, _plan) = (node, plan);
        Self = new ChargingActor(node.Name, plan.Id.Value, node.Life);
        node.After(node.Draw(100, 500), Resume);
    }

    public ChargingActor Self { get; }

    public SubstationPlan Plan => _plan;

    /// <summary>The substation; null until it has read its records.</summary>
    public Substation<ChargingActor>? Machine => _substation;

    public void Handle(ISubstationCommand command, ChargingActor caller)
    {
        if (_substation is null)
            return;
        var handled = _node.World.Saboteur.Command(command, _substation);
        _node.World.Judge.Commanded(this, command, () =>
            Apply(_substation.Handle(handled, caller, 0.8 + (0.4 * _node.World.Chance.NextDouble()), _node.Clock)));
    }

    /// <summary>Other nodes have written records.</summary>
    public void RecordsWritten(IReadOnlyCollection<SessionId>? sessions)
    {
        if (_substation is null)
        {
            _writtenEarly.Add(sessions);
            return;
        }

        _substation.RecordsWritten(sessions);
        ReviewUrgent();
    }

    private void Resume()
    {
        var (epoch, sessions) = _node.Ledger.Read(_plan.Id, _node.Clock);
        _substation = new Substation<ChargingActor>(_plan, _node.Name, KeepEnded, epoch, sessions, _node.Clock);
        _writtenEarly.ForEach(_substation.RecordsWritten);
        Apply(_substation.Tick(_node.Clock));
        Publish();
        ReviewUrgent();
        _node.Every(ReportInterval, () =>
        {
            Apply(_substation.Tick(_node.Clock));
            Publish();
            Review();
        });
    }

    private void Apply(IReadOnlyList<ISubstationEffect> effects)
    {
        foreach (var effect in effects)
            Apply(effect);
        if (_isReportDue || (_reported is not null && !_substation!.HasChangedSince(_reported)))
            return;
        _isReportDue = true;
        _node.After(Coalesce, Publish);
    }

    private void Apply(ISubstationEffect effect)
    {
        switch (effect)
        {
            case Reply<ChargingActor> reply:
                _node.Send(Self, reply.To, reply.Message);
                break;
            case ReportLoad<ChargingActor> report:
                _node.Send(Self, report.To, report.Report);
                break;
            case RecordSession record:
                _node.Ledger.Record(
                    record.Session,
                    standing => Apply(_substation!.SessionRecorded(record.Session, standing, _node.Clock)));
                break;
            case RecordEpoch record:
                _node.Ledger.Record(_plan.Id, record.Epoch, durable =>
                    Apply(_substation!.EpochRecorded(record.Epoch, durable, _node.Clock)));
                break;
            case SessionSuperseded superseded:
                _node.World.Judge.Superseded(superseded.Session);
                break;
            case DeleteSession delete:
                _node.Ledger.Forget(delete.Session);
                break;
            default:
                throw new InvalidOperationException($"Unknown effect {effect.GetType().Name}");
        }
    }

    private void Publish()
    {
        _isReportDue = false;
        _reported = _substation!.Report(_node.Clock);
        _node.Publish(Self, _reported);
    }

    private void ReviewUrgent()
    {
        if (_substation!.HasUrgentReviews)
            Review();
    }

    private void Review()
    {
        if (_isReviewing)
            return;
        var sessions = _substation!.ToReview(ReviewedAtOnce);
        if (sessions.Count == 0)
            return;
        _isReviewing = true;
        _node.After(_node.Draw(1, 20), () =>
        {
            _isReviewing = false;
            foreach (var session in sessions)
                if (_node.Ledger.Find(session) is { } standing && standing.Substation != _plan.Id)
                    Apply(_substation.Superseded(standing, _node.Clock));
            ReviewUrgent();
        });
    }
}
