using System.Diagnostics.CodeAnalysis;

namespace AkkaGrid.Core.Charging;

/// <summary>The name a client gives its vehicle: 1 to 128 characters, none of them a control character.</summary>
public readonly record struct VehicleId
{
    /// <summary>The longest name that is taken, in characters.</summary>
    public const int MaxLength = 128;

    private readonly string? _value;

    private VehicleId(string value) => _value = value;

    /// <summary>The name itself.</summary>
    public string Value => _value ?? "";

    /// <summary>Takes a name that keeps to the rules.</summary>
    public static bool TryCreate([NotNullWhen(true)] string? value, out VehicleId id)
    {
        var valid = value is { Length: > 0 and <= MaxLength }
            && !value.Any(letter => char.IsControl(letter) || char.IsSurrogate(letter));
        id = valid ? new VehicleId(value!) : default;
        return valid;
    }

    /// <summary>Takes a name that is known to be valid.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    public static VehicleId Of(string value) =>
        TryCreate(value, out var id) ? id : throw new ArgumentException($"'{value}' is no vehicle id", nameof(value));

    /// <inheritdoc/>
    public override string ToString() => Value;
}
