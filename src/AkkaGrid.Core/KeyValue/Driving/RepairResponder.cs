using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Repair;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue.Driving;

/// <summary>
/// Answers the pulls and snapshot requests of peers from what is on disk. It only reads, beside the driver or in its
/// thread.
/// </summary>
/// <param name="self">The start in whose name it answers.</param>
/// <param name="storage">The disk.</param>
/// <param name="options">How much a message may hold.</param>
public sealed class RepairResponder(Incarnation self, IReplicaStorage storage, ReplicaOptions options) : IDisposable
{
    private readonly RepairSource _source = new(self, storage, options);
    private long _tick;

    /// <summary>The messages that answer a request, read as they are asked for; none for other messages.</summary>
    /// <exception cref="IOException">
    /// The disk cannot be read. What was read by then may be sent: whoever lacks the rest asks elsewhere.
    /// </exception>
    public IEnumerable<ReplicaMessage> Answer(ReplicaMessage request) => request switch
    {
        PullRequest pull => _source.Answer(pull),
        SnapshotRequest snapshot when _source.Answer(snapshot, _tick) is { } answer => [answer],
        _ => [],
    };

    /// <summary>Lets time pass: closes the snapshots that nobody has asked for lately.</summary>
    public void Tick() => _source.Expire(++_tick);

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();
}
