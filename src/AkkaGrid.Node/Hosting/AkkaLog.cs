using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Dispatch;
using Akka.Event;

namespace AkkaGrid.Node.Hosting;

/// <summary>
/// Writes Akka's log to the node's own, once each: without the level and the time that Akka writes into its text, and without what
/// remoting says at every attempt while a node is not there yet or has gone; formation and cluster say that once.
/// </summary>
/// <remarks>By its text, for Akka has no category for it, and its own filter does not reach a logger of ours.</remarks>
internal sealed partial class AkkaLog : UntypedActor, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    /// <summary>The category of all of Akka's lines.</summary>
    public const string Category = "Akka";

    private static readonly string[] Noise = ["AssociationError", "ddress is now gated", "EndpointDisassociatedException"];

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

    // Akka drops each message that comes to another name than its own, four a second from a node that seeks a cluster.
    private void WriteOnce(string called, string own)
    {
        if (_misnamed.Add(called))
        {
            _log.LogError(
                "A node calls this one {Called}, but it is {Own}, and Akka takes no message to another name. The seeds of all nodes must name it as "
                    + "it names itself: change them, or AkkaGrid:Remoting:PublicHostname here",
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

    /// <summary>Takes what Akka says before its loggers run and after they have ended, which goes past the node's log.</summary>
    internal sealed class Silence : MinimalLogger
    {
        protected override void Log(object message)
        {
        }
    }

    /// <summary>Where an actor system writes its log to.</summary>
    internal sealed class Target(ILoggerFactory logs) : Setup
    {
        /// <summary>The log.</summary>
        public ILogger Log { get; } = logs.CreateLogger(Category);
    }
}
