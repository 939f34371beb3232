namespace AkkaGrid.Core.Charging;

/// <summary>How long a session lasts, as in the original substation.</summary>
public static class SessionDuration
{
    /// <summary>The least factor of chance that a substation draws.</summary>
    public const double MinFactor = 0.8;

    /// <summary>The greatest factor of chance that a substation draws.</summary>
    public const double MaxFactor = 1.2;

    /// <summary>How many times as long a session may last for being given less than it asked for.</summary>
    public const double MaxStretch = 1000;

    private const double HighPriority = 0.7;
    private const double LowPriority = 1.3;
    private static readonly TimeSpan MinAtHighPriority = TimeSpan.FromSeconds(5);

    /// <summary>The time a session takes.</summary>
    /// <param name="processingTime">What the substation is configured with.</param>
    /// <param name="priority">High takes 0.7 of it but not under 5 s before chance, low 1.3.</param>
    /// <param name="factor">
    /// Chance: a substation draws it from <see cref="MinFactor"/> to <see cref="MaxFactor"/>.
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
    /// The time a session takes that is given less than it asked for: longer in proportion, so that it takes the same
    /// energy, up to <see cref="MaxStretch"/> times as long.
    /// </summary>
    /// <param name="processingTime">What the substation is configured with.</param>
    /// <param name="priority">How urgent it is.</param>
    /// <param name="factor">
    /// Chance: a substation draws it from <see cref="MinFactor"/> to <see cref="MaxFactor"/>.
    /// </param>
    /// <param name="asked">What was asked for.</param>
    /// <param name="granted">What it is given; above zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not above zero.</exception>
    public static TimeSpan Of(
        TimeSpan processingTime, Priority priority, double factor, Kilowatts asked, Kilowatts granted) =>
        Of(processingTime, priority, factor) * Math.Min((double)asked.Milliwatts / granted.Milliwatts, MaxStretch);

    private static TimeSpan Longer(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
