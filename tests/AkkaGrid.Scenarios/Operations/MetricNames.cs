using System.Text.RegularExpressions;
using AkkaGrid.Testing;

namespace AkkaGrid.Scenarios.Operations;

/// <summary>
/// The names of metrics that documentation, rules and boards use. That the documented ones are shown, a node's own test
/// holds.
/// </summary>
internal static partial class MetricNames
{
    private const string Label = "substation_id";

    /// <summary>The folder of the rules.</summary>
    public static readonly string RulesFolder = Path.Combine(Repository.Root, "docker", "prometheus");

    /// <summary>Those in the tables of the documentation.</summary>
    public static IReadOnlySet<string> Documented { get; } =
        Row().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md")))
            .Select(match => match.Groups["name"].Value).ToHashSet();

    /// <summary>Those that the recording rules make.</summary>
    public static IReadOnlySet<string> Recorded { get; } = Directory.GetFiles(RulesFolder, "*.rules.yml")
        .SelectMany(file => Recording().Matches(File.ReadAllText(file)))
        .Select(match => match.Groups["name"].Value)
        .ToHashSet();

    /// <summary>Those of the grid's own that an expression asks for; of a histogram its plain name.</summary>
    public static IEnumerable<string> In(string expression) =>
        Own().Matches(expression).Select(match => match.Groups["name"].Value).Where(name => name != Label);

    [GeneratedRegex(@"^\| `(?<name>[a-z_]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"- record: (?<name>\S+)")]
    private static partial Regex Recording();

    [GeneratedRegex(@"(?<![\w:])(?<name>([a-z_]+:)?(kv|charging|cluster|substation|load_balancer|process)[_:][a-z0-9_:]+?)(_bucket|_sum|_count)?(?![\w:])")]
    private static partial Regex Own();
}
