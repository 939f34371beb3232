using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Divergence;
using CsCheck;

namespace AkkaGrid.Core.Tests.KeyValue.Divergence;

public sealed class ContentDigestTests
{
    private static readonly Gen<KeyVersion> Versions =
        from sequence in Gen.ULong[1, 4]
        from isLive in Gen.Bool
        select new KeyVersion(
            new Dot(new Incarnation(ReplicaId.Create("a"), 1), sequence),
            new HybridTimestamp(sequence),
            isLive ? new Value(new byte[] { 1 }) : null);

    private static readonly Gen<(Key Key, VersionSet Versions)[]> Histories = Gen.Select(
        Gen.Int[0, 30].Select(i => Key.Create(Keyspace.User, $"k{i}")),
        Versions.Array[0, 3].Select(versions =>
            VersionSet.Of(versions.DistinctBy(version => version.Dot)))).Array[0, 40];

    [Fact]
    public void Equal_content_has_equal_digests_whatever_lay_at_the_keys_before() =>
        Gen.Select(Histories, Gen.Int).Sample((history, seed) =>
        {
            var end = history.GroupBy(step => step.Key).Select(steps => steps.Last()).ToArray();
            new Random(seed).Shuffle(end);
            return Digest(history).Equals(Digest(end)) && Digest(history).Total == Digest(end).Total;
        });

    [Fact]
    public void Other_live_content_has_another_digest_and_shows_in_the_range_of_its_key() =>
        Gen.Select(Histories, Gen.Int[0, 30], Versions).Sample((history, place, version) =>
        {
            var key = Key.Create(Keyspace.User, $"k{place}");
            var before = history.LastOrDefault(step => step.Key == key).Versions ?? VersionSet.Empty;
            var after = VersionSet.Of(before.Versions.Where(other => other.Dot != version.Dot).Append(version));
            var (one, other) = (Digest(history), Digest([.. history, (key, after)]));
            return Live(before).SetEquals(Live(after))
                && (Live(after).Count == 0 || IsDeleted(before) == IsDeleted(after))
                ? one.Equals(other)
                : one.Differing(other) == 1U << ContentDigest.RangeOf(key) && one.Total != other.Total;
        });

    [Fact]
    public void Tombstones_that_hide_no_live_version_are_left_out()
    {
        var tombstone = VersionSet.Of(
            new KeyVersion(new Dot(new Incarnation(ReplicaId.Create("a"), 1), 1), new HybridTimestamp(1), null));

        Assert.False(new ContentDigest.Builder(ContentDigest.Empty)
            .Replace(Key.Create(Keyspace.User, "x"), VersionSet.Empty, tombstone));
        Assert.Equal(ContentDigest.Empty, Digest((Key.Create(Keyspace.User, "x"), tombstone)));
    }

    [Fact]
    public void A_tombstone_counts_that_hides_a_live_version()
    {
        var live = new KeyVersion(
            new Dot(new Incarnation(ReplicaId.Create("a"), 1), 1), new HybridTimestamp(2), new Value(new byte[] { 1 }));
        var key = Key.Create(Keyspace.User, "x");

        Assert.NotEqual(
            Digest((key, VersionSet.Of(live))), Digest((key, VersionSet.Of(live, Tombstone(timestamp: 3)))));
        Assert.Equal(Digest((key, VersionSet.Of(live))), Digest((key, VersionSet.Of(live, Tombstone(timestamp: 1)))));

        static KeyVersion Tombstone(ulong timestamp) =>
            new(new Dot(new Incarnation(ReplicaId.Create("b"), 2), 1), new HybridTimestamp(timestamp), null);
    }

    [Fact]
    public void The_name_of_a_version_its_identity_and_its_timestamp_all_count()
    {
        var version = new KeyVersion(
            new Dot(new Incarnation(ReplicaId.Create("a"), 1), 1), new HybridTimestamp(1), new Value(new byte[] { 1 }));
        var key = Key.Create(Keyspace.User, "x");

        Assert.All(
            [
                version with { Dot = version.Dot with { Sequence = 2 } },
                version with { Identity = version.Dot with { Sequence = 2 } },
                version with { Timestamp = new HybridTimestamp(2) },
            ],
            other => Assert.NotEqual(Digest((key, VersionSet.Of(version))), Digest((key, VersionSet.Of(other)))));
    }

    [Fact]
    public void It_reads_back_from_its_ranges() => Histories.Sample(history =>
        ContentDigest.Of(Digest(history).Ranges.ToArray()).Equals(Digest(history)));

    private static HashSet<Dot> Live(VersionSet versions) =>
        [.. versions.Versions.Where(version => version.Value is not null).Select(version => version.Dot)];

    private static bool IsDeleted(VersionSet versions) => versions.Winner is { Value: null };

    private static ContentDigest Digest(params (Key Key, VersionSet Versions)[] steps)
    {
        var builder = new ContentDigest.Builder(ContentDigest.Empty);
        var present = new Dictionary<Key, VersionSet>();
        foreach (var (key, versions) in steps)
        {
            builder.Replace(key, present.GetValueOrDefault(key, VersionSet.Empty), versions);
            present[key] = versions;
        }

        return builder.Digest;
    }
}
