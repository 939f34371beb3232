using System.Collections.Immutable;
using System.Text;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Lab;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.KeyValue.Wire;

namespace AkkaGrid.KeyValue.Tests;

/// <summary>Names, values and messages that the tests share.</summary>
internal static class Samples
{
    public static readonly Incarnation A = new(ReplicaId.Create("a"), 0xA1);
    public static readonly Incarnation B = new(ReplicaId.Create("b"), 0xB2);
    public static readonly Incarnation C = new(ReplicaId.Create("c"), 0xC3);

    private static readonly VectorClock Clock = VectorClock.Of(new Dot(A, 7), new Dot(B, 300));

    private static readonly Fold Restated = new(C, 3) { Restated = 4, RestatedFinal = 5, RenewedFrom = 4 };

    private static readonly Outlook Outlook = new(
        ReplicaSet.Of(new Member(A, new HybridTimestamp(4)), new Member(C, new HybridTimestamp(5), Standing.Retired)),
        true,
        VectorClock.Of(new Dot(B, 2)),
        0xF00D,
        [C])
    {
        UnderstoodDigest = 0xBEEF,
    };

    private static readonly SnapshotGround Ground = new(Folds.Of(Restated), VectorClock.Of(new Dot(B, 2)), VectorClock.Of(new Dot(B, 3)));

    private static readonly ImmutableArray<Update> Updates =
    [
        new(new Dot(A, 6), VectorClock.Of(new Dot(A, 5), new Dot(B, 299)), new HybridTimestamp(1 << 20), [Put("x", "1")]),
        new(
            new Dot(A, 7),
            VectorClock.Of(new Dot(A, 6), new Dot(B, 300)),
            new HybridTimestamp(2 << 20),
            [new Mutation(Key("ключ"), new Value(new byte[] { 0, 255 }, "image/png")), new Mutation(Key("x"), null)]),
    ];

    private static readonly Update Restating =
        new(new Dot(A, 8), VectorClock.Of(new Dot(A, 7)), new HybridTimestamp(3 << 20), [Put("y", "2") with { Revives = true }])
        {
            Restates = new Restatement([new RestatedUpdate(new Dot(C, 4), 5)], VectorClock.Of(new Dot(B, 1)), new HybridTimestamp(1 << 20)),
        };

    /// <summary>One message of every kind, with its manifest and the bytes that all versions of the program agree on.</summary>
    public static readonly IReadOnlyDictionary<object, (string Manifest, string Bytes)> Golden =
        new Dictionary<object, (string Manifest, string Bytes)>(ReferenceEqualityComparer.Instance)
        {
            [new ClockAnnouncement(A, Clock, Outlook)] = (
                "c",
                "0A0C0A016111A1000000000000000A0C0A016211B2000000000000000A0C0A016311C3000000000000001A06"
                + "0A0407AC020022380A091104000000000000000A0D0802110500000000000000180112050A03000200190DF0"
                + "000000000000220102280139EFBE000000000000"),
            [new UpdateBatch(A, Clock, Updates, WantsClock: true)] = (
                "u",
                "0A0C0A016111A1000000000000000A0C0A016211B2000000000000001A050A0307AC02221C10061A0301AB02"
                + "2100001000000000002A0A08011201781A030A013122331A0201012100002000000000002A1D08011208D0BA"
                + "D0BBD18ED1871A0F0A0200FF1209696D6167652F706E672A0508011201782801"),
            [new PullRequest(B, 9, [new Dot(A, 6), new Dot(C, 1)])] = (
                "p",
                "0A0C0A016111A1000000000000000A0C0A016211B2000000000000000A0C0A016311C3000000000000001001"
                + "180922021006220408021001"),
            [new PullAnswer(B, Clock, 9, [.. Updates, Restating], [C], IsLast: true)] = (
                "a",
                "0A0C0A016111A1000000000000000A0C0A016211B2000000000000000A0C0A016311C3000000000000001001"
                + "1A060A0407AC020020092A1C10061A0301AB022100001000000000002A0A08011201781A030A01312A331A02"
                + "01012100002000000000002A1D08011208D0BAD0BBD18ED1871A0F0A0200FF1209696D6167652F706E672A05"
                + "08011201782A401A0B01D4FDFFFFFFFFFFFFFF012100003000000000002A0C08011201791A030A0132200132"
                + "1A0A080A0408021004100512050A030001001900001000000000003201023801"),
            [new SnapshotRequest(C, 4, Key("x"))] = ("s", "0A0C0A016311C300000000000000180422050801120178"),
            [new SnapshotChunk(
                B,
                4,
                Clock,
                new HybridTimestamp(2 << 20),
                Key("w"),
                [KeyValuePair.Create(Key("x"), VersionSet.Of(Version(new Dot(A, 6), 3, "1"), Version(new Dot(B, 2), 2, null, new Dot(A, 4))))],
                Ground)] = (
                "k",
                "0A0C0A016111A1000000000000000A0C0A016211B2000000000000000A0C0A016311C3000000000000001001"
                + "180422060A0407AC0200290000200000000000320508011201773A300A05080112017812120A021006110300"
                + "0000000000001A030A013112130A0408011002110200000000000000220210044A1C0A0C0802100318012004"
                + "2805300412050A030002001A050A03000300"),
            [new FoldsRequest(B)] = ("o", "0A0C0A016211B200000000000000"),
            [new FoldsAnswer(B, [new Fold(A, 7) { IsUnderstood = true }, Restated])] = (
                "O",
                "0A0C0A016111A1000000000000000A0C0A016211B2000000000000000A0C0A016311C3000000000000001001"
                + "1A061007180138011A0C080210031801200428053004"),
            [new SnapshotGone(B, 4)] = ("g", "0A0C0A016211B2000000000000001804"),
            [new Fragment(8, 1, 3, "u", new byte[] { 1, 2, 3 })] = ("f", "0808100118032201752A03010203"),
            [new SetLink(5, new Link(A.Replica, B.Replica, LinkMode.Delay, TimeSpan.FromMilliseconds(250), 0.5))] = ("l", "08051201611A0162200228FA0131000000000000E03F"),
            [new KeyRequest(6, B, Key("x"))] = ("q", "0A0C0A016211B200000000000000180622050801120178"),
            [new KeyAnswer(6, C, Key("x"), VersionSet.Of(Version(new Dot(B, 2), 2, "v")))] = (
                "r",
                "0A0C0A016211B2000000000000000A0C0A016311C30000000000000010011806221B0A05080112017812120A"
                + "0210021102000000000000001A030A0176"),
            [new LinkSet(5)] = ("L", "0805"),
        };

    public static Member MemberOf(Incarnation incarnation) => new(incarnation, new HybridTimestamp(incarnation.Nonce));

    public static Key Key(string name) => Core.KeyValue.Key.Create(Keyspace.User, name);

    public static Value Value(string text) => new(Encoding.UTF8.GetBytes(text));

    public static string? Text(VersionSet versions) =>
        versions.Winner?.Value is { } value ? Encoding.UTF8.GetString(value.Bytes.Span) : null;

    public static Mutation Put(string key, string value) => new(Key(key), Value(value));

    public static KeyVersion Version(Dot dot, ulong timestamp, string? value, params Dot[] originals) =>
        new(dot, new HybridTimestamp(timestamp), value is null ? null : Value(value)) { Originals = [.. originals] };

    public static Update Update(Dot dot, VectorClock dependencies, params Mutation[] mutations) =>
        new(dot, dependencies, new HybridTimestamp((1 << 20) + dot.Sequence), [.. mutations]);
}
