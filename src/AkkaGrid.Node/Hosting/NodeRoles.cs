using System.Globalization;
using Akka.Cluster;

namespace AkkaGrid.Node.Hosting;

/// <summary>
/// The roles of a node. Its name is one of them, because Akka distributes nothing else between members.
/// </summary>
internal static class NodeRoles
{
    /// <summary>A node whose address is among the configured seeds.</summary>
    public const string Seed = "seed";

    /// <summary>A node that the balancer may run on.</summary>
    public const string Balancer = "balancer";

    private const string NamePrefix = "name:";
    private const string SubstationsPrefix = "substations:";

    /// <summary>The role for a name.</summary>
    public static string ForName(string name) => NamePrefix + name;

    /// <summary>The role for the number of substations that a node hosts.</summary>
    public static string ForSubstations(int count) => SubstationsPrefix + count.ToString(CultureInfo.InvariantCulture);

    /// <summary>How many substations a member hosts.</summary>
    public static int SubstationsOf(Member member) => member.Roles
        .Where(role => role.StartsWith(SubstationsPrefix, StringComparison.Ordinal))
        .Sum(role =>
            int.TryParse(role[SubstationsPrefix.Length..], CultureInfo.InvariantCulture, out var count) ? count : 0);

    /// <summary>The name of a member; its address where it has none.</summary>
    public static string NameOf(Member member) =>
        member.Roles.FirstOrDefault(IsName)?[NamePrefix.Length..] ?? member.Address.ToString();

    /// <summary>The roles that are shown, in order.</summary>
    public static IReadOnlyList<string> Shown(Member member) =>
        [.. member.Roles.Where(role => !IsName(role)).Order(StringComparer.Ordinal)];

    private static bool IsName(string role) => role.StartsWith(NamePrefix, StringComparison.Ordinal);
}
