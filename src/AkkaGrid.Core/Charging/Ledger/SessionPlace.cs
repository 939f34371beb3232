using System.Diagnostics.CodeAnalysis;

namespace AkkaGrid.Core.Charging.Ledger;

/// <summary>
/// The place of a session in lists, by which the next page is asked for: its name, then its substation where it is
/// superseded.
/// </summary>
public readonly record struct SessionPlace
{
    private const char Separator = '/';

    private readonly string? _value;

    private SessionPlace(string value) => _value = value;

    /// <summary>The place as text; places are in the ordinal order of these.</summary>
    public string Value => _value ?? "";

    /// <summary>The session that is there.</summary>
    public SessionId Session => SessionId.TryCreate(Value.Split(Separator)[0], out var session) ? session : default;

    /// <summary>Where a session is.</summary>
    public static SessionPlace Of(ChargingSession session) =>
        session.SupersededBy is null ? Of(session.Id) : new(session.Id.Value + Separator + session.Substation.Value);

    /// <summary>Where the session is that stands for a name.</summary>
    public static SessionPlace Of(SessionId session) => new(session.Value);

    /// <summary>Takes a place as <see cref="Value"/> gives it.</summary>
    public static bool TryCreate([NotNullWhen(true)] string? value, out SessionPlace place)
    {
        var parts = value?.Split(Separator, 2) ?? [];
        var valid = parts.Length > 0 && SessionId.TryCreate(parts[0], out _)
            && (parts.Length == 1 || SubstationId.TryCreate(parts[1], out _));
        place = valid ? new SessionPlace(value!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
