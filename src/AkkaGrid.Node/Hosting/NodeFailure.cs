namespace AkkaGrid.Node.Hosting;

/// <summary>Tells whoever runs a node that the node cannot go on.</summary>
internal sealed class NodeFailure
{
    private readonly TaskCompletionSource<string> _reason = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the reason, in a sentence for a person; never completes for a healthy node.</summary>
    public Task<string> Reason => _reason.Task;

    /// <summary>The node cannot go on; the first reason stands.</summary>
    public void Report(string reason) => _reason.TrySetResult(reason);
}
