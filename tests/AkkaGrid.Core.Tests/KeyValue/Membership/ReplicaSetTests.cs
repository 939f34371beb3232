using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Membership;
using CsCheck;

namespace AkkaGrid.Core.Tests.KeyValue.Membership;

public sealed class ReplicaSetTests
{
    private static readonly Gen<Member> Members =
        from name in Gen.Char["abc"]
        from start in Gen.ULong[0, 1]
        from entered in Gen.ULong[1, 3]
        from isActive in Gen.Bool
        select new Member(
            new Incarnation(ReplicaId.Create(name.ToString()), (2UL * name) + start),
            new HybridTimestamp(entered),
            isActive ? MemberStatus.Active : MemberStatus.Retired);

    private static readonly Gen<ReplicaSet> Sets = Members.Array[0, 6].Select(members => ReplicaSet.Of(members));

    [Fact]
    public void Sets_join_in_any_order_to_the_same() => Gen.Select(Sets, Sets, Sets).Sample((a, b, c) =>
        a.Join(b).Equals(b.Join(a)) && a.Join(b).Join(c).Equals(a.Join(b.Join(c))) && a.Join(a).Equals(a));

    [Fact]
    public void A_later_entry_supersedes_an_earlier_one_and_a_retirement_the_entry_that_it_ends() =>
        Gen.Select(Sets, Members).Sample((set, member) =>
        {
            var joined = set.With(member).Find(member.Name)!;
            return joined.CompareTo(member) >= 0
                && (set.Find(member.Name) is not { } before || joined.CompareTo(before) >= 0)
                && member.CompareTo(member with { Status = MemberStatus.Retired }) <= 0;
        });

    [Fact]
    public void Only_active_members_count() => Sets.Sample(set =>
        set.ActiveCount == set.Members.Count(member => member.IsActive)
        && set.Members.All(member => set.IsCurrent(member.Incarnation) == member.IsActive));
}
