namespace AkkaGrid.Core.Charging.Simulation;

/// <summary>A vehicle that arrives at a simulated grid.</summary>
/// <param name="At">The time since the start of the run.</param>
/// <param name="Size">The power it asks for, in kW.</param>
/// <param name="Priority">How urgent it is.</param>
/// <param name="Factor">The random factor for the duration of its session; the same for every policy.</param>
public readonly record struct Arrival(TimeSpan At, int Size, Priority Priority, double Factor);
