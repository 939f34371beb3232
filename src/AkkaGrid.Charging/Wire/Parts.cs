using AkkaGrid.Charging.Wire.Proto;
using AkkaGrid.Core.Charging;
using Google.Protobuf;

namespace AkkaGrid.Charging.Wire;

/// <summary>Converts the parts of messages and records to the wire and back.</summary>
internal static class Parts
{
    public static long Time(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks;

    public static DateTimeOffset Time(long ticks) => DateTimeOffset.UnixEpoch.AddTicks(ticks);

    public static ByteString Id(SessionId id) => UnsafeByteOperations.UnsafeWrap(id.ToBytes());

    public static SessionId Id(ByteString bytes) => SessionId.FromBytes(bytes.Span);

    public static Kilowatts Power(long milliwatts) => Kilowatts.FromMilliwatts(milliwatts);

    public static EpochRecord Epoch(FencingEpoch epoch) => new() { Number = epoch.Number, Node = epoch.Node };

    public static FencingEpoch Epoch(EpochRecord wire) => new(wire.Number, wire.Node);

    public static ControlsRecord Controls(SubstationControls controls)
    {
        var wire = new ControlsRecord { Draining = controls.Draining, Version = controls.Version };
        if (controls.Capacity is { } capacity)
            wire.CapacityMw = capacity.Milliwatts;
        wire.Events.AddRange(controls.Events.Select(ControlsWire.Event));
        return wire;
    }

    public static SubstationControls Controls(ControlsRecord wire) => new()
    {
        Version = wire.Version,
        Capacity = wire.HasCapacityMw ? Power(wire.CapacityMw) : null,
        Draining = wire.Draining,
        Events = [.. wire.Events.Select(ControlsWire.Event)],
    };

    public static RequestRecord Request(ChargeRequest request)
    {
        var wire = new RequestRecord
        {
            Key = request.Key.Value,
            Vehicle = request.Vehicle.Value,
            AmountMw = request.Amount.Milliwatts,
            Priority = Code<Priority, PriorityCode>(request.Priority),
        };
        if (request.Minimum is { } minimum)
            wire.MinimumMw = minimum.Milliwatts;
        return wire;
    }

    public static ChargeRequest Request(RequestRecord wire) => new(
        IdempotencyKey.Of(wire.Key),
        VehicleId.Of(wire.Vehicle),
        Power(wire.AmountMw),
        Value<Priority, PriorityCode>(wire.Priority),
        wire.HasMinimumMw ? Power(wire.MinimumMw) : null);

    public static SessionRecord Session(ChargingSession session)
    {
        var wire = new SessionRecord
        {
            Request = Request(session.Request),
            Substation = session.Substation.Value,
            State = Code<SessionState, SessionStateCode>(session.State),
            Start = Time(session.Start),
            ExpectedEnd = Time(session.ExpectedEnd),
        };
        if (session.EndedAt is { } endedAt)
            wire.EndedAt = Time(endedAt);
        if (session.Granted != session.Request.Amount)
            wire.GrantedMw = session.Granted.Milliwatts;
        if (session.SupersededBy is { } by)
            wire.SupersededBy = by.Value;
        if (session.Decision is { } decision)
            wire.Decision = Decisions.Write(decision);
        return wire;
    }

    public static ChargingSession Session(SessionRecord wire)
    {
        var session = new ChargingSession(
            Request(wire.Request),
            SubstationId.Of(wire.Substation),
            Value<SessionState, SessionStateCode>(wire.State),
            Time(wire.Start),
            Time(wire.ExpectedEnd),
            wire.HasEndedAt ? Time(wire.EndedAt) : null)
        {
            SupersededBy = wire.HasSupersededBy ? SubstationId.Of(wire.SupersededBy) : null,
            Decision = wire.Decision is { } decision ? Decisions.Read(decision) : null,
        };
        return wire.HasGrantedMw ? session with { Granted = Power(wire.GrantedMw) } : session;
    }

    public static LoadReportWire Report(LoadReport report)
    {
        var wire = new LoadReportWire
        {
            Substation = report.Substation.Value,
            Node = report.Node,
            Epoch = Epoch(report.Epoch),
            Sequence = report.Sequence,
            LoadMw = report.Load.Milliwatts,
            RatingMw = report.Rating.Milliwatts,
            LimitMw = report.Limit.Milliwatts,
            ActiveSessions = report.ActiveSessions,
            LastApplied = report.LastApplied,
            Clock = Time(report.Clock),
            Probe = report.Probe,
            Draining = report.Draining,
            LimitedBy = report.LimitedBy is { } holder ? ControlsWire.Event(holder) : null,
        };
        wire.NextReleases.AddRange(report.NextReleases.Select(release =>
            new ReleaseWire { At = Time(release.At), AmountMw = release.Amount.Milliwatts }));
        wire.NextLimits.AddRange(report.NextLimits.Select(step =>
            new LimitStepWire { At = Time(step.At), LimitMw = step.Limit.Milliwatts }));
        return wire;
    }

    public static LoadReport Report(LoadReportWire wire) => new(
        SubstationId.Of(wire.Substation),
        wire.Node,
        Epoch(wire.Epoch),
        wire.Sequence,
        Power(wire.LoadMw),
        Power(wire.RatingMw),
        Power(wire.LimitMw),
        wire.ActiveSessions,
        wire.LastApplied,
        Time(wire.Clock),
        [.. wire.NextReleases.Select(release => new Release(Time(release.At), Power(release.AmountMw)))],
        wire.Probe)
    {
        Draining = wire.Draining,
        LimitedBy = wire.LimitedBy is { } holder ? ControlsWire.Event(holder) : null,
        NextLimits = [.. wire.NextLimits.Select(step => new LimitStep(Time(step.At), Power(step.LimitMw)))],
    };

    /// <summary>An enumeration's wire code: one more than its value, because 0 means absent.</summary>
    public static TCode Code<TValue, TCode>(TValue value)
        where TValue : struct, Enum
        where TCode : struct, Enum =>
        Defined((TCode)Enum.ToObject(typeof(TCode), Convert.ToInt32(value, null) + 1));

    /// <summary>The enumeration's value of a wire code.</summary>
    public static TValue Value<TValue, TCode>(TCode code)
        where TValue : struct, Enum
        where TCode : struct, Enum =>
        Defined((TValue)Enum.ToObject(typeof(TValue), Convert.ToInt32(code, null) - 1));

    private static T Defined<T>(T value)
        where T : struct, Enum =>
        Enum.IsDefined(value) ? value : throw new InvalidDataException($"{value} is not a {typeof(T).Name}");
}
