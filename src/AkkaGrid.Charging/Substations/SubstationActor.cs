using Akka.Actor;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Event;
using AkkaGrid.Core.Charging;

namespace AkkaGrid.Charging.Substations;

/// <summary>
/// Runs one <see cref="Substation{TCaller}"/>: reads its records, then handles commands, writes records and reports its
/// load. It ends its sessions and reports whether or not there is a balancer.
/// </summary>
internal sealed class SubstationActor : UntypedActor, IWithTimers
{
    /// <summary>The one topic of all load reports.</summary>
    public const string Topic = "substation-load";

    private static readonly TimeSpan LoadRetry = TimeSpan.FromSeconds(1);

    // Akka's timers reach some days only; a periodic tick schedules the next wake long before.
    private static readonly TimeSpan FarthestWake = TimeSpan.FromHours(1);

    // A burst of starts makes one report, not one for each start.
    private static readonly TimeSpan Coalesce = TimeSpan.FromMilliseconds(20);

    // A review reads the records of so many sessions: those that another node has written first, the others in turn,
    // one review a second.
    private const int ReviewedAtOnce = 200;

    private readonly SubstationPlan _plan;
    private readonly ChargingFeature _feature;
    private readonly SubstationLedger _ledger;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly IActorRef _mediator = DistributedPubSub.Get(Context.System).Mediator;
    private readonly CancellationTokenSource _stopped = new();

    // Each is logged once, not each second.
    private readonly HashSet<SessionId> _unreadable = [];
    private Substation<IActorRef>? _substation;
    private FencingEpoch _announcedEpoch = FencingEpoch.None;
    private LoadReport? _lastReport;
    private bool _isReviewing;
    private readonly List<RecordsWritten> _writtenEarly = [];
    private IDisposable? _following;

