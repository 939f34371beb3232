using System.CommandLine;
using AkkaGrid.Client;
using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Cli.Commands;

/// <summary>Waits until what was told to the cluster has come about.</summary>
internal sealed class ClusterWait
{
    private const double DefaultSeconds = 30;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly Option<double> _timeout = new Option<double>("--timeout")
    {
        Description = "How long to wait until it has come about; 0 not to wait.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => DefaultSeconds,
    }.Must(seconds => seconds is >= 0 and <= 3600, "--timeout is a number of seconds, 0 to 3600.");

    public void AddTo(Command command) => command.Add(_timeout);

    /// <summary>Whether to wait at all.</summary>
    public bool IsWanted(ParseResult parse) => parse.GetValue(_timeout) > 0;

    /// <summary>Asks the node again and again; null where the time is up before the condition holds.</summary>
    public async Task<ClusterMembers?> UntilAsync(
        NodeCall call, Func<ClusterMembers, bool> condition, CancellationToken cancellationToken)
    {
        var (time, limit) = (call.CliEnvironment.Time, TimeSpan.FromSeconds(call.Arguments.GetValue(_timeout)));
        for (var start = time.GetTimestamp(); ; await Task.Delay(Pause, time, cancellationToken))
        {
            var members = await call.Client.Cluster.MembersAsync(cancellationToken);
            if (condition(members))
                return members;
            if (time.GetElapsedTime(start) >= limit)
                return null;
        }
    }

    /// <summary>Sends a command, and again while the node says that it will take it in a moment.</summary>
    public async Task<ClusterMembers> SendAsync(
        NodeCall call, Func<ClusterClient, Task<ClusterMembers>> command, CancellationToken cancellationToken)
    {
        var (time, limit) = (call.CliEnvironment.Time, TimeSpan.FromSeconds(call.Arguments.GetValue(_timeout)));
        for (var start = time.GetTimestamp(); ; await Task.Delay(Pause, time, cancellationToken))
        {
            try
            {
                return await command(call.Client.Cluster);
            }
            catch (GridException refusal)
                when (refusal.Kind == ProblemKinds.NodeRestarting && time.GetElapsedTime(start) < limit)
            {
                // It has just left a cluster, and is not yet done with it.
            }
        }
    }
}
