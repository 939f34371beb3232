using System.Threading.Channels;
using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Node.Management;

/// <summary>Passes the changes of the cluster on to the tails at this node; it outlives actor systems.</summary>
internal sealed class ClusterTail
{
    /// <summary>The largest number of tails at one node.</summary>
    public const int MaxTails = 64;

    // A cluster of hundreds of nodes that breaks apart makes so many changes at once.
    private const int MaxBacklog = 1024;

    private readonly Lock _gate = new();
    private readonly List<Place> _places = [];

    /// <summary>Opens a tail; null where the limit is reached.</summary>
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

    /// <summary>Passes a change on to all tails; ends a tail that is too far behind.</summary>
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

    /// <summary>One tail.</summary>
    internal sealed class Place(ClusterTail tail) : IDisposable
    {
        private readonly Channel<ClusterChange> _changes = Channel.CreateBounded<ClusterChange>(MaxBacklog);

        /// <summary>The changes since it was opened; ends where its reader falls too far behind.</summary>
        public ChannelReader<ClusterChange> Changes => _changes.Reader;

        public void Tell(ClusterChange change)
        {
            if (!_changes.Writer.TryWrite(change))
                _changes.Writer.TryComplete();
        }

        public void Dispose() => tail.Close(this);
    }
}
