using AkkaGrid.Charging.Wire.Proto;
using AkkaGrid.Core.Charging;
using CapacityCase = AkkaGrid.Charging.Wire.Proto.ChangeControlsWire.CapacityOneofCase;

namespace AkkaGrid.Charging.Wire;

/// <summary>Operators' commands to substations, on the wire.</summary>
internal static class ControlsWire
{
    public static void AddTo(WireTable table)
    {
        table.Add("o", Change, ChangeControlsWire.Parser, Change);
        table.Add("e", Limit, AddLimitEventWire.Parser, Limit);
        table.Add("ex", message => new EndLimitEventWire { Event = message.Event },
            EndLimitEventWire.Parser, wire => new EndLimitEvent(wire.Event));
        table.Add(
            "el", (GetLimitEvents _) => new GetLimitEventsWire(), GetLimitEventsWire.Parser, _ => new GetLimitEvents());
        table.Add("E", Shown, LimitEventsShownWire.Parser, Shown);
        table.Add("O", Changed, ControlsChangedWire.Parser, Changed);
        table.Add("OR", Refused, ControlsRefusedWire.Parser, Refused);
    }

    public static LimitEventRecord Event(LimitEvent limiting)
    {
        var wire = new LimitEventRecord
        {
            Start = Parts.Time(limiting.Start),
            Duration = limiting.Duration.Ticks,
            LimitMw = limiting.Limit.Milliwatts,
            Begun = limiting.IsBegun,
        };
        if (limiting.Name is { } name)
            wire.Name = name;
        if (Event(wire).Id != limiting.Id)
            wire.Id = limiting.Id;
        return wire;
    }

    public static LimitEvent Event(LimitEventRecord wire)
    {
        var limiting = LimitEvent.Named(
            Parts.Time(wire.Start),
            TimeSpan.FromTicks(wire.Duration),
            Parts.Power(wire.LimitMw),
            wire.HasName ? wire.Name : null);
        return limiting with { IsBegun = wire.Begun, Id = wire.Id.Length > 0 ? wire.Id : limiting.Id };
    }

    private static LimitEventsShownWire Shown(LimitEventsShown message)
    {
        var wire = new LimitEventsShownWire
        {
            Substation = message.Substation.Value,
            Clock = Parts.Time(message.Clock)
        };
        wire.Events.AddRange(message.Events.Select(Event));
        return wire;
    }

    private static LimitEventsShown Shown(LimitEventsShownWire wire) =>
        new(SubstationId.Of(wire.Substation), [.. wire.Events.Select(Event)], Parts.Time(wire.Clock));

    private static ControlsChangedWire Changed(ControlsChanged message)
    {
        var wire = new ControlsChangedWire { Report = Parts.Report(message.Report) };
        if (message.Event is { } limiting)
            wire.Event = limiting;
        return wire;
    }

    private static ControlsChanged Changed(ControlsChangedWire wire) =>
        new(Parts.Report(wire.Report)) { Event = wire.HasEvent ? wire.Event : null };

    private static ChangeControlsWire Change(ChangeControls message)
    {
        var wire = new ChangeControlsWire();
        if (message.Capacity is { To: { } capacity })
            wire.CapacityMw = capacity.Milliwatts;
        else if (message.Capacity is not null)
            wire.ConfiguredCapacity = true;
        if (message.Draining is { } draining)
            wire.Draining = draining;
        return wire;
    }

    private static ChangeControls Change(ChangeControlsWire wire) => new(
        wire.CapacityCase switch
        {
            CapacityCase.CapacityMw => new CapacityChange(Parts.Power(wire.CapacityMw)),
            CapacityCase.ConfiguredCapacity => new CapacityChange(null),
            _ => null,
        },
        wire.HasDraining ? wire.Draining : null);

    private static AddLimitEventWire Limit(AddLimitEvent message)
    {
        var wire = new AddLimitEventWire { Duration = message.Duration.Ticks, LimitMw = message.Limit.Milliwatts };
        if (message.Start is { } start)
            wire.Start = Parts.Time(start);
        if (message.Name is { } name)
            wire.Name = name;
        return wire;
    }

    private static AddLimitEvent Limit(AddLimitEventWire wire) => new(
        wire.HasStart ? Parts.Time(wire.Start) : null, TimeSpan.FromTicks(wire.Duration), Parts.Power(wire.LimitMw))
    {
        Name = wire.HasName ? wire.Name : null,
    };

    private static ControlsRefusedWire Refused(ControlsRefused message) => new()
    {
        Substation = message.Substation.Value,
        Reason = Parts.Code<ControlsRefusal, ControlsRefusalCode>(message.Reason),
    };

    private static ControlsRefused Refused(ControlsRefusedWire wire) =>
        new(SubstationId.Of(wire.Substation), Parts.Value<ControlsRefusal, ControlsRefusalCode>(wire.Reason));
}
