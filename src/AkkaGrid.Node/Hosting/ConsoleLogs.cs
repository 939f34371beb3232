using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Console;

namespace AkkaGrid.Node.Hosting;

/// <summary>
/// The log on the console: one line per entry, with the time in UTC as ISO 8601; text, or JSON with
/// <c>Logging:Console:FormatterName=json</c>.
/// </summary>
internal static class ConsoleLogs
{
    private const string Time = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private static readonly string[] Formatters =
        [ConsoleFormatterNames.Simple, ConsoleFormatterNames.Json, ConsoleFormatterNames.Systemd];

    /// <summary>Adds an error where the configured formatter does not exist.</summary>
    public static void Check(IConfiguration logging, ICollection<string> errors)
    {
        if (Formatter(logging) is { } name && !Formatters.Contains(name, StringComparer.OrdinalIgnoreCase))
            errors.Add($"Logging:Console:FormatterName is '{name}'; there are {string.Join(", ", Formatters)}.");
    }

    /// <summary>Whether each line is a JSON object.</summary>
    public static bool IsJson(IConfiguration logging) =>
        string.Equals(Formatter(logging), ConsoleFormatterNames.Json, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Logs to the console. <c>Logging:Console:FormatterOptions</c> overrides the settings made here.
    /// </summary>
    public static ILoggingBuilder AddConsoleLogs(this ILoggingBuilder logging, IConfiguration configuration)
    {
        logging.Services.Configure<SimpleConsoleFormatterOptions>(options =>
        {
            options.SingleLine = true;
            SetTime(options, Time + " ");
        });
        logging.Services.Configure<JsonConsoleFormatterOptions>(options => SetTime(options, Time));
        logging.Services.Configure<ConsoleFormatterOptions>(options => SetTime(options, Time + " "));

        // Without the name of a formatter, the console uses obsolete options.
        logging.Services.PostConfigure<ConsoleLoggerOptions>(options =>
            options.FormatterName ??= ConsoleFormatterNames.Simple);
        return logging.AddConfiguration(configuration).AddConsole();
    }

    /// <summary>Writes why the program ends, in the format of its log.</summary>
    /// <param name="writer">Standard error.</param>
    /// <param name="logging">The configuration of logs; null where it could not be read.</param>
    /// <param name="reason">Why, in a sentence.</param>
    /// <param name="now">The time.</param>
    public static void WriteEnd(TextWriter writer, IConfiguration? logging, string reason, DateTimeOffset now)
    {
        if (logging is null || !IsJson(logging))
        {
            writer.WriteLine($"AkkaGrid: {reason}");
            return;
        }

        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("Timestamp", now.UtcDateTime.ToString(Time, CultureInfo.InvariantCulture));
            json.WriteString("LogLevel", nameof(LogLevel.Critical));
            json.WriteString("Category", "AkkaGrid");
            json.WriteString("Message", reason);
            json.WriteEndObject();
        }

        writer.WriteLine(Encoding.UTF8.GetString(line.ToArray()));
    }

    private static void SetTime(ConsoleFormatterOptions options, string format) =>
        (options.TimestampFormat, options.UseUtcTimestamp) = (format, true);

    private static string? Formatter(IConfiguration logging) =>
        logging["Console:FormatterName"] is { Length: > 0 } name ? name : null;
}
