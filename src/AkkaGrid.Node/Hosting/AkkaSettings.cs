using System.Globalization;
using Akka.Cluster.Hosting;
using Akka.Cluster.Hosting.SBR;
using Akka.Configuration;
using Akka.Hosting;
using Akka.Remote.Hosting;
using AkkaGrid.Node.Configuration;

namespace AkkaGrid.Node.Hosting;

/// <summary>The settings of remoting and cluster; the timings are measured, see <see cref="NodeTimings"/>.</summary>
internal static class AkkaSettings
{
    /// <summary>Applies the settings of a node.</summary>
    public static void Apply(AkkaConfigurationBuilder akka, NodeSetup setup, ILoggerFactory logs)
    {
        var (options, timings) = (setup.Options, setup.Timings);
        if (setup.ExtraHocon.Length > 0)
            akka.AddHocon(ConfigurationFactory.ParseString(setup.ExtraHocon), HoconAddMode.Prepend);
        akka.AddSetup(new AkkaLog.Target(logs));
        akka
            .ConfigureLoggers(loggers =>
            {
                loggers.ClearLoggers();
                loggers.AddLogger<AkkaLog>();
                loggers.LogLevel = LevelOf(logs.CreateLogger(AkkaLog.Category));
                loggers.LogConfigOnStart = false;
            })
            .WithStrictSerialization(true)
            .WithRemoting(new RemoteOptions
            {
                HostName = HostText.Plain(options.Remoting.Hostname),
                PublicHostName = HostText.Plain(options.Remoting.ReachedAt),
                Port = options.Remoting.Port,
            })
            .WithClustering(new ClusterOptions
            {
                Roles = [.. Roles(options).Select(role => $"\"{role}\"")],
                SeedNodes = [],
                AppVersion = NodeVersion.Text,
                LogInfo = false,
                SplitBrainResolver = new StaticQuorumOption
                {
                    Role = NodeRoles.Seed,
                    QuorumSize = (options.Seeds.Count / 2) + 1,
                },
                FailureDetector = new PhiAccrualFailureDetectorOptions
                {
                    HeartbeatInterval = timings.Heartbeat,
                    AcceptableHeartbeatPause = timings.HeartbeatPause,
                    ExpectedResponseAfter = timings.Heartbeat,
                },
            })
            .AddHocon(ConfigurationFactory.ParseString(Rest(timings)), HoconAddMode.Prepend);
    }

    private static IEnumerable<string> Roles(NodeOptions options)
    {
        yield return NodeRoles.ForName(options.Name);
        if (options.IsSeed)
            yield return NodeRoles.Seed;
        if (options.BalancerCandidate)
            yield return NodeRoles.Balancer;
        if (options.Substations.Count > 0)
            yield return NodeRoles.ForSubstations(options.Substations.Count);
    }

    // Settings that the typed options lack. The node ends the process; Akka must not.
    private static string Rest(NodeTimings timings) => $$"""
        akka {
          stdout-logger-class = "{{typeof(AkkaLog.Silence).AssemblyQualifiedName}}"
          coordinated-shutdown {
            exit-clr = off
            run-by-clr-shutdown-hook = off
          }
          cluster {
            split-brain-resolver.stable-after = {{Milliseconds(timings.StableAfter)}}
            down-removal-margin = {{Milliseconds(timings.DownRemovalMargin)}}
            run-coordinated-shutdown-when-down = on
            gossip-interval = {{Milliseconds(timings.Gossip)}}
            leader-actions-interval = {{Milliseconds(timings.Gossip)}}
            unreachable-nodes-reaper-interval = {{Milliseconds(timings.Gossip)}}
            periodic-tasks-initial-delay = 100ms
            retry-unsuccessful-join-after = 1s
          }
          remote.retry-gate-closed-for = 500ms
          # A downed node waits so long for what the others no longer take, before its actor system is built again.
          remote.flush-wait-on-shutdown = {{Milliseconds(timings.ShutdownFlush)}}
        }
        """;

    private static string Milliseconds(TimeSpan span) =>
        string.Create(CultureInfo.InvariantCulture, $"{(long)span.TotalMilliseconds}ms");

    private static Akka.Event.LogLevel LevelOf(ILogger log) =>
        log.IsEnabled(Microsoft.Extensions.Logging.LogLevel.Debug) ? Akka.Event.LogLevel.DebugLevel
        : log.IsEnabled(Microsoft.Extensions.Logging.LogLevel.Information) ? Akka.Event.LogLevel.InfoLevel
        : log.IsEnabled(Microsoft.Extensions.Logging.LogLevel.Warning) ? Akka.Event.LogLevel.WarningLevel
        : Akka.Event.LogLevel.ErrorLevel;
}
