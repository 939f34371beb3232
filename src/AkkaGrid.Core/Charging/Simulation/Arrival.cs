namespace AkkaGrid.Core.Charging.Simulation;

/// <summary>A vehicle that comes to a simulated grid.</summary>
/// <param name="At">When, from the start of the run.</param>
/// <param name="Size">The power it asks for, in kW.</param>
/// <param name="Priority">How urgent it is.</param>
/// <param name="Factor">Chance for the duration of its session; it is the same whoever places it.</param>
public readonly record struct Arrival(TimeSpan At, int Size, Priority Priority, double Factor);
