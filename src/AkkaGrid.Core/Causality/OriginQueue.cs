namespace AkkaGrid.Core.Causality;

/// <summary>The updates of one origin that wait in a stash, and what the first of them waits for.</summary>
/// <param name="incarnation">The origin.</param>
/// <param name="slot">Its place in the stash.</param>
/// <typeparam name="T">What an update carries.</typeparam>
internal sealed class OriginQueue<T>(Incarnation incarnation, int slot)
{
    public Incarnation Incarnation { get; } = incarnation;

    public int Slot { get; } = slot;

    public ulong Delivered { get; set; }

    /// <summary>Whether the head of the delivered clock has an entry for it.</summary>
    public bool IsInHead { get; set; }

    /// <summary>The updates that wait.</summary>
    public HeldUpdates<HeldUpdate<T>> Held { get; } = new();

    /// <summary>
    /// Its last update that waits, and all that this depends on: what its earlier ones depend on, and they themselves,
    /// is among that.
    /// </summary>
    public VectorClock Known
    {
        get
        {
            var last = new Dot(Incarnation, Held.Farthest);
            return Held.TryGet(last.Sequence, out var held)
                ? held.Dependencies.Join(VectorClock.Of(last))
                : VectorClock.Empty;
        }
    }

    /// <summary>The first entry of the head's dependencies that is not known to be delivered.</summary>
    public int Resume { get; set; }

    /// <summary>Whether the head stands in the waiting index.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>Tells the present wait from those that are over.</summary>
    public int WaitNumber { get; private set; }

    /// <summary>The sequence of the head whose causes are all delivered, if it is so.</summary>
    public ulong? Ready { get; set; }

    public OriginWait<T> BeginWaiting()
    {
        IsWaiting = true;
        return new OriginWait<T>(this, ++WaitNumber);
    }

    public void StopWaiting() => IsWaiting = false;
}

/// <summary>An update that waits.</summary>
/// <param name="Dependencies">What its replica had delivered before it.</param>
/// <param name="Update">What it carries.</param>
/// <param name="Bytes">Its size.</param>
/// <typeparam name="T">What an update carries.</typeparam>
internal readonly record struct HeldUpdate<T>(VectorClock Dependencies, T Update, int Bytes);

/// <summary>An origin that stands in the waiting index; its head may be gone by the time that it is woken.</summary>
/// <param name="Origin">The origin.</param>
/// <param name="Number">Which of its waits it is.</param>
/// <typeparam name="T">What an update carries.</typeparam>
internal readonly record struct OriginWait<T>(OriginQueue<T> Origin, int Number)
{
    /// <summary>Whether the origin does not wait any more, or waits again.</summary>
    public bool IsOver => Origin.WaitNumber != Number || !Origin.IsWaiting;
}
