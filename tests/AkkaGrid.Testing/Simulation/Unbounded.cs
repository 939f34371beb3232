using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Driving;

namespace AkkaGrid.Testing.Simulation;

/// <summary>The options of a driver that refuses nothing for lack of room.</summary>
internal static class Unbounded
{
    public static DriverOptions Of(ReplicaOptions replica) => new()
    {
        Replica = replica,
        MaxPendingBytes = long.MaxValue,
        MaxContextWaiters = int.MaxValue,
        Lab = true,
    };
}
