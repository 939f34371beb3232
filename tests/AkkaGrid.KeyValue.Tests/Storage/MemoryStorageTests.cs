using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Testing.Storage;

namespace AkkaGrid.KeyValue.Tests.Storage;

public sealed class MemoryStorageTests : ReplicaStorageSuite
{
    protected override IReplicaStorage Storage { get; } = new MemoryStorage();
}
