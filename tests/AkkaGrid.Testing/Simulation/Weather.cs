namespace AkkaGrid.Testing.Simulation;

/// <summary>How the network treats messages.</summary>
/// <param name="Loss">The share that gets lost.</param>
/// <param name="Duplication">The share that arrives twice.</param>
/// <param name="Late">The share that is delayed far beyond the others, which then overtake it.</param>
public sealed record Weather(double Loss, double Duplication, double Late)
{
    public static readonly Weather Fair = new(0, 0, 0);
}
