using System.Globalization;
using System.Text.Json;

namespace AkkaGrid.Node.Configuration;

/// <summary>The settings file beside the program. Each error in it is reported in one line.</summary>
internal static class SettingsFile
{
    private const string Name = "appsettings.json";

    private static readonly string[] Sections =
        [NodeOptions.Section, "Logging", NodeConfiguration.UrlsKey, .. AspNetSettings.Sections];

    /// <summary>Reads the file; without one, no setting.</summary>
    /// <param name="directory">The folder of the file.</param>
    /// <exception cref="StartException">
    /// It cannot be read, is not JSON, has a setting twice, or has one that nothing reads.
    /// </exception>
    public static IConfigurationRoot Read(string directory)
    {
        var path = Path.Combine(directory, Name);
        try
        {
            var file = new ConfigurationBuilder().SetBasePath(directory).AddJsonFile(Name, optional: true).Build();
            var unknown = file.GetChildren()
                .Where(child => !Sections.Contains(child.Key, StringComparer.OrdinalIgnoreCase)).ToList();
            return unknown.Count == 0
                ? file
                : throw new StartException(
                    [.. unknown.Select(child => $"{path}: '{child.Key}' is not known; there are {NodeOptions.Section}, "
                        + $"Logging and {NodeConfiguration.UrlsKey}.")]);
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new StartException($"{path} {Explain(error.GetBaseException())}");
        }
    }

    private static string Explain(Exception cause) => cause switch
    {
        // Its message ends with the line and the byte, both counted from 0.
        JsonException json => string.Create(
            CultureInfo.InvariantCulture,
            $"is not JSON: line {json.LineNumber + 1}, byte {json.BytePositionInLine + 1}: "
                + $"{json.Message.Split(" LineNumber:")[0].TrimEnd('.')}."),
        FormatException form => $"is ambiguous or has the wrong form: {form.Message}",
        _ => $"cannot be read: {cause.Message}",
    };
}
