namespace AkkaGrid.Node.Configuration;

/// <summary>One substation that this node hosts.</summary>
internal sealed class SubstationOptions
{
    /// <summary>The longest <see cref="Id"/>, in characters.</summary>
    public const int MaxIdLength = 64;

    /// <summary>The range of <see cref="MaxCapacity"/>.</summary>
    public static readonly Bounds<decimal> MaxCapacityBounds = new(0.1m, 1_000_000m, "kW");

    /// <summary>The range of <see cref="ChargeProcessingTime"/>.</summary>
    public static readonly Bounds<TimeSpan> ChargeProcessingTimeBounds =
        new(TimeSpan.FromSeconds(0.1), TimeSpan.FromDays(1), "seconds");

    /// <summary>The substation's id, unique in the whole grid: letters, digits, '.', '_', '-'. No default.</summary>
    public string Id { get; set; } = "";

    /// <summary>The rating in kW. No default.</summary>
    public decimal? MaxCapacity { get; set; }

    /// <summary>How long a session of normal priority lasts, on average. Default: 10 s.</summary>
    public TimeSpan ChargeProcessingTime { get; set; } = TimeSpan.FromSeconds(10);
}
