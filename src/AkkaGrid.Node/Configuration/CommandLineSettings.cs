namespace AkkaGrid.Node.Configuration;

/// <summary>
/// The settings of a command line, <c>--Key=value</c> or <c>--Key value</c>; anything else is refused.
/// </summary>
internal static class CommandLineSettings
{
    private static readonly string[] Groups = [$"{NodeOptions.Section}:", "Logging:"];

    /// <summary>Reads the settings; where one is given twice, the last value counts.</summary>
    /// <exception cref="StartException">An argument is not a setting, or has no value.</exception>
    public static Dictionary<string, string?> Read(string[] switches)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var errors = new List<string>();
        for (var i = 0; i < switches.Length; i++)
        {
            var parts = switches[i].Split('=', 2);
            string? value = null;
            if (parts.Length == 2)
                value = parts[1];
            else if (i + 1 < switches.Length && !switches[i + 1].StartsWith('-'))
                value = switches[++i];

            if (!IsSetting(parts[0]))
                errors.Add(
                    $"{parts[0]} is not known; settings are written --{NodeOptions.Section}:Key=value, and --help "
                    + "shows how to call the program.");
            else if (value is null)
                errors.Add($"{parts[0]} has no value; it is written {parts[0]}=value.");
            else
                settings[parts[0][2..]] = value;
        }

        return errors.Count == 0 ? settings : throw new StartException(errors);
    }

    private static bool IsSetting(string name) =>
        name.StartsWith("--", StringComparison.Ordinal)
        && (name[2..].Equals(NodeConfiguration.UrlsKey, StringComparison.OrdinalIgnoreCase)
            || Groups.Any(group =>
                name.Length > group.Length + 2 && name[2..].StartsWith(group, StringComparison.OrdinalIgnoreCase)));
}
