using Akka.Actor;
using Akka.Serialization;
using AkkaGrid.Core.Formation;
using Google.Protobuf;

namespace AkkaGrid.Node.Formation;

/// <summary>The wire format of the formation: protobuf, see <c>formation.proto</c>.</summary>
internal sealed class FormationSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>This format's number; no other serializer of the grid has it.</summary>
    public const int Id = 4712;

    private const string NodeAnnouncementManifest = "greeting";
    private const string RequestVoteManifest = "request-vote";
    private const string VoteManifest = "vote";
    private const string NameTakenManifest = "name-taken";
    private const string JoinRequestManifest = "may-we-come";
    private const string JoinOfferManifest = "come";

    /// <inheritdoc/>
    public override int Identifier => Id;

    /// <inheritdoc/>
    public override string Manifest(object o) => o switch
    {
        NodeAnnouncement => NodeAnnouncementManifest,
        RequestVote => RequestVoteManifest,
        Vote => VoteManifest,
        NameTaken => NameTakenManifest,
        JoinRequest => JoinRequestManifest,
        JoinOffer => JoinOfferManifest,
        _ => throw Unknown(o.GetType().Name),
    };

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => (obj switch
    {
        NodeAnnouncement announcement => (IMessage)new Wire.NodeAnnouncement
        {
            From = announcement.From.Value,
            Name = announcement.Name,
            IsMember = announcement.IsMember,
            WantsAnswer = announcement.WantsAnswer,
            IsFounding = announcement.IsFounding,
        },
        RequestVote request => new Wire.RequestVote
        {
            From = request.From.Value,
            Incarnation = request.Round.Incarnation,
            Number = request.Round.Number,
        },
        Vote vote => new Wire.Vote
        {
            From = vote.From.Value,
            Incarnation = vote.Round.Incarnation,
            Number = vote.Round.Number,
        },
        NameTaken refusal => new Wire.NameTaken { Name = refusal.Name, LivesAt = refusal.LivesAt.Value },
        JoinRequest question => new Wire.JoinRequest
        {
            Incarnation = question.Round.Incarnation,
            Number = question.Round.Number,
            Cluster = ToWire(question.Cluster),
            IsPassedOn = question.IsPassedOn,
        },
        JoinOffer offer => new Wire.JoinOffer
        {
            Incarnation = offer.Round.Incarnation,
            Number = offer.Round.Number,
            Cluster = ToWire(offer.Cluster),
        },
        _ => throw Unknown(obj.GetType().Name),
    }).ToByteArray();

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, string manifest)
    {
        switch (manifest)
        {
            case NodeAnnouncementManifest:
                var announcement = Wire.NodeAnnouncement.Parser.ParseFrom(bytes);
                return new NodeAnnouncement(
                    new(announcement.From), announcement.Name, announcement.IsMember, announcement.WantsAnswer)
                {
                    IsFounding = announcement.IsFounding,
                };
            case RequestVoteManifest:
                var request = Wire.RequestVote.Parser.ParseFrom(bytes);
                return new RequestVote(new(request.From), new(request.Incarnation, request.Number));
            case VoteManifest:
                var vote = Wire.Vote.Parser.ParseFrom(bytes);
                return new Vote(new(vote.From), new(vote.Incarnation, vote.Number));
            case NameTakenManifest:
                var refusal = Wire.NameTaken.Parser.ParseFrom(bytes);
                return new NameTaken(refusal.Name, new(refusal.LivesAt));
            case JoinRequestManifest:
                var question = Wire.JoinRequest.Parser.ParseFrom(bytes);
                return new JoinRequest(
                    new(question.Incarnation, question.Number), FromWire(question.Cluster), question.IsPassedOn);
            case JoinOfferManifest:
                var answer = Wire.JoinOffer.Parser.ParseFrom(bytes);
                return new JoinOffer(new(answer.Incarnation, answer.Number), FromWire(answer.Cluster));
            default:
                throw Unknown(manifest);
        }
    }

    private static Wire.ClusterCard ToWire(ClusterCard cluster) => new()
    {
        Oldest = cluster.Oldest.Value,
        Seeds = (uint)cluster.Seeds,
        Since = cluster.Since,
        Members = { cluster.Members.Select(member => member.Value).Order(StringComparer.Ordinal) },
    };

    private static ClusterCard FromWire(Wire.ClusterCard cluster) =>
        new(new(cluster.Oldest), (int)cluster.Seeds, cluster.Since, [.. cluster.Members.Select(member =>
            new NodeAddress(member))]);

    private static ArgumentException Unknown(string what) => new($"{what} is not part of the formation's wire format");
}
