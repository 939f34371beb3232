using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;
using Akka.TestKit.Xunit2;
using AkkaGrid.Charging.Gateway;
using AkkaGrid.Charging.Wire;
using AkkaGrid.Core.Charging;

namespace AkkaGrid.Charging.Tests.Wire;

public sealed class ChargingSerializerTests() : TestKit(ConfigurationFactory.ParseString(ChargingHocon.Text))
{
    public static TheoryData<int> Each => [.. Enumerable.Range(0, Samples.All.Count)];

    private static IEnumerable<Type> Messages =>
        new[] { typeof(IChargingMessage).Assembly, typeof(WireTable).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type =>
                type is { IsAbstract: false, IsInterface: false } && type.IsAssignableTo(typeof(IChargingMessage)));

    [Fact]
    public void Every_message_has_a_place_in_the_wire_format_and_a_sample()
    {
        Assert.Equal(Names(Messages), Names(WireTable.Charging.Messages));
        Assert.Equal(Names(Messages), Names(Samples.All.Select(sample => sample.GetType()).Distinct()));
    }

    [Theory]
    [MemberData(nameof(Each))]
    public void Every_message_survives_the_configured_serializer(int index)
    {
        var message = Samples.All[index];
        var serializer = Sys.Serialization.FindSerializerFor(message);
        var bytes = serializer.ToBinary(message);
        var manifest = Assert.IsAssignableFrom<SerializerWithStringManifest>(serializer).Manifest(message);

        Assert.Equal(ChargingSerializer.Id, serializer.Identifier);
        Assert.InRange(manifest.Length, 1, 2);
        Assert.Equivalent(message, Sys.Serialization.Deserialize(bytes, serializer.Identifier, manifest), strict: true);
    }

    [Fact]
    public void Bytes_of_today_are_bytes_of_tomorrow()
    {
        var lines = Samples.All.Select(sample =>
            $"{WireTable.Charging.Manifest(sample)} {Convert.ToHexStringLower(WireTable.Charging.Write(sample))}");

        Assert.Equal(GoldenBytes.Messages, lines);
    }

    [Fact]
    public void A_full_page_of_keys_stays_far_below_the_frame()
    {
        var sessions = Enumerable.Range(0, 1000)
            .Select(i => new KnownSession(SessionId.Of(IdempotencyKey.Of($"{i}")), TimeSpan.FromHours(24))
            {
                Vehicle = new VehicleTag(ulong.MaxValue)
            });
        var decision = Samples.Decision with
        {
            Candidates = [.. Enumerable.Repeat(Samples.Decision.Candidates[0], Decision.CandidatesKept)]
        };
        var claimed = new Claimed(Samples.Epoch, Samples.Report, 0, 1, [.. sessions])
        {
            Decisions = [.. Enumerable.Repeat(decision, Claimed.MaxDecisions)],
        };

        Assert.InRange(WireTable.Charging.Write(claimed).Length, 1, 60_000);
    }

    [Fact]
    public void The_decisions_that_are_shown_stay_below_the_frame()
    {
        var substation = SubstationId.Of(new string('s', SubstationId.MaxLength));
        var candidate = Samples.Decision.Candidates[0] with { Substation = substation };
        var decision = Samples.Decision with
        {
            Chosen = substation,
            Candidates = [.. Enumerable.Repeat(candidate, 64)]
        };
        var shown = new ServiceShown([.. Enumerable.Repeat(decision, ServiceShown.MaxDecisions)], null);

        Assert.InRange(WireTable.Charging.Write(shown).Length, 1, 100_000);
    }

    [Theory]
    [InlineData("s", "")]
    [InlineData("s", "ff")]
    [InlineData("r", "0a03612f62")]
    [InlineData("x", "0a0101")]
    [InlineData("P", "0805")]
    [InlineData("?", "")]
    public void Malformed_bytes_are_refused_as_such(string manifest, string bytes) =>
        Assert.Throws<SerializationException>(() =>
            Sys.Serialization.Deserialize(Convert.FromHexString(bytes), ChargingSerializer.Id, manifest));

    [Fact]
    public void Nothing_that_an_actor_keeps_to_itself_can_be_mistaken_for_a_message() =>
        Assert.DoesNotContain(
            typeof(WireTable).Assembly.GetTypes()
                .Where(type => type.IsAssignableTo(typeof(INoSerializationVerificationNeeded))),
            type => type.IsAssignableTo(typeof(IChargingMessage)));

    private static string?[] Names(IEnumerable<Type> types) =>
        [.. types.Select(type => type.FullName).Order(StringComparer.Ordinal)];
}
