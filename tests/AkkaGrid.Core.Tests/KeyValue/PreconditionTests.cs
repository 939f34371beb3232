using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.Core.Tests.KeyValue;

public sealed class PreconditionTests
{
    private static readonly VersionSet Nothing = VersionSet.Empty;
    private static readonly VersionSet Held = Of(new Value("v"u8.ToArray(), "text/plain"));
    private static readonly VersionSet Deleted = Of(null);

    [Fact]
    public void A_key_must_have_one_of_the_tags()
    {
        var condition = new Precondition(new TagSet(["other", ETag.Of(Held)]));

        Assert.True(condition.HoldsFor(Held));
        Assert.False(condition.HoldsFor(Nothing));
        Assert.False(new Precondition(new TagSet(["other"])).HoldsFor(Held));
        Assert.False(new Precondition(new TagSet([])).HoldsFor(Held));
    }

    [Fact]
    public void A_key_must_have_none_of_the_tags()
    {
        var condition = new Precondition(null, new TagSet(["other", ETag.Of(Held)]));

        Assert.False(condition.HoldsFor(Held));
        Assert.True(condition.HoldsFor(Nothing));
        Assert.True(new Precondition(null, new TagSet(["other"])).HoldsFor(Held));
    }

    [Fact]
    public void Any_value_is_none_that_was_deleted()
    {
        var (exists, absent) = (new Precondition(TagSet.AnyValue), new Precondition(null, TagSet.AnyValue));

        Assert.Equal((true, false, false), (exists.HoldsFor(Held), exists.HoldsFor(Deleted), exists.HoldsFor(Nothing)));
        Assert.Equal((false, true, true), (absent.HoldsFor(Held), absent.HoldsFor(Deleted), absent.HoldsFor(Nothing)));
    }

    [Fact]
    public void Both_must_hold()
    {
        var tag = new TagSet([ETag.Of(Held)]);

        Assert.False(new Precondition(tag, tag).HoldsFor(Held));
        Assert.True(new Precondition(tag, new TagSet(["other"])).HoldsFor(Held));
    }

    [Fact]
    public void The_ledgers_condition_is_a_tag_that_of_nothing_included()
    {
        Assert.Null(Precondition.Of(null));
        Assert.True(Precondition.Of(ETag.Of(Nothing))!.HoldsFor(Nothing));
        Assert.False(Precondition.Of(ETag.Of(Nothing))!.HoldsFor(Held));
        Assert.True(Precondition.Of("*")!.HoldsFor(Held));
    }

    private static VersionSet Of(Value? value) => VersionSet.Of(new KeyVersion(
        new Dot(new Incarnation(ReplicaId.Create("a"), 1), 1), new HybridTimestamp(1 << 20), value));
}
