namespace AkkaGrid.Core.Charging;

/// <summary>Computes how long a session lasts, as in the original substation.</summary>
public static class SessionDuration
{
    /// <summary>The smallest random factor that a substation draws.</summary>
    public const double MinFactor = 0.8;

    /// <summary>The largest random factor that a substation draws.</summary>
    public const double MaxFactor = 1.2;

    /// <summary>
    /// The largest factor by which a session lasts longer because it is granted less than it asked for.
    /// </summary>
    public const double MaxStretch = 1000;

    private const double HighPriority = 0.7;
    private const double LowPriority = 1.3;
    private static readonly TimeSpan MinAtHighPriority = TimeSpan.FromSeconds(5);

    /// <summary>The duration of a session.</summary>
    /// <param name="processingTime">The configured processing time of the substation.</param>
    /// <param name="priority">
    /// High multiplies it by 0.7, but to no less than 5 s before the random factor; low by 1.3.
    /// </param>
    /// <param name="factor">
    /// The random factor: a substation draws it from <see cref="MinFactor"/> to <see cref="MaxFactor"/>.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not above zero.</exception>
    public static TimeSpan Of(TimeSpan processingTime, Priority priority, double factor)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(factor);
        var planned = priority switch
        {
            Priority.High => Longer(processingTime * HighPriority, MinAtHighPriority),
            Priority.Low => processingTime * LowPriority,
            _ => processingTime,
        };
        return planned * factor;
    }

    /// <summary>
    /// The duration of a session that is granted less than it asked for: longer in proportion, so that it takes the
    /// same energy, but at most <see cref="MaxStretch"/> times as long.
    /// </summary>
    /// <param name="processingTime">The configured processing time of the substation.</param>
    /// <param name="priority">How urgent it is.</param>
    /// <param name="factor">
    /// The random factor: a substation draws it from <see cref="MinFactor"/> to <see cref="MaxFactor"/>.
    /// </param>
    /// <param name="asked">The requested power.</param>
    /// <param name="granted">The granted power; above zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not above zero.</exception>
    public static TimeSpan Of(
        TimeSpan processingTime, Priority priority, double factor, Kilowatts asked, Kilowatts granted) =>
        Of(processingTime, priority, factor) * Math.Min((double)asked.Milliwatts / granted.Milliwatts, MaxStretch);

    private static TimeSpan Longer(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
