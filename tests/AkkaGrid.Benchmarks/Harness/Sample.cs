namespace AkkaGrid.Benchmarks.Harness;

/// <summary>One measured round of one variant.</summary>
/// <param name="Operations">How many operations it did.</param>
/// <param name="Elapsed">How long they took.</param>
/// <param name="Cpu">The CPU time of the variant's servers meanwhile.</param>
internal readonly record struct Sample(double Operations, TimeSpan Elapsed, TimeSpan Cpu)
{
    /// <summary>Operations per second.</summary>
    public double Rate => Operations / Elapsed.TotalSeconds;

    /// <summary>The servers' CPU time per operation, in microseconds.</summary>
    public double CpuMicroseconds => Cpu.TotalMicroseconds / Operations;
}
