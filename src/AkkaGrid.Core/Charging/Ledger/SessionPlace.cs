using System.Diagnostics.CodeAnalysis;

namespace AkkaGrid.Core.Charging.Ledger;

/// <summary>
/// The position of a session in lists, which identifies the next page: its id, then its substation where it is
/// superseded.
/// </summary>
public readonly record struct SessionPlace
{
    private const char Separator = '/';

    private readonly string? _value;

    private SessionPlace(string value) => _value = value;

    /// <summary>The place as text; places are ordered by the ordinal order of these texts.</summary>
    public string Value => _value ?? "";

    /// <summary>The id of the session at this place.</summary>
    public SessionId Session => SessionId.TryCreate(Value.Split(Separator)[0], out var session) ? session : default;

    /// <summary>The place of a session.</summary>
    public static SessionPlace Of(ChargingSession session) =>
        session.SupersededBy is null ? Of(session.Id) : new(session.Id.Value + Separator + session.Substation.Value);

    /// <summary>The place of the session that stands for an id.</summary>
    public static SessionPlace Of(SessionId session) => new(session.Value);

    /// <summary>Parses a place as <see cref="Value"/> formats it.</summary>
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
