using System.Collections.Immutable;
using System.Text;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Divergence;
using AkkaGrid.Core.KeyValue.Lab;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Merging;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.KeyValue.Wire;

namespace AkkaGrid.KeyValue.Tests;

/// <summary>Names, values and messages that the tests share.</summary>
internal static class Samples
{
    public static readonly Incarnation A = new(ReplicaId.Create("a"), 0xA1);
    public static readonly Incarnation B = new(ReplicaId.Create("b"), 0xB2);
    public static readonly Incarnation C = new(ReplicaId.Create("c"), 0xC3);

    /// <summary>An incarnation that has ended.</summary>
    public static readonly Incarnation Ended = new(ReplicaId.Create("e"), 0xE5);

    /// <summary>A base of it alone.</summary>
    public static readonly ClockBase Base = ClockBase.Of(new Dot(C, 5));

    private static readonly VectorClock Clock = VectorClock.Of(new Dot(A, 7), new Dot(B, 300));

    private static readonly VectorClock ClockWithBase = VectorClock.Of(Base, [new Dot(A, 7), new Dot(B, 300)]);

    private static readonly ContentDigest Digest =
        ContentDigest.Of([.. Enumerable.Range(1, ContentDigest.RangeCount).Select(range => (ulong)range)]);

    private static readonly MembershipView View = new(
        ReplicaSet.Of(
            new Member(A, new HybridTimestamp(4)), new Member(C, new HybridTimestamp(5), MemberStatus.Retired)),
        VectorClock.Of(new Dot(B, 2)))
    {
        AwaitsAdmission = true,
        IsSeed = true,
        ClockBase = Base.Name,
        HorizonBase = 0xBEEF,
        Digest = 0xF00D,
        Round = 1_000,
        Heard = VectorClock.Of(new Dot(B, 77)),
    };

    private static readonly ImmutableArray<Update> Updates =
    [
        new(
            new Dot(A, 6),
            VectorClock.Of(new Dot(A, 5), new Dot(B, 299)),
            new HybridTimestamp(1 << 20),
            [Put("x", "1")]),
        new(
            new Dot(A, 7),
            VectorClock.Of(new Dot(A, 6), new Dot(B, 300)),
            new HybridTimestamp(2 << 20),
            [new Mutation(Key("ключ"), new Value(new byte[] { 0, 255 }, "image/png")), new Mutation(Key("x"), null)]),
    ];

    private static readonly Update Rebased = new(
        new Dot(A, 8),
        VectorClock.Of(Base, [new Dot(A, 7), new Dot(B, 300)]),
        new HybridTimestamp(3 << 20),
        [Put("y", "2")]);

    private static readonly KeyVersion Reissued =
        Version(new Dot(B, 2), 2, null, new Dot(A, 4)) with { Causes = VectorClock.Of(Base, [new Dot(A, 6)]) };

    /// <summary>The bases that the golden messages name.</summary>
    public static ClockBases Bases
    {
        get
        {
            var bases = new ClockBases();
            bases.Add(Base);
            return bases;
        }
    }

