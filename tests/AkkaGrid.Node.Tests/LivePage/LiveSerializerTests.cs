using AkkaGrid.Node.Hosting;
using AkkaGrid.Node.LivePage;
using AkkaGrid.Node.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Wire = AkkaGrid.Node.LivePage.Wire;

namespace AkkaGrid.Node.Tests.LivePage;

public sealed class LiveSerializerTests
{
    private static readonly Wire.Observation Sample = new()
    {
        Replica = "c",
        Incarnation = "5c",
        Clock = { new Wire.Count { Replica = "a", Delivered = 1 } },
        StashCount = 2,
        StashBytes = 3,
        Waiting = { new Wire.Waiting { Dot = "b:1", Cause = "a:2" } },
        Links = { new Wire.Link { From = "a", Mode = "hold", Ms = 4, Held = 5 } },
        Arrivals =
        {
            new Wire.Arrival { Dot = "b:1", From = "b", Outcome = Wire.Outcome.Waiting, Key = "k", Keys = 1 }
        },
        LeftOut = 6,
        Peers = { new Wire.Peer { Replica = "b", Reachable = true, Lag = 7 } },
        BlockedBy = "b",
        Url = "http://c:1",
    };

    public static TheoryData<object, string, string> Messages => new()
    {
        { new Wire.Watch(), "watch", "" },
        {
            Sample, "glimpse",
            "0A0163120235631A050A0161100120022803320A0A03623A311203613A323A0D0A0161120468"
                + "6F6C6418042005420F0A03623A31120162180122016B2801480652070A0162100118075A0162"
                + "720A687474703A2F2F633A31"
        },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public void Every_message_has_its_golden_bytes_and_comes_back_from_them(
        object message, string manifest, string bytes)
    {
        var serializer = new LiveSerializer(null!);

        Assert.Equal(4713, serializer.Identifier);
        Assert.Equal(manifest, serializer.Manifest(message));
        Assert.Equal(bytes, Convert.ToHexString(serializer.ToBinary(message)));
        Assert.Equal(message, serializer.FromBinary(Convert.FromHexString(bytes), manifest));
    }

    [Fact]
    public async Task The_actor_system_of_a_node_uses_it()
    {
        await using var nodes = await TestNodes.StartAsync(1);
        var system = nodes[0].Services.GetRequiredService<ActorSystemHandle>().Current!;

        Assert.Equal(LiveSerializer.Id, system.Serialization.FindSerializerFor(Sample).Identifier);
        Assert.Equal(LiveSerializer.Id, system.Serialization.FindSerializerFor(new Wire.Watch()).Identifier);
    }
}
