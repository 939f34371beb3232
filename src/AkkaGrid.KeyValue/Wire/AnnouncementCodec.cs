using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.KeyValue.Wire;

/// <summary>Writes the announcements of clocks, and reads them.</summary>
internal static class AnnouncementCodec
{
    public static Proto.ClockAnnouncement Encode(ClockAnnouncement message)
    {
        var view = message.View;
        var names = MessageNames.Of(
            message.From,
            [message.Clock, view.Horizon, view.Heard],
            view.Set.Members.Select(member => member.Incarnation));
        var record = new Proto.ClockAnnouncement
        {
            From = names.PlaceOf(message.From),
            Clock = ClockCodec.Encode(message.Clock, names),
            View = Encode(view, names),
        };
        names.Write(record.Incarnations, record.Bases);
        return record;
    }

    /// <exception cref="FormatException">It is incomplete, or refers to what it does not name.</exception>
    public static ClockAnnouncement Decode(Proto.ClockAnnouncement record, ClockBases bases)
    {
        var names = MessageNames.Read(record.Incarnations, record.Bases, bases);
        return new ClockAnnouncement(
            names.At(record.From), ClockCodec.Decode(record.Clock, names), Decode(record.View, names));
    }

    private static Proto.MembershipView Encode(MembershipView view, MessageNames names)
    {
        var record = new Proto.MembershipView
        {
            Horizon = view.Horizon.IsEmpty ? null : ClockCodec.Encode(view.Horizon, names),
            AwaitsAdmission = view.AwaitsAdmission,
            IsSeed = view.IsSeed,
            ClockBase = view.ClockBase,
            HorizonBase = view.HorizonBase,
            Digest = view.Digest,
            Round = view.Round,
            Heard = view.Heard.IsEmpty ? null : ClockCodec.Encode(view.Heard, names),
        };
        record.Members.AddRange(view.Set.Members.Select(member => new Format.Proto.SentMember
        {
            Incarnation = names.PlaceOf(member.Incarnation),
            Entered = member.Entered.Ticks,
            Status = (uint)member.Status,
        }));
        return record;
    }

    private static MembershipView Decode(Proto.MembershipView? record, MessageNames names) => record is null
        ? throw new FormatException("An announcement comes without its sender's view of the replica set")
        : new MembershipView(
            ReplicaSet.Of(record.Members.Select(member => Decode(member, names))),
            ClockCodec.Decode(record.Horizon, names))
        {
            AwaitsAdmission = record.AwaitsAdmission,
            IsSeed = record.IsSeed,
            ClockBase = record.ClockBase,
            HorizonBase = record.HorizonBase,
            Digest = record.Digest,
            Round = record.Round,
            Heard = ClockCodec.Decode(record.Heard, names),
        };

    private static Member Decode(Format.Proto.SentMember record, MessageNames names) =>
        Enum.IsDefined((MemberStatus)record.Status)
            ? new Member(names.At(record.Incarnation), new HybridTimestamp(record.Entered), (MemberStatus)record.Status)
            : throw new FormatException($"There is no member status {record.Status}");
}