    public SubstationActor(SubstationPlan plan, ChargingFeature feature)
    {
        _plan = plan;
        _feature = feature;
        _ledger = new SubstationLedger(plan, feature);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private DateTimeOffset Now => _feature.Clock.Now;

    protected override void PreStart()
    {
        // Subscribes before it reads: records that arrive during the read may be missing from it.
        var self = Self;
        _following = _feature.Ledger.Follow(sessions => self.Tell(new RecordsWritten(sessions)));
        Read();
    }

    protected override void PostStop()
    {
        _following?.Dispose();
        _stopped.Cancel();
        _stopped.Dispose();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case SubstationLedger.Records records:
                Resume(records);
                break;
            case ReadAgain:
                Read();
                break;
            case Status.Failure failure when _substation is null:
                _log.Warning(failure.Cause, "Substation {0} cannot read its records yet", _plan.Id);
                Timers.StartSingleTimer(ReadAgain.Instance, ReadAgain.Instance, LoadRetry);
                break;

            // Callers send again: commands before the records are read are dropped.
            case ISubstationCommand when _substation is null:
                break;
            case ISubstationCommand command:
                Apply(_substation.Handle(command, Sender, Factor(), Now));
                break;
            case SessionWritten written when _substation is not null:
                if (written.Failure is { } failed)
                    Failed(failed, $"session {written.Session.Id}");
                Apply(_substation.SessionRecorded(written.Session, written.Standing, Now));
                break;
            case RecordsWritten written when _substation is null:
                _writtenEarly.Add(written);
                break;
            case RecordsWritten written:
                _substation.RecordsWritten(written.Sessions);
                ReviewUrgent();
                break;
            case SubstationLedger.Reviewed reviewed when _substation is not null:
                _isReviewing = false;
                foreach (var (session, problem) in reviewed.Unreadable)
                    if (_unreadable.Add(session))
                        _log.Error(problem, "Substation {0} cannot read the record of session {1}", _plan.Id, session);
                foreach (var standing in reviewed.Standing)
                    Apply(_substation.Superseded(standing, Now));
                ReviewUrgent();
                break;
            case EpochWritten written when _substation is not null:
                if (written.Failure is { } lost)
                    Failed(lost, $"epoch {written.Epoch}");
                Apply(_substation.EpochRecorded(written.Epoch, written.Failure is null, Now));
                break;
            case ControlsWritten written when _substation is not null:
                if (written.Failure is { } refused)
                    Failed(refused, "its controls");
                Apply(_substation.ControlsRecorded(written.Failure is null, Now));
                break;
            case Wake when _substation is not null:
                Apply(_substation.Tick(Now));
                break;
            case Periodically when _substation is not null:
                Apply(_substation.Tick(Now));
                Publish();
                Review();
                break;
            case PublishNow when _substation is not null:
                Publish();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    // Not on the thread of this actor: there may be many records.
    private void Read()
    {
        var stopped = _stopped.Token;
        Task.Run(() => _ledger.ReadAsync(stopped)).PipeTo(Self, failure: cause => new Status.Failure(cause));
    }

    private void ReviewUrgent()
    {
        if (_substation!.HasUrgentReviews)
            Review();
    }

    /// <summary>
    /// Checks whether its sessions still stand: records of the other side arrive when a partition ends.
    /// </summary>
    private void Review()
    {
        if (_isReviewing)
            return;
        var sessions = _substation!.ToReview(ReviewedAtOnce);
        if (sessions.Count == 0)
            return;
        _isReviewing = true;

        // A ledger that answers synchronously would do all the work on the thread of this actor.
        Task.Run(() => _ledger.ReviewAsync(sessions)).PipeTo(Self);
    }

    private void Resume(SubstationLedger.Records records)
    {
        var now = Now;
        _substation = new Substation<IActorRef>(
            _plan, _feature.Options.Node, _feature.Options.KeepEnded, records.Epoch, records.Sessions, now,
            records.Controls);
        _writtenEarly.ForEach(early => _substation.RecordsWritten(early.Sessions));
        _writtenEarly.Clear();
        Apply(_substation.Tick(now));
        if (_substation.Load > Kilowatts.Zero)
            _log.Info("Substation {0} resumes {1} of charging", _plan.Id, _substation.Load);
        Context.Parent.Tell(new SubstationReady(_plan.Id, _substation.Epoch));
        _announcedEpoch = _substation.Epoch;
        Publish();
        Timers.StartPeriodicTimer(Periodically.Instance, Periodically.Instance, _feature.Options.ReportInterval);
        ReviewUrgent();
    }

    private void Apply(IReadOnlyList<ISubstationEffect> effects)
    {
        foreach (var effect in effects)
            Apply(effect);

        var substation = _substation!;
        if (substation.Epoch != _announcedEpoch)
        {
            _announcedEpoch = substation.Epoch;
            Context.Parent.Tell(new SubstationReady(substation.Id, substation.Epoch));
        }

        if ((_lastReport is null || substation.HasChangedSince(_lastReport))
            && !Timers.IsTimerActive(PublishNow.Instance))
            Timers.StartSingleTimer(PublishNow.Instance, PublishNow.Instance, Coalesce);
        ScheduleWake(substation);
    }

    private void ScheduleWake(Substation<IActorRef> substation)
    {
        var now = Now;
        DateTimeOffset?[] moments = [substation.NextEnd, substation.NextLimitChange];
        if (moments.Where(moment => moment > now).Min() is { } next)
            Timers.StartSingleTimer(
                Wake.Instance, Wake.Instance, next - now < FarthestWake ? next - now : FarthestWake);
    }

    private void Apply(ISubstationEffect effect)
    {
        switch (effect)
        {
            case Reply<IActorRef> reply:
                if (reply.Message is StartRefused refused)
                    _feature.Metrics.Refused(refused.Reason);
                reply.To.Tell(reply.Message);
                break;
            case ReportLoad<IActorRef> tell:
                tell.To.Tell(tell.Report);
                break;
            case RecordSession record:
                _ledger.RecordAsync(record.Session)
                    .PipeTo(Self, success: standing => new SessionWritten(record.Session, standing, null),
                        failure: cause => new SessionWritten(record.Session, null, cause));
                break;
            case RecordEpoch record:
                _ledger.RecordAsync(record.Epoch)
                    .PipeTo(Self, success: () => new EpochWritten(record.Epoch, null),
                        failure: cause => new EpochWritten(record.Epoch, cause));
                break;
            case RecordControls record:
                _ledger.RecordAsync(record.Controls)
                    .PipeTo(
                        Self, success: () => new ControlsWritten(null), failure: cause => new ControlsWritten(cause));
                break;
            case SessionSuperseded { Session: var session }:
                _feature.Metrics.Superseded();
                _log.Warning(
                    "The session {0} of substation {1} is superseded: {2} has a session with "
                        + "the same key, which stands",
                    session.Id, _plan.Id, session.SupersededBy);
                break;
            case DeleteSession forget:
                // If it fails, the record is read at the next start and deleted then.
                _ = _ledger.DeleteAsync(forget.Session);
                break;
            default:
                throw new InvalidOperationException($"Unknown effect {effect.GetType().Name}");
        }
    }

    private void Failed(Exception cause, string what)
    {
        _feature.Metrics.RecordFailed();
        _log.Warning(cause, "Substation {0} could not record {1}", _plan.Id, what);
    }

    private void Publish()
    {
        var report = _substation!.Report(Now);
        _lastReport = report;
        _feature.Metrics.Substation(report);
        _mediator.Tell(new Publish(Topic, report));
    }

    private double Factor() =>
        SessionDuration.MinFactor + _feature.Chance() * (SessionDuration.MaxFactor - SessionDuration.MinFactor);

    private sealed record SessionWritten(ChargingSession Session, ChargingSession? Standing, Exception? Failure)
        : INoSerializationVerificationNeeded;

    private sealed record RecordsWritten(IReadOnlyCollection<SessionId>? Sessions) : INoSerializationVerificationNeeded;

    private sealed record EpochWritten(FencingEpoch Epoch, Exception? Failure) : INoSerializationVerificationNeeded;

    private sealed record ControlsWritten(Exception? Failure) : INoSerializationVerificationNeeded;

    private sealed class ReadAgain : INoSerializationVerificationNeeded
    {
        public static ReadAgain Instance { get; } = new();
    }

    private sealed class Wake : INoSerializationVerificationNeeded
    {
        public static Wake Instance { get; } = new();
    }

    private sealed class Periodically : INoSerializationVerificationNeeded
    {
        public static Periodically Instance { get; } = new();
    }

    private sealed class PublishNow : INoSerializationVerificationNeeded
    {
        public static PublishNow Instance { get; } = new();
    }
}
