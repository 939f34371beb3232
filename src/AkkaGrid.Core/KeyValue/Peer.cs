using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue;

/// <summary>What a replica knows of another member of its set.</summary>
internal sealed class Peer(Incarnation incarnation)
{
    public ReplicaId Name => Incarnation.Replica;

    public Incarnation Incarnation { get; private set; } = incarnation;

    /// <summary>What the peer has on disk, as it said itself: never inferred from anything else.</summary>
    public VectorClock Known { get; private set; } = VectorClock.Empty;

    public bool IsReachable { get; set; }

    /// <summary>Takes the peer's word for its clock.</summary>
    /// <returns>Whether that is news.</returns>
    public bool Announced(Incarnation from, VectorClock clock)
    {
        // A new incarnation may have lost its disk: what an earlier one had says nothing of it.
        var known = from == Incarnation ? Known.Join(clock) : clock;
        var isNews = from != Incarnation || !Known.Equals(known);
        (Incarnation, Known) = (from, known);
        return isNews;
    }
}
