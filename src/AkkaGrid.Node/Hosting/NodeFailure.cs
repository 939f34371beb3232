namespace AkkaGrid.Node.Hosting;

/// <summary>Reports to the host of a node that the node cannot go on.</summary>
internal sealed class NodeFailure
{
    private readonly TaskCompletionSource<string> _reason = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the reason, in a sentence for a person; never completes for a healthy node.</summary>
    public Task<string> Reason => _reason.Task;

    /// <summary>Reports why the node cannot go on; only the first reason counts.</summary>
    public void Report(string reason) => _reason.TrySetResult(reason);
}
