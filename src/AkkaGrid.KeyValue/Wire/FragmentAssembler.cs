using System.Runtime.Serialization;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.KeyValue.Wire;

/// <summary>
/// Puts the parts of large messages together again, a few messages at a time. The parts of one message arrive in order,
/// so a part that does not fit means that one was lost: the message is given up, and repair brings it again.
/// </summary>
/// <typeparam name="TSender">What names a sender.</typeparam>
/// <param name="maxMessageBytes">The size of the largest message that is put together.</param>
/// <param name="bases">The clock bases with which messages are read.</param>
internal sealed class FragmentAssembler<TSender>(long maxMessageBytes, ClockBases bases)
    where TSender : notnull
{
    private const int MaxOpen = 32;

    private readonly Dictionary<(TSender Sender, ulong MessageId), List<Fragment>> _open = [];

    /// <summary>
    /// Takes a part; the whole message where it is the last, or <see cref="UnknownBases"/> in its place.
    /// </summary>
    public object? Add(TSender sender, Fragment part)
    {
        var key = (sender, part.MessageId);
        if (part.Index == 0)
            Begin(key);
        if (!_open.TryGetValue(key, out var parts))
            return null;
        if (part.Index != parts.Count
            || (parts.Count > 0 && parts[0].Count != part.Count)
            || (long)part.Count * Fragments.PartBytes > maxMessageBytes + Fragments.PartBytes)
        {
            _open.Remove(key);
            return null;
        }

        parts.Add(part);
        if (parts.Count < part.Count)
            return null;
        _open.Remove(key);
        return Read(part.Manifest, Join(parts));
    }

    /// <summary>
    /// The whole message; null where it cannot be read, which is a message lost and no failure of the receiver.
    /// </summary>
    private object? Read(string manifest, byte[] bytes)
    {
        try
        {
            return ReplicationSerializer.Read(manifest, bytes, bases) as ReplicaMessage;
        }
        catch (UnknownBasesException unknown)
        {
            return new UnknownBases(unknown.Names);
        }
        catch (SerializationException)
        {
            return null;
        }
    }

    private static byte[] Join(List<Fragment> parts)
    {
        var whole = new byte[parts.Sum(part => part.Bytes.Length)];
        var length = 0;
        foreach (var part in parts)
        {
            part.Bytes.CopyTo(whole.AsMemory(length));
            length += part.Bytes.Length;
        }

        return whole;
    }

    private void Begin((TSender Sender, ulong MessageId) key)
    {
        if (_open.Count >= MaxOpen && !_open.ContainsKey(key))
            _open.Clear();
        _open[key] = [];
    }
}