    /// <summary>
    /// One message of every kind, with its manifest and the bytes that all versions of the program agree on.
    /// </summary>
    public static readonly IReadOnlyDictionary<object, (string Manifest, string Bytes)> Golden =
        new Dictionary<object, (string Manifest, string Bytes)>(ReferenceEqualityComparer.Instance)
        {
            [new ClockAnnouncement(A, ClockWithBase, View)] = (
                "c",
                "0A0C0A016111A1000000000000000A0C0A016211B2000000000000000A0C0A016311C3000000000000001A07"
                + "0A0307AC0210012A480A091104000000000000000A0D0802110500000000000000180112040A020002180120"
                + "012959FC991F3AD25A1431EFBE000000000000390DF000000000000040E8074A040A02004D320859FC991F3AD25A14"),
            [new UpdateBatch(A, Clock, Updates, WantsClock: true)] = (
                "u",
                "0A0C0A016111A1000000000000000A0C0A016211B2000000000000001A050A0307AC02221C10061A0301AB02"
                + "2100001000000000002A0A08011201781A030A013122331A0201012100002000000000002A1D08011208D0BA"
                + "D0BBD18ED1871A0F0A0200FF1209696D6167652F706E672A0508011201782801"),
            [new PullRequest(B, A, 9, [new Dot(A, 6), new Dot(C, 1)])] = (
                "p",
                "0A0C0A016111A1000000000000000A0C0A016211B2000000000000000A0C0A016311C3000000000000001001"
                + "180922021006220408021001"),
            [new PullAnswer(B, C, ClockWithBase, 9, [.. Updates, Rebased], [C], IsLast: true)] = (
                "a",
                "0A0C0A016111A1000000000000000A0C0A016211B2000000000000000A0C0A016311C3000000000000001001"
                + "1A070A0307AC02100120092A1E10061A0301AB022100001000000000002A0A08011201781A030A013138012A"
                + "351A0201012100002000000000002A1D08011208D0BAD0BBD18ED1871A0F0A0200FF1209696D6167652F706E"
                + "672A05080112017838012A152100003000000000002A0A08011201791A030A0132320102380140024A0859FC"
                + "991F3AD25A14"),
            [new SnapshotRequest(C, A, 4, new SnapshotPosition(Key("x"), 2)) { Digest = Digest }] = (
                "s",
                "0A0C0A016111A1000000000000000A0C0A016311C300000000000000100118042A090A05080112017810023A"
                + "8001010000000000000002000000000000000300000000000000040000000000000005000000000000000600"
                + "0000000000000700000000000000080000000000000009000000000000000A000000000000000B0000000000"
                + "00000C000000000000000D000000000000000E000000000000000F000000000000001000000000000000"),
            [new SnapshotChunk(
                B,
                C,
                4,
                new ReplicaCut(
                    ClockWithBase,
                    VectorClock.Of(new Dot(B, 2)),
                    new HybridTimestamp(2 << 20),
                    new HybridTimestamp(1 << 20)),
                new SnapshotPosition(Key("w"), 1),
                [KeyValuePair.Create(Key("x"), VersionSet.Of(Version(new Dot(A, 6), 3, "1"), Reissued))],
                IsLast: true)
            { Ranges = 0b101 }] = (
                "k",
                "0A0C0A016111A1000000000000000A0C0A016211B2000000000000000A0C0A016311C3000000000000001001"
                + "180422070A0307AC0210012900002000000000003A350A05080112017812120A021006110300000000000000"
                + "1A030A013112180A04080110021102000000000000002A021004320301000652040A0200025A090A05080112"
                + "0177100160016802720859FC991F3AD25A14790000100000000000800105"),
            [new SnapshotExpired(B, C, 4)] = ("g", "0A0C0A016211B2000000000000000A0C0A016311C30000000000000018042001"),
            [new BaseRequest(B, [Base.Name])] = ("b", "0A0C0A016211B2000000000000001A0859FC991F3AD25A14"),
            [new BaseAnswer(B, [Base, ClockBase.Of(new Dot(A, 300), new Dot(Ended, 1))], [Base.Name])] = (
                "B",
                "0A0C0A016111A1000000000000000A0C0A016211B2000000000000000A0C0A016311C3000000000000000A0C"
                + "0A016511E50000000000000010011A040A0202051A070A0500AC020301220859FC991F3AD25A14"),
            [new Fragment(8, 1, 3, "u", new byte[] { 1, 2, 3 })] = ("f", "0808100118032201752A03010203"),
            [new SetLink(5, new Link(A.Replica, B.Replica, LinkMode.Delay, TimeSpan.FromMilliseconds(250), 0.5))] =
                ("l", "08051201611A0162200228FA0131000000000000E03F"),
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
        versions.Value is { } value ? Encoding.UTF8.GetString(value.Bytes.Span) : null;

    public static Mutation Put(string key, string value) => new(Key(key), Value(value));

    public static KeyVersion Version(Dot dot, ulong timestamp, string? value, Dot? identity = null) =>
        new(dot, new HybridTimestamp(timestamp), value is null ? null : Value(value)) { Identity = identity ?? dot };

    public static Update Update(Dot dot, VectorClock dependencies, params Mutation[] mutations) =>
        new(dot, dependencies, new HybridTimestamp((1 << 20) + dot.Sequence), [.. mutations]);
}
