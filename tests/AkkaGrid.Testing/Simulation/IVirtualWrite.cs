using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Driving;

namespace AkkaGrid.Testing.Simulation;

/// <summary>The answer to a write, of which the simulator is told what becomes of it.</summary>
public interface IVirtualWrite : IWriteReply
{
    /// <summary>The time by the replica's clock when it took the write.</summary>
    DateTimeOffset WallTime { get; }

    /// <summary>The write has become an update.</summary>
    void Made(WriteCommitted update);

    /// <summary>Answers that the write has met its concern.</summary>
    void Acknowledge();
}
