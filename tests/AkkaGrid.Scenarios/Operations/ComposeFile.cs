using System.Text.RegularExpressions;
using AkkaGrid.Testing;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace AkkaGrid.Scenarios.Operations;

/// <summary>
/// docker-compose.yml as Compose reads it where no variable is set: merge keys are resolved, defaults filled in.
/// </summary>
internal static partial class ComposeFile
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Repository.Root, "docker-compose.yml"));

    /// <summary>The services by name.</summary>
    public static IReadOnlyDictionary<string, Dictionary<object, object>> Services { get; } = ReadServices();

    /// <summary>The default of each variable; empty for one that has to be set.</summary>
    public static IReadOnlyDictionary<string, string> Defaults { get; } = Variable().Matches(Text)
        .Select(match => (Name: match.Groups["name"].Value, Default: match.Groups["default"].Value))
        .Distinct()
        .ToDictionary(variable => variable.Name, variable => variable.Default);

    private static Dictionary<string, Dictionary<object, object>> ReadServices()
    {
        var filled = Variable().Replace(Text, "${default}");
        var file = new Deserializer()
            .Deserialize<Dictionary<string, object>>(new MergingParser(new Parser(new StringReader(filled))));
        return ((Dictionary<object, object>)file["services"])
            .ToDictionary(service => (string)service.Key, service => (Dictionary<object, object>)service.Value);
    }

    // ${NAME:-default} or ${NAME:?message}.
    [GeneratedRegex(@"\$\{(?<name>\w+)(:-(?<default>[^}]*)|:\?[^}]*)\}")]
    private static partial Regex Variable();
}
