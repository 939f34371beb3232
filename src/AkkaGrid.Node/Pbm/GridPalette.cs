using System.Globalization;
using AkkaGrid.Client;
using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Node.Pbm;

/// <summary><c>pbm grid</c>: charging.</summary>
internal static class GridPalette
{
    public static IReadOnlyList<Verb> Verbs { get; } =
    [
        Verb.Of("substations", "List the substations with their load.", SubstationsAsync),
        Verb.Of(
            "sessions", "List charging sessions.", SessionsAsync, ("?substation", "-s", "Only at this substation.")),
        Verb.Of(
            "charge",
            "Ask for power for a vehicle.",
            ChargeAsync,
            ("vehicle", "-v", "The vehicle."),
            ("power", "-p", "How much, in kW."),
            ("?priority", "-r", "low, normal or high.")),
        Verb.Of(
            "drain", "Make a substation accept no new sessions.", DrainAsync, ("substation", "-s", "The substation.")),
        Verb.Of(
            "resume", "Make a substation accept sessions again.", ResumeAsync, ("substation", "-s", "The substation.")),
    ];

    private static async Task<string> SubstationsAsync(GridClient client, Func<string, string?> argument) =>
        string.Join(Environment.NewLine, (await client.Charging.SubstationsAsync()).Items.Select(Row));

    private static async Task<string> SessionsAsync(GridClient client, Func<string, string?> argument)
    {
        var page = await client.Charging.SessionsAsync(argument("substation"));
        return string.Join(Environment.NewLine, page.Items.Select(session => string.Create(
            CultureInfo.InvariantCulture,
            $"{session.SessionId} | {session.VehicleId} | {session.SubstationId} | "
                + $"{session.ChargeAmount} kW | {session.State}")));
    }

    private static async Task<string> ChargeAsync(GridClient client, Func<string, string?> argument)
    {
        if (!decimal.TryParse(
            argument("power"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var power))
            throw new FormatException($"'{argument("power")}' is not a power: expected a number of kW, such as 7.4.");
        var accepted = await client.Charging.ChargeAsync(new ChargeRequest(
            argument("vehicle")!, power, argument("priority") ?? Priorities.Normal));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{accepted.VehicleId} charges {accepted.ChargeAmount} kW at {accepted.SubstationId}, session "
                + $"{accepted.SessionId}");
    }

    private static async Task<string> DrainAsync(GridClient client, Func<string, string?> argument) =>
        Row(await client.Charging.DrainAsync(argument("substation")!));

    private static async Task<string> ResumeAsync(GridClient client, Func<string, string?> argument) =>
        Row(await client.Charging.ResumeAsync(argument("substation")!));

    private static string Row(Substation substation) => string.Create(
        CultureInfo.InvariantCulture,
        $"{substation.SubstationId} | {substation.CurrentLoad} of {substation.Limit} kW | {substation.ActiveSessions} "
            + $"sessions | {substation.State} | {substation.Node}");
}
