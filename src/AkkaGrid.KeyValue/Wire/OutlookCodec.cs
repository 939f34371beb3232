using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.KeyValue.Wire;

/// <summary>Writes what a replica makes of its set into a message, and reads it.</summary>
internal static class OutlookCodec
{
    public static Proto.Outlook Encode(Outlook outlook, IncarnationTable table)
    {
        var record = new Proto.Outlook
        {
            Stable = table.Write(outlook.Stable),
            FoldsDigest = outlook.FoldsDigest,
            UnderstoodDigest = outlook.UnderstoodDigest,
            IsSettled = outlook.IsSettled,
        };
        if (outlook.Left.Roster.Count > 0)
            record.Left = table.Write(outlook.Left);
        record.Members.AddRange(outlook.Set.Members.Select(member => new Proto.Member
        {
            Incarnation = table.PlaceOf(member.Incarnation),
            Started = member.Started.Ticks,
            Standing = (uint)member.Standing,
        }));
        record.Withheld.AddRange(outlook.Withheld.Select(table.PlaceOf));
        return record;
    }

    public static Outlook Decode(Proto.Outlook? record, IncarnationTable table) => record is null
        ? throw new FormatException("A clock comes without what its sender makes of the replica set")
        : new Outlook(
            ReplicaSet.Of(record.Members.Select(member => Decode(member, table))),
            record.IsSettled,
            table.Read(record.Stable),
            record.FoldsDigest,
            [.. record.Withheld.Select(table.At)])
        {
            UnderstoodDigest = record.UnderstoodDigest,
            Left = record.Left is null ? VectorClock.Empty : table.Read(record.Left),
        };

    public static Proto.Fold Encode(Fold fold, IncarnationTable table) => new()
    {
        Incarnation = table.PlaceOf(fold.Incarnation),
        Final = fold.Final,
        IsAgreed = fold.IsAgreed,
        IsUnderstood = fold.IsUnderstood,
        Restated = fold.Restated,
        RestatedFinal = fold.RestatedFinal,
        RenewedFrom = fold.RenewedFrom,
    };

    public static Folds Decode(IEnumerable<Proto.Fold> records, IncarnationTable table) =>
        Folds.Of(records.Select(record => new Fold(table.At(record.Incarnation), record.Final)
        {
            IsAgreed = record.IsAgreed,
            IsUnderstood = record.IsUnderstood,
            Restated = record.Restated,
            RestatedFinal = record.RestatedFinal,
            RenewedFrom = record.RenewedFrom,
        }));

    private static Member Decode(Proto.Member record, IncarnationTable table) => Enum.IsDefined((Standing)record.Standing)
        ? new Member(table.At(record.Incarnation), new HybridTimestamp(record.Started), (Standing)record.Standing)
        : throw new FormatException($"There is no standing {record.Standing}");
}
