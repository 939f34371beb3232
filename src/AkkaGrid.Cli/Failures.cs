using System.Globalization;
using AkkaGrid.Client;

namespace AkkaGrid.Cli;

/// <summary>Says in plain words what failed and what to do about it.</summary>
internal static class Failures
{
    /// <summary>The lines to print; null where the failure is a bug, to be seen as it is.</summary>
    public static IReadOnlyList<string>? Explain(Exception failure, Uri node, CancellationToken cancellationToken) =>
        failure switch
        {
            GridException refusal => [$"error: {Printable.Of(refusal.Message)} ({Kind(refusal)})"],
            HttpRequestException
            {
                HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
            } =>
            [
                $"error: no node answers at {node} ({failure.GetBaseException().Message}).",
                "Start one with 'dotnet run -c Release --project src/AkkaGrid.Node', or name another with "
                    + "--node URL or AKKAGRID_NODE.",
            ],
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } =>
            [
                $"error: no TLS connection to {node} ({failure.GetBaseException().Message}).",
                "Where the node has no https, name it with http://.",
            ],
            HttpRequestException => [$"error: the call to {node} broke off: {failure.GetBaseException().Message} Try "
                + "again, or name another node with --node URL."],
            OperationCanceledException when cancellationToken.IsCancellationRequested => ["interrupted"],
            OperationCanceledException =>
                [$"error: {node} did not answer in time. Try again, or name another node with --node URL."],
            IOException or UnauthorizedAccessException => [$"error: {failure.Message}"],
            _ => null,
        };

    private static string Kind(GridException refusal)
    {
        var status = refusal.Status.ToString(CultureInfo.InvariantCulture);
        var kind = refusal.Kind is null ? status : $"{status} {Printable.Of(refusal.Kind)}";
        return refusal.RetryAfter is { } wait
            ? string.Create(
                CultureInfo.InvariantCulture, $"{kind}; try again in {Math.Ceiling(wait.TotalSeconds):F0} s")
            : kind;
    }
}
