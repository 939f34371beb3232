namespace AkkaGrid.Core.Charging;

/// <summary>
/// Computes the blocking of one undivided pool of power that admits every request that fits: the reference for a grid
/// of substations. It depends on durations only through their mean.
/// </summary>
/// <remarks>
/// J. S. Kaufman, "Blocking in a Shared Resource Environment", IEEE Transactions on Communications 29 (1981), and J. W.
/// Roberts, "A Service System with Heterogeneous User Requirements" (1981): <c>n q(n) = sum over k of a(k) b(k) q(n -
/// b(k))</c>. It is no lower bound: a policy that excludes large requests refuses fewer by count.
/// </remarks>
public static class KaufmanRoberts
{
    // Far below the largest double, and so far above the smallest that terms lost by the scaling do not matter.
    private const double Large = 1e200;

    /// <summary>The share of each class's requests that is refused.</summary>
    /// <param name="capacity">The limit of the pool, in whole kW.</param>
    /// <param name="classes">The size and the offered load of each class.</param>
    /// <returns>A share from 0 to 1 for each class, in the same order; 1 for a class larger than the pool.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The capacity is negative, a size is not above zero or a load is negative.
    /// </exception>
    public static IReadOnlyList<double> Blocking(int capacity, IReadOnlyList<OfferedClass> classes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        foreach (var offered in classes)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(offered.Size);
            ArgumentOutOfRangeException.ThrowIfNegative(offered.Erlangs);
        }

        var occupancy = Occupancy(capacity, classes);
        var total = occupancy.Sum();
        return [.. classes.Select(offered =>
            offered.Size > capacity ? 1 : occupancy[(capacity - offered.Size + 1)..].Sum() / total)];
    }

    /// <summary>The relative frequency of each occupancy of the pool, from none to all.</summary>
    private static double[] Occupancy(int capacity, IReadOnlyList<OfferedClass> classes)
    {
        var weights = new double[capacity + 1];
        weights[0] = 1;
        for (var used = 1; used <= capacity; used++)
        {
            var sum = 0.0;
            foreach (var offered in classes)
                if (offered.Size <= used)
                    sum += offered.Erlangs * offered.Size * weights[used - offered.Size];
            weights[used] = sum / used;
            if (weights[used] > Large)
                for (var i = 0; i <= used; i++)
                    weights[i] /= Large;
        }

        return weights;
    }
}

/// <summary>The requests of one size.</summary>
/// <param name="Size">The power that each asks for, in whole kW.</param>
/// <param name="Erlangs">
/// Arrivals per second times mean duration in seconds: how many would run on average if none were refused.
/// </param>
public readonly record struct OfferedClass(int Size, double Erlangs);
