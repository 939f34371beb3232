using System.Globalization;

namespace AkkaGrid.Core.Causality;

/// <summary>
/// One start of a replica. A start never continues an earlier one, so a replica that lost or went back on its disk
/// cannot name two updates alike.
/// </summary>
/// <param name="Replica">The replica that started.</param>
/// <param name="Nonce">64 random bits, which alone tell this start from every other.</param>
public readonly record struct Incarnation(ReplicaId Replica, ulong Nonce) : IComparable<Incarnation>
{
    /// <inheritdoc/>
    public int CompareTo(Incarnation other)
    {
        var byReplica = Replica.CompareTo(other.Replica);
        return byReplica != 0 ? byReplica : Nonce.CompareTo(other.Nonce);
    }

    /// <summary>Reads the text form, <c>name.incarnation</c> with 16 hexadecimal digits.</summary>
    public static bool TryParse(string? text, out Incarnation incarnation)
    {
        incarnation = default;
        var separator = text?.LastIndexOf('.') ?? -1;
        if (separator < 0 || text!.Length - separator != 17
            || !ReplicaId.TryCreate(text[..separator], out var replica)
            || !ulong.TryParse(
                text.AsSpan(separator + 1),
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out var nonce))
        {
            return false;
        }

        incarnation = new Incarnation(replica, nonce);
        return true;
    }

    /// <summary>The text form, <c>name.incarnation</c>.</summary>
    public override string ToString() => $"{Replica}.{Nonce:x16}";
}
