using System.Text.RegularExpressions;
using AkkaGrid.Cli.RushHour;
using Microsoft.Extensions.Time.Testing;

namespace AkkaGrid.Cli.Tests.RushHour;

public sealed partial class VehiclesTests
{
    private const int Draws = 6_000;

    private readonly Vehicles _vehicles = new(new Random(1), new FakeTimeProvider(DateTimeOffset.UnixEpoch));

    [Fact]
    public void Requests_are_mixed_as_the_originals_mix_them()
    {
        var requests = Enumerable.Range(0, Draws).Select(_ => _vehicles.Next()).ToList();

        Assert.All(requests, request => Assert.Matches(VehicleId(), request.VehicleId));
        Assert.Equal("1970-01-01T00:00:00+00:00", requests[0].RequestTime?.GetString());

        var powers = requests.CountBy(request => request.ChargeAmount!.Value).ToDictionary();
        Assert.Equal([7, 11, 22, 50, 100, 150], powers.Keys.Order());
        Assert.All(powers.Values, count => Assert.InRange(count, Draws / 6 * 0.9, Draws / 6 * 1.1));

        var priorities = requests.CountBy(request => request.Priority!).ToDictionary();
        Assert.Equal(["high", "low", "normal"], priorities.Keys.Order());
        Assert.InRange(priorities["normal"], Draws * 0.57, Draws * 0.63);
        Assert.InRange(priorities["low"], Draws * 0.18, Draws * 0.22);
    }

    [Fact]
    public void Pauses_are_between_a_tenth_of_a_second_and_two()
    {
        var pauses = Enumerable.Range(0, Draws).Select(_ => _vehicles.NextPause().TotalSeconds).ToList();

        Assert.All(pauses, pause => Assert.InRange(pause, 0.1, 2.0));
        Assert.InRange(pauses.Average(), 1.02, 1.08);
    }

    [GeneratedRegex("^EV_[1-9][0-9]{3}$")]
    private static partial Regex VehicleId();
}
