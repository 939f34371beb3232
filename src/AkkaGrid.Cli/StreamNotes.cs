using AkkaGrid.Client;
using Spectre.Console;

namespace AkkaGrid.Cli;

/// <summary>
/// Says on standard error when a stream loses its connection, and when it goes on: silence would look like nothing
/// happening.
/// </summary>
internal static class StreamNotes
{
    /// <summary>Prints what becomes of the connection.</summary>
    /// <param name="call">The call that streams.</param>
    /// <param name="goesOn">How the stream goes on once the connection is there again.</param>
    public static Action<StreamConnection> For(NodeCall call, string goesOn) => connection =>
        call.CliEnvironment.Err.WriteLine(connection.LostBecause is { } reason
            ? $"lost the connection to {connection.Node}: {reason}; trying again until it is interrupted"
            : $"connected to {connection.Node} again; {goesOn}");
}
