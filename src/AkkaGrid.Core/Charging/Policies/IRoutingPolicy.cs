namespace AkkaGrid.Core.Charging.Policies;

/// <summary>Chooses the substation for a request. Pure: the same loads and amount give the same choice, in any order.</summary>
public interface IRoutingPolicy
{
    /// <summary>The name that configuration uses.</summary>
    string Name { get; }

    /// <summary>The substation to take; null where the request fits nowhere.</summary>
    /// <param name="substations">The loads as they are believed to be.</param>
    /// <param name="amount">What is asked for.</param>
    SubstationLoad? Choose(ReadOnlySpan<SubstationLoad> substations, Kilowatts amount);
}
