using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Repair;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue.Driving;

/// <summary>
/// Answers the pulls and snapshot requests of peers from disk. It only reads, on the driver's thread or on another.
/// </summary>
/// <param name="self">The start in whose name it answers.</param>
/// <param name="storage">The disk.</param>
/// <param name="options">The size limits of a message.</param>
public sealed class RepairResponder(Incarnation self, IReplicaStorage storage, ReplicaOptions options) : IDisposable
{
    private readonly RepairSource _source = new(self, storage, options);
    private long _tick;

    /// <summary>The messages that answer a request, read lazily; none for other messages.</summary>
    /// <exception cref="IOException">
    /// The disk cannot be read. Messages read before that may be sent: the peer asks another replica for the rest.
    /// </exception>
    public IEnumerable<ReplicaMessage> Answer(ReplicaMessage request) => request switch
    {
        PullRequest pull => _source.Answer(pull),
        SnapshotRequest snapshot when _source.Answer(snapshot, _tick) is { } answer => [answer],
        _ => [],
    };

    /// <summary>Handles a tick: closes the snapshots that have been idle for too long.</summary>
    public void Tick() => _source.Expire(++_tick);

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();
}
