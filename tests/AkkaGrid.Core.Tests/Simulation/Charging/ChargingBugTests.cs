using AkkaGrid.Core.Charging;
using AkkaGrid.Testing.Simulation.Charging;

namespace AkkaGrid.Core.Tests.Simulation.Charging;

/// <summary>The charging simulator with one part broken: it notices.</summary>
[Trait("Speed", "Slow")]
public sealed class ChargingBugTests
{
    [Fact]
    public void A_start_of_a_balancer_that_has_been_replaced_is_caught() =>
        AssertCaught(new Unfenced(), ChargingFaults.All, "and has seen");

    [Fact]
    public void An_acknowledgement_of_a_record_that_was_not_written_is_caught() =>
        AssertCaught(new Unwritten(), ChargingFaults.None, "is accepted and on no record");

    [Fact]
    public void A_refusal_while_there_is_room_is_caught() =>
        AssertCaught(new Expired(), ChargingFaults.None, "free all the time");

    [Fact]
    public void A_load_over_the_limit_is_caught() =>
        AssertCaught(new Forgetful(), ChargingFaults.Kills, "takes");

    private static void AssertCaught(ChargingSaboteur saboteur, ChargingFaults faults, string finding)
    {
        for (var seed = 1; seed <= 100; seed++)
            if (ChargingSimulator.Play(new ChargingStory(seed, faults), saboteur).Violations.Any(violation =>
                    violation.Contains(finding, StringComparison.Ordinal)))
                return;
        Assert.Fail($"no seed shows that something \"{finding}\"");
    }

    /// <summary>A substation starts what any balancer sends, whatever its epoch.</summary>
    private sealed class Unfenced : ChargingSaboteur
    {
        public override ISubstationCommand Command(ISubstationCommand command, Substation<ChargingActor> substation) =>
            command is StartSession start ? start with { Epoch = substation.Epoch } : command;
    }

    /// <summary>The ledger acknowledges a record, and does not write it.</summary>
    private sealed class Unwritten : ChargingSaboteur
    {
        public override bool WritesRecords => false;
    }

    /// <summary>Every start reaches its substation too late.</summary>
    private sealed class Expired : ChargingSaboteur
    {
        public override ISubstationCommand Command(ISubstationCommand command, Substation<ChargingActor> substation) =>
            command is StartSession start ? start with { ExpiresAt = DateTimeOffset.MinValue } : command;
    }

    /// <summary>
    /// A substation resumes without the sessions that it has on record, and gives their power a second time.
    /// </summary>
    private sealed class Forgetful : ChargingSaboteur
    {
        public override IReadOnlyCollection<ChargingSession> Resume(IReadOnlyCollection<ChargingSession> sessions) =>
            [];
    }
}
