namespace AkkaGrid.Testing.Simulation;

/// <summary>
/// Randomness without a sequence: what happens at one place and time does not hang on what else was drawn, so that a
/// story with a step taken out stays as alike as can be.
/// </summary>
/// <remarks>The mixing is that of G. Steele et al., "Fast splittable pseudorandom number generators" (2014).</remarks>
public readonly struct Chance(ulong state)
{
    /// <summary>64 random bits.</summary>
    public ulong Bits => Mix(state);

    /// <summary>A share of 0 to 1, 1 excluded.</summary>
    public double Share => (Bits >> 11) * (1.0 / (1UL << 53));

    /// <summary>The chance of something within this.</summary>
    public Chance Of(ulong what) => new(Mix(state ^ Mix(what)));

    /// <summary>The chance of something within this.</summary>
    public Chance Of(string what) =>
        Of(what.Aggregate(14695981039346656037UL, (hash, c) => (hash ^ c) * 1099511628211UL));

    /// <summary>A time between two.</summary>
    public TimeSpan Between(TimeSpan least, TimeSpan most) => least + (Share * (most - least));

    private static ulong Mix(ulong z)
    {
        z += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
