using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Membership;

namespace AkkaGrid.KeyValue.Storage;

/// <summary>The members of the replica set as the record of the state has them.</summary>
internal static class MemberRecord
{
    public static ReplicaSet Read(IEnumerable<Format.Proto.StoredMember> records) =>
        ReplicaSet.Of(records.Select(member => new Member(
            new Incarnation(ReplicaId.Create(member.Name), member.Nonce),
            new HybridTimestamp(member.Entered),
            (MemberStatus)member.Status)));
}
