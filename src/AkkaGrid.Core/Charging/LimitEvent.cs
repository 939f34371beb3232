using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AkkaGrid.Core.Charging;

/// <summary>A demand-response event: a temporary limit of a substation.</summary>
/// <param name="Start">When it begins, by the substation's clock.</param>
/// <param name="Duration">How long it lasts; <see cref="Unlimited"/> until it is ended.</param>
/// <param name="Limit">The limit while it lasts; may be zero.</param>
public sealed record LimitEvent(DateTimeOffset Start, TimeSpan Duration, Kilowatts Limit)
{
    private const int IdBytes = 6;

    /// <summary>
    /// The duration of an event that lasts until it is ended: a hundred years, which earlier versions understand.
    /// </summary>
    public static TimeSpan Unlimited { get; } = TimeSpan.FromDays(36_525);

    /// <summary>
    /// Identifies it among the events of its substation. The id is derived from the event, so that a repeated request
    /// adds no second event.
    /// </summary>
    public string Id { get; init; } = IdOf(Start, Duration, Limit, null);

    /// <summary>Its display name; null for none.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// Whether its begin is recorded: it then counts as begun by any clock, even one that was set back to before its
    /// start.
    /// </summary>
    public bool IsBegun { get; init; }

    /// <summary>Whether it lasts until it is ended.</summary>
    public bool IsOpenEnded => Duration >= Unlimited;

    /// <summary>When it ends.</summary>
    public DateTimeOffset End => Start + Duration;

    /// <summary>Whether it is in force at a moment.</summary>
    public bool Covers(DateTimeOffset at) => Start <= at && at < End;

    /// <summary>An event with its id.</summary>
    public static LimitEvent Named(DateTimeOffset start, TimeSpan duration, Kilowatts limit, string? name) =>
        new(start, duration, limit) { Name = name, Id = IdOf(start, duration, limit, name) };

    /// <summary>
    /// The event as a substation resumes it from its record. Where the clock is now before its start, it starts again
    /// with its full duration.
    /// </summary>
    public LimitEvent ResumedAt(DateTimeOffset now) => IsBegun && now < Start ? this with { Start = now } : this;

    private static string IdOf(DateTimeOffset start, TimeSpan duration, Kilowatts limit, string? name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(
            Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture, $"{start.UtcTicks}/{duration.Ticks}/{limit.Milliwatts}/{name}")),
            hash);
        return Convert.ToHexStringLower(hash[..IdBytes]);
    }
}
