namespace AkkaGrid.Node.Configuration;

/// <summary>The environment variables of the original systems, under which one node can still be configured.</summary>
internal static class OriginalNames
{
    private static readonly (string Variable, string Key)[] Settings =
    [
        ("NODE_ID", $"{NodeOptions.Section}:Name"),
        ("SUBSTATION_ID", $"{NodeOptions.Section}:Substations:0:Id"),
        ("MAX_CAPACITY", $"{NodeOptions.Section}:Substations:0:MaxCapacity"),
        ("CHARGE_PROCESSING_TIME", $"{NodeOptions.Section}:Substations:0:ChargeProcessingTime"),
    ];

    /// <summary>The settings that are present, by their current keys.</summary>
    /// <param name="variable">Reads an environment variable.</param>
    public static Dictionary<string, string?> Read(Func<string, string?> variable)
    {
        var settings = Settings
            .Select(setting => (setting.Key, Value: variable(setting.Variable)))
            .Where(setting => !string.IsNullOrEmpty(setting.Value))
            .ToDictionary(setting => setting.Key, setting => setting.Value);
        if (variable("PORT") is { Length: > 0 } port)
            settings[NodeConfiguration.UrlsKey] = $"http://127.0.0.1:{port}";
        return settings;
    }
}
