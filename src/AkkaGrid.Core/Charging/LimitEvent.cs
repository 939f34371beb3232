using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AkkaGrid.Core.Charging;

/// <summary>A demand-response event: for some time a substation may give less.</summary>
/// <param name="Start">When it begins, in the substation's clock.</param>
/// <param name="Duration">How long it lasts; <see cref="Unlimited"/> until it is ended.</param>
/// <param name="Limit">What the substation may give meanwhile; nothing, too.</param>
public sealed record LimitEvent(DateTimeOffset Start, TimeSpan Duration, Kilowatts Limit)
{
    private const int IdBytes = 6;

    /// <summary>
    /// The duration of an event that lasts until it is ended: a hundred years, which earlier versions understand.
    /// </summary>
    public static TimeSpan Unlimited { get; } = TimeSpan.FromDays(36_525);

    /// <summary>
    /// Names it among the events of its substation. It follows from the event, so that asking again makes no second
    /// one.
    /// </summary>
    public string Id { get; init; } = IdOf(Start, Duration, Limit, null);

    /// <summary>What people call it; null for nothing.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// Whether it is on record that it has begun: so it has then by whatever clock, also one that has gone back to
    /// before its start.
    /// </summary>
    public bool IsBegun { get; init; }

    /// <summary>Whether it lasts until it is ended.</summary>
    public bool IsOpenEnded => Duration >= Unlimited;

    /// <summary>When it is over.</summary>
    public DateTimeOffset End => Start + Duration;

    /// <summary>Whether it is in force at a moment.</summary>
    public bool Covers(DateTimeOffset at) => Start <= at && at < End;

    /// <summary>An event with its id.</summary>
    public static LimitEvent Named(DateTimeOffset start, TimeSpan duration, Kilowatts limit, string? name) =>
        new(start, duration, limit) { Name = name, Id = IdOf(start, duration, limit, name) };

    /// <summary>
    /// The event as a substation resumes it from its record. Where the clock has gone back to before its start, it
    /// starts again with its full duration.
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
