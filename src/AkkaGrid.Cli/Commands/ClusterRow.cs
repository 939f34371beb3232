using AkkaGrid.Client.Contracts;
using Spectre.Console;

namespace AkkaGrid.Cli.Commands;

/// <summary>A member as <c>pbm cluster show</c> prints it, so that scripts written for that can split it.</summary>
internal static class ClusterRow
{
    private static readonly Style Passing = new(Color.Yellow);
    private static readonly Style Lost = new(Color.Red);

    /// <summary>
    /// Address, roles, status, <c>unreachable</c> or nothing, version; and behind what <c>pbm</c> prints, the name.
    /// </summary>
    public static string Of(ClusterMember member) => Printable.Of(string.Join(
        " | ",
        member.Address,
        $"[{string.Join(", ", member.Roles)}]",
        member.Status,
        member.Reachable ? "" : "unreachable",
        member.Version,
        member.Name));

    /// <summary>Prints a member; in colour, where there is any, if it is not simply there.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="member">The member.</param>
    /// <param name="before">What stands before it.</param>
    public static void Print(IAnsiConsole console, ClusterMember member, string before = "")
    {
        var style = !member.Reachable || member.Status is "down" or "removed" ? Lost
            : member.Status == "up" ? Style.Plain
            : Passing;
        console.Write(new Text(before + Of(member) + Environment.NewLine, style));
    }
}
