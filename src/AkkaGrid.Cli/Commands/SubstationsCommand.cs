using System.CommandLine;
using System.Globalization;
using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Cli.Commands;

/// <summary><c>akkagrid substations</c>: every substation with its load.</summary>
internal static class SubstationsCommand
{
    public static Command Create(Shell shell)
    {
        var command = new Command("substations", "List the substations with their load.");
        shell.Handle(command, async (call, cancel) =>
        {
            var list = await call.Client.Charging.SubstationsAsync(cancel);
            await call.ShowAsync(list, GridJson.Default.SubstationList, answer => Show(answer, call.Surroundings));
            return ExitCodes.Success;
        });
        return command;
    }

    private static void Show(SubstationList list, Surroundings surroundings)
    {
        var table = Tables.Of("substation", ">load kW", ">limit kW", ">rating kW", ">used %", ">sessions", "state", "node");
        foreach (var substation in list.Items)
        {
            table.Row(
                substation.SubstationId,
                substation.CurrentLoad.ToString(CultureInfo.InvariantCulture),
                substation.Limit.ToString(CultureInfo.InvariantCulture),
                substation.MaxCapacity.ToString(CultureInfo.InvariantCulture),
                substation.UtilizationPercent.ToString("F1", CultureInfo.InvariantCulture),
                substation.ActiveSessions.ToString(CultureInfo.InvariantCulture),
                substation.State,
                substation.Node);
        }

        surroundings.Out.Write(table);
    }
}
