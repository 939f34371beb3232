using System.Runtime.Serialization;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.KeyValue.Wire;

/// <summary>
/// Puts the parts of large messages together again, one message at a time from each sender. A sender's parts arrive in
/// order, so a part that does not fit means that one was lost: the message is given up, and repair brings it again.
/// </summary>
/// <typeparam name="TSender">What names a sender.</typeparam>
internal sealed class FragmentAssembler<TSender>(int maxMessageBytes)
    where TSender : notnull
{
    private const int MaxSenders = 64;

    private readonly Dictionary<TSender, List<Fragment>> _open = [];

    /// <summary>Takes a part; the whole message, where it is the last.</summary>
    public ReplicaMessage? Add(TSender sender, Fragment part)
    {
        if (part.Index == 0)
            Begin(sender);
        if (!_open.TryGetValue(sender, out var parts))
            return null;
        if (part.Index != parts.Count
            || (parts.Count > 0 && (parts[0].MessageId != part.MessageId || parts[0].Count != part.Count))
            || (long)part.Count * Fragments.PartBytes > (long)maxMessageBytes + Fragments.PartBytes)
        {
            _open.Remove(sender);
            return null;
        }

        parts.Add(part);
        if (parts.Count < part.Count)
            return null;
        _open.Remove(sender);
        return Read(part.Manifest, Join(parts));
    }

    /// <summary>The whole message; null where it cannot be read, which is a message lost and no failure of the receiver.</summary>
    private static ReplicaMessage? Read(string manifest, byte[] bytes)
    {
        try
        {
            return ReplicationSerializer.Read(manifest, bytes) as ReplicaMessage;
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

    private void Begin(TSender sender)
    {
        if (_open.Count >= MaxSenders && !_open.ContainsKey(sender))
            _open.Clear();
        _open[sender] = [];
    }
}
