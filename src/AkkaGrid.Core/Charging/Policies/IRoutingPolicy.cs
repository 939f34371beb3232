namespace AkkaGrid.Core.Charging.Policies;

/// <summary>
/// Chooses the substation for a request. Pure: the same query gives the same choice, in any order of the substations. A
/// class of this assembly that implements it and has a parameterless constructor can be configured by its name.
/// </summary>
public interface IRoutingPolicy
{
    /// <summary>The name that the configuration uses.</summary>
    string Name { get; }

    /// <summary>The chosen substation; null where the request fits none.</summary>
    SubstationLoad? Choose(in RoutingQuery query);
}
