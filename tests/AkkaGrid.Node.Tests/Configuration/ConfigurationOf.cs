using AkkaGrid.Node.Configuration;
using Microsoft.Extensions.Configuration;

namespace AkkaGrid.Node.Tests.Configuration;

/// <summary>Configuration out of <c>key=value</c> lines, keys below <c>AkkaGrid</c>.</summary>
internal static class ConfigurationOf
{
    public static IConfiguration Settings(params string[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings
            .Select(setting => setting.Split('=', 2))
            .ToDictionary(parts => $"{NodeOptions.Section}:{parts[0]}", parts => (string?)parts[1]))
        .Build();
}
