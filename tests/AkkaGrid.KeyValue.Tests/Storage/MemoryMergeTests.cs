using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Testing.Storage;

namespace AkkaGrid.KeyValue.Tests.Storage;

public sealed class MemoryMergeTests : SnapshotMergeSuite
{
    protected override IReplicaStorage Storage { get; } = new MemoryStorage();
}
