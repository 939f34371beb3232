using System.Threading.Channels;
using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Node.Management;

/// <summary>Hands what changes in the cluster on to those who tail it at this node; it outlives actor systems.</summary>
internal sealed class ClusterTail
{
    /// <summary>The most tails at one node.</summary>
    public const int MaxTails = 64;

    // A cluster of hundreds that falls apart makes so many changes at once.
    private const int MaxBacklog = 1024;

    private readonly Lock _gate = new();
    private readonly List<Place> _places = [];

    /// <summary>Takes a place among those who are told; null where there are as many as there may be.</summary>
    public Place? TryOpen()
    {
        lock (_gate)
        {
            if (_places.Count >= MaxTails)
                return null;
            var place = new Place(this);
            _places.Add(place);
            return place;
        }
    }

    /// <summary>Tells all of a change; who is too far behind is told nothing more.</summary>
    public void Tell(ClusterChange change)
    {
        lock (_gate)
            foreach (var place in _places)
                place.Tell(change);
    }

    private void Close(Place place)
    {
        lock (_gate)
            _places.Remove(place);
    }

    /// <summary>The place of one who is told.</summary>
    internal sealed class Place(ClusterTail tail) : IDisposable
    {
        private readonly Channel<ClusterChange> _changes = Channel.CreateBounded<ClusterChange>(MaxBacklog);

        /// <summary>What has changed since it was opened; ends where too much was left unread.</summary>
        public ChannelReader<ClusterChange> Changes => _changes.Reader;

        public void Tell(ClusterChange change)
        {
            if (!_changes.Writer.TryWrite(change))
                _changes.Writer.TryComplete();
        }

        public void Dispose() => tail.Close(this);
    }
}
