using AkkaGrid.Core.Formation;
using AkkaGrid.Node.Formation;
using AkkaGrid.Node.Hosting;
using AkkaGrid.Node.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaGrid.Node.Tests.Formation;

public sealed class FormationSerializerTests
{
    private static readonly NodeAddress Seed = new("akka.tcp://AkkaGrid@h:1");
    private static readonly ClusterCard Cluster = new(Seed, Seeds: 2, Since: 3, [new("a"), new("b")]);

    public static TheoryData<object, string, string> Messages => new()
    {
        {
            new NodeAnnouncement(Seed, "a", IsMember: true, WantsAnswer: true), "greeting",
            "0A17616B6B612E7463703A2F2F416B6B614772696440683A3112016118012001"
        },
        {
            new NodeAnnouncement(Seed, "a", IsMember: false, WantsAnswer: false) { IsFounding = true }, "greeting",
            "0A17616B6B612E7463703A2F2F416B6B614772696440683A311201612801"
        },
        {
            new RequestVote(Seed, new BallotRound(0x0102030405060708, 3)), "request-vote",
            "0A17616B6B612E7463703A2F2F416B6B614772696440683A311108070605040302011803"
        },
        {
            new Vote(Seed, new BallotRound(0x0102030405060708, 3)), "vote",
            "0A17616B6B612E7463703A2F2F416B6B614772696440683A311108070605040302011803"
        },
        {
            new NameTaken("a", Seed), "name-taken",
            "0A01611217616B6B612E7463703A2F2F416B6B614772696440683A31"
        },
        {
            new JoinRequest(new BallotRound(0x0102030405060708, 3), Cluster, IsPassedOn: true), "may-we-come",
            "09080706050403020110031A230A17616B6B612E7463703A2F2F416B6B614772696440683A31100218032201612201622001"
        },
        {
            new JoinOffer(new BallotRound(0x0102030405060708, 3), Cluster), "come",
            "09080706050403020110031A230A17616B6B612E7463703A2F2F416B6B614772696440683A3110021803220161220162"
        },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public void Every_message_has_its_golden_bytes_and_comes_back_from_them(
        object message, string manifest, string bytes)
    {
        var serializer = new FormationSerializer(null!);

        Assert.Equal(4712, serializer.Identifier);
        Assert.Equal(manifest, serializer.Manifest(message));
        Assert.Equal(bytes, Convert.ToHexString(serializer.ToBinary(message)));
        Assert.Equivalent(message, serializer.FromBinary(Convert.FromHexString(bytes), manifest), strict: true);
    }

    [Fact]
    public void Every_kind_of_message_has_an_example_here() => Assert.Equal(
        typeof(IFormationMessage).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(IFormationMessage)) && type.IsClass).OrderBy(type => type.Name),
        Messages.Select(row => ((object[])row)[0].GetType()).Distinct().OrderBy(type => type.Name));

    [Fact]
    public async Task The_configured_serializer_of_every_message_is_this_one_and_unknown_types_have_none()
    {
        await using var nodes = await TestNodes.StartAsync(1);
        var system = nodes[0].Services.GetRequiredService<ActorSystemHandle>().Current!;

        Assert.All(Messages, row => Assert.IsType<FormationSerializer>(
            system.Serialization.FindSerializerFor(((object[])row)[0])));
        Assert.ThrowsAny<Exception>(() => system.Serialization.FindSerializerFor(new Version(1, 0)));
    }
}
