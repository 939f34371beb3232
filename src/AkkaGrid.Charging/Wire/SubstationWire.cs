using AkkaGrid.Charging.Wire.Proto;
using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Balancing;

namespace AkkaGrid.Charging.Wire;

/// <summary>The messages of substations and their hosts, on the wire.</summary>
internal static class SubstationWire
{
    public static void AddTo(WireTable table)
    {
        table.Add("r", Parts.Report, LoadReportWire.Parser, Parts.Report);
        table.Add("c", message => new ClaimWire { Epoch = Parts.Epoch(message.Epoch) },
            ClaimWire.Parser, wire => new Claim(Parts.Epoch(wire.Epoch)));
        table.Add("s", Start, StartSessionWire.Parser, Start);
        table.Add("x", message => new CancelSessionWire { Session = Parts.Id(message.Session) },
            CancelSessionWire.Parser, wire => new CancelSession(Parts.Id(wire.Session)));
        table.Add("l", message => new GetLoadWire { Probe = message.Probe },
            GetLoadWire.Parser, wire => new GetLoad(wire.Probe));
        table.Add("g", message => new GetSessionWire { Session = Parts.Id(message.Session) },
            GetSessionWire.Parser, wire => new GetSession(Parts.Id(wire.Session)));
        table.Add("G", Shown, SessionShownWire.Parser, Shown);
        table.Add("C", Claimed, ClaimedWire.Parser, Claimed);
        table.Add("CR", Refused, ClaimRefusedWire.Parser, Refused);
        table.Add("S", Started, SessionStartedWire.Parser, Started);
        table.Add("SR", Refused, StartRefusedWire.Parser, Refused);
        table.Add("X", message => new SessionCancelledWire { Session = Parts.Session(message.Session) },
            SessionCancelledWire.Parser, wire => new SessionCancelled(Parts.Session(wire.Session)));
        table.Add("XR", Refused, CancelRefusedWire.Parser, Refused);
        ControlsWire.AddTo(table);
        table.Add("h", (GetHost _) => new GetHostWire(), GetHostWire.Parser, _ => GetHost.Instance);
        table.Add("H", Host, HostAnnouncementWire.Parser, Host);
    }

    private static StartSessionWire Start(StartSession message)
    {
        var wire = new StartSessionWire
        {
            Epoch = Parts.Epoch(message.Epoch),
            Number = message.Number,
            Request = Parts.Request(message.Request),
            ExpiresAt = Parts.Time(message.ExpiresAt),
        };
        if (message.AtLeast != message.Request.Amount)
            wire.AtLeastMw = message.AtLeast.Milliwatts;
        if (message.Decision is { } decision)
            wire.Decision = Decisions.Write(decision);
        return wire;
    }

    private static StartSession Start(StartSessionWire wire)
    {
        var message = new StartSession(
            Parts.Epoch(wire.Epoch), wire.Number, Parts.Request(wire.Request), Parts.Time(wire.ExpiresAt))
        {
            Decision = wire.Decision is { } decision ? Decisions.Read(decision) : null,
        };
        return wire.HasAtLeastMw ? message with { AtLeast = Parts.Power(wire.AtLeastMw) } : message;
    }

    private static ClaimedWire Claimed(Claimed message)
    {
        var wire = new ClaimedWire
        {
            Epoch = Parts.Epoch(message.Epoch),
            Report = Parts.Report(message.Report),
            Page = message.Page,
            Pages = message.Pages,
        };
        wire.Sessions.AddRange(message.Sessions.Select(Known));
        wire.Decisions.AddRange(message.Decisions.Select(Decisions.Write));
        return wire;
    }

    private static Claimed Claimed(ClaimedWire wire) => new(
        Parts.Epoch(wire.Epoch),
        Parts.Report(wire.Report),
        wire.Page,
        wire.Pages,
        [.. wire.Sessions.Select(Known)])
    {
        Decisions = [.. wire.Decisions.Select(Decisions.Read)],
    };

    private static KnownSessionWire Known(KnownSession session)
    {
        var wire = new KnownSessionWire { Session = Parts.Id(session.Id), Remaining = session.Remaining.Ticks };
        if (session.Vehicle is { } vehicle)
            wire.Vehicle = vehicle.Bits;
        return wire;
    }

    private static KnownSession Known(KnownSessionWire wire) =>
        new(Parts.Id(wire.Session), TimeSpan.FromTicks(wire.Remaining))
        {
            Vehicle = wire.HasVehicle ? new VehicleTag(wire.Vehicle) : null,
        };

    private static SessionShownWire Shown(SessionShown message)
    {
        var wire = new SessionShownWire { Id = Parts.Id(message.Id) };
        if (message.Session is { } session)
            wire.Session = Parts.Session(session);
        return wire;
    }

    private static SessionShown Shown(SessionShownWire wire) =>
        new(Parts.Id(wire.Id), wire.Session is { } session ? Parts.Session(session) : null);

    private static ClaimRefusedWire Refused(ClaimRefused message) => new()
    {
        Substation = message.Substation.Value,
        Epoch = Parts.Epoch(message.Epoch),
        Highest = Parts.Epoch(message.Highest),
    };

    private static ClaimRefused Refused(ClaimRefusedWire wire) =>
        new(SubstationId.Of(wire.Substation), Parts.Epoch(wire.Epoch), Parts.Epoch(wire.Highest));

    private static SessionStartedWire Started(SessionStarted message) => new()
    {
        Number = message.Number,
        Session = Parts.Session(message.Session),
        Report = Parts.Report(message.Report),
    };

    private static SessionStarted Started(SessionStartedWire wire) =>
        new(wire.Number, Parts.Session(wire.Session), Parts.Report(wire.Report));

    private static StartRefusedWire Refused(StartRefused message) => new()
    {
        Number = message.Number,
        Session = Parts.Id(message.Session),
        Reason = Parts.Code<StartRefusal, StartRefusalCode>(message.Reason),
        Report = Parts.Report(message.Report),
    };

    private static StartRefused Refused(StartRefusedWire wire) => new(
        wire.Number,
        Parts.Id(wire.Session),
        Parts.Value<StartRefusal, StartRefusalCode>(wire.Reason),
        Parts.Report(wire.Report));

    private static CancelRefusedWire Refused(CancelRefused message) => new()
    {
        Session = Parts.Id(message.Session),
        Reason = Parts.Code<CancelRefusal, CancelRefusalCode>(message.Reason),
    };

    private static CancelRefused Refused(CancelRefusedWire wire) =>
        new(Parts.Id(wire.Session), Parts.Value<CancelRefusal, CancelRefusalCode>(wire.Reason));

    private static HostAnnouncementWire Host(HostAnnouncement message)
    {
        var wire = new HostAnnouncementWire { Node = message.Node, Highest = Parts.Epoch(message.Highest) };
        wire.Substations.AddRange(message.Substations.Select(substation => substation.Value));
        return wire;
    }

    private static HostAnnouncement Host(HostAnnouncementWire wire) =>
        new(wire.Node, Parts.Epoch(wire.Highest), [.. wire.Substations.Select(SubstationId.Of)]);
}
