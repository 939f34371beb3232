namespace AkkaGrid.Testing.Simulation.Charging;

/// <summary>An actor of one life of a node's actor system: a message to a former life reaches nobody.</summary>
/// <param name="Node">Its node.</param>
/// <param name="Name">Its name on the node.</param>
/// <param name="Life">Which actor system of the node.</param>
public readonly record struct ChargingActor(string Node, string Name, int Life);
