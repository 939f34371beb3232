using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Dispatch;
using Akka.Event;

namespace AkkaGrid.Node.Hosting;

/// <summary>
/// Writes Akka's log to the node's own: without the level and the time that Akka writes into its text, and without the
/// lines that remoting writes at every attempt to reach an absent node; formation and cluster log that once.
/// </summary>
/// <remarks>
/// It recognises those lines by their text: Akka has no category for them, and applies its own filter only to its own
/// loggers.
/// </remarks>
internal sealed partial class AkkaLog : UntypedActor, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    /// <summary>The category of all of Akka's lines.</summary>
    public const string Category = "Akka";

    private static readonly string[] Noise =
        ["AssociationError", "ddress is now gated", "EndpointDisassociatedException"];

    private readonly ILogger _log;
    private readonly HashSet<string> _misnamed = [];

    public AkkaLog() => _log = Context.System.Settings.Setup.Get<Target>().Value.Log;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case InitializeLogger:
                Sender.Tell(new LoggerInitialized());
                break;
            case LogEvent line:
                Write(line);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Write(LogEvent line)
    {
        var text = line.Message?.ToString() ?? "";
        if (Misnamed().Match(text) is { Success: true } match)
            WriteOnce(match.Groups["called"].Value, match.Groups["own"].Value);
        else if (!Noise.Any($"{text} {line.Cause}".Contains))
            _log.Log(LevelOf(line.LogLevel()), line.Cause, "{Source}: {Text}", line.LogSource, text);
    }

    // Akka drops each message to an address other than its own; a node that seeks a cluster sends four a second.
    private void WriteOnce(string called, string own)
    {
        if (_misnamed.Add(called))
        {
            _log.LogError(
                "Another node sends messages to {Called}, but the address of this node is {Own}, and Akka drops "
                    + "messages to any other. The seeds of all nodes must have this address: change them, or "
                    + "AkkaGrid:Remoting:PublicHostname of this node",
                called,
                own);
        }
    }

    private static Microsoft.Extensions.Logging.LogLevel LevelOf(Akka.Event.LogLevel level) => level switch
    {
        Akka.Event.LogLevel.DebugLevel => Microsoft.Extensions.Logging.LogLevel.Debug,
        Akka.Event.LogLevel.InfoLevel => Microsoft.Extensions.Logging.LogLevel.Information,
        Akka.Event.LogLevel.WarningLevel => Microsoft.Extensions.Logging.LogLevel.Warning,
        _ => Microsoft.Extensions.Logging.LogLevel.Error,
    };

    [GeneratedRegex(@"for non-local recipient .* arriving at \[(?<called>.+)\] inbound addresses \[(?<own>.+)\]$")]
    private static partial Regex Misnamed();

    /// <summary>
    /// Discards the lines that Akka writes before its loggers run and after they have ended, which bypass the node's
    /// log.
    /// </summary>
    internal sealed class Silence : MinimalLogger
    {
        protected override void Log(object message)
        {
        }
    }

    /// <summary>Where an actor system writes its log.</summary>
    internal sealed class Target(ILoggerFactory logs) : Setup
    {
        /// <summary>The log.</summary>
        public ILogger Log { get; } = logs.CreateLogger(Category);
    }
}
