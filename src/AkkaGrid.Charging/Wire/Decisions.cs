using AkkaGrid.Charging.Wire.Proto;
using AkkaGrid.Core.Charging;

namespace AkkaGrid.Charging.Wire;

/// <summary>Decisions, in messages and in records.</summary>
internal static class Decisions
{
    public static DecisionWire Write(Decision decision)
    {
        var wire = new DecisionWire
        {
            Session = Parts.Id(decision.Session),
            At = Parts.Time(decision.At),
            Epoch = Parts.Epoch(decision.Epoch),
            Policy = decision.Policy,
            AmountMw = decision.Amount.Milliwatts,
        };
        if (decision.Chosen is { } chosen)
            wire.Chosen = chosen.Value;
        if (decision.TrueLoad is { } load)
            wire.TrueLoadMw = load.Milliwatts;
        wire.Candidates.AddRange(decision.Candidates
            .Select(candidate => new CandidateWire
            {
                Substation = candidate.Substation.Value,
                BelievedMw = candidate.BelievedLoad.Milliwatts,
                ReportedMw = candidate.ReportedLoad.Milliwatts,
                LimitMw = candidate.Limit.Milliwatts,
                ReportAge = candidate.ReportAge.Ticks,
            }));
        return wire;
    }

    public static Decision Read(DecisionWire wire) => new(
        Parts.Id(wire.Session),
        Parts.Time(wire.At),
        Parts.Epoch(wire.Epoch),
        wire.Policy,
        Parts.Power(wire.AmountMw),
        wire.HasChosen ? SubstationId.Of(wire.Chosen) : null,
        [.. wire.Candidates.Select(candidate => new Candidate(
            SubstationId.Of(candidate.Substation),
            Parts.Power(candidate.BelievedMw),
            Parts.Power(candidate.ReportedMw),
            Parts.Power(candidate.LimitMw),
            TimeSpan.FromTicks(candidate.ReportAge)))],
        wire.HasTrueLoadMw ? Parts.Power(wire.TrueLoadMw) : null);
}
