using AkkaGrid.Charging.Wire.Proto;
using AkkaGrid.Core.Charging;
using CapacityCase = AkkaGrid.Charging.Wire.Proto.ChangeControlsWire.CapacityOneofCase;

namespace AkkaGrid.Charging.Wire;

/// <summary>What operators tell substations, on the wire.</summary>
internal static class ControlsWire
{
    public static void AddTo(WireTable table)
    {
        table.Add("o", Change, ChangeControlsWire.Parser, Change);
        table.Add("e", Limit, AddLimitEventWire.Parser, Limit);
        table.Add("O", message => new ControlsChangedWire { Report = Parts.Report(message.Report) },
            ControlsChangedWire.Parser, wire => new ControlsChanged(Parts.Report(wire.Report)));
        table.Add("OR", Refused, ControlsRefusedWire.Parser, Refused);
    }

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
        return wire;
    }

    private static AddLimitEvent Limit(AddLimitEventWire wire) => new(
        wire.HasStart ? Parts.Time(wire.Start) : null, TimeSpan.FromTicks(wire.Duration), Parts.Power(wire.LimitMw));

    private static ControlsRefusedWire Refused(ControlsRefused message) => new()
    {
        Substation = message.Substation.Value,
        Reason = Parts.Code<ControlsRefusal, ControlsRefusalCode>(message.Reason),
    };

    private static ControlsRefused Refused(ControlsRefusedWire wire) =>
        new(SubstationId.Of(wire.Substation), Parts.Value<ControlsRefusal, ControlsRefusalCode>(wire.Reason));
}
