namespace AkkaGrid.Core.Charging.Policies;

/// <summary>
/// Chooses the substation for a request. Pure: the same query gives the same choice, in whatever order the substations
/// are named. A class of this assembly that implements it, and can be made without arguments, can be configured by its
/// name.
/// </summary>
public interface IRoutingPolicy
{
    /// <summary>The name that configuration uses.</summary>
    string Name { get; }

    /// <summary>The substation to take; null where the request fits nowhere.</summary>
    SubstationLoad? Choose(in RoutingQuery query);
}
