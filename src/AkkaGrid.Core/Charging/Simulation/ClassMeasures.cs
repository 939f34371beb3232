namespace AkkaGrid.Core.Charging.Simulation;

/// <summary>The results of the vehicles of one size.</summary>
/// <param name="Size">The power that each asked for, in kW.</param>
/// <param name="Offered">How many arrived.</param>
/// <param name="Accepted">How many were granted power.</param>
/// <param name="Fits">Whether some substation is large enough for them.</param>
public sealed record ClassMeasures(int Size, long Offered, long Accepted, bool Fits)
{
    /// <summary>The share that was refused, from 0 to 1.</summary>
    public double Blocking => Offered == 0 ? 0 : 1 - ((double)Accepted / Offered);
}
