using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace AkkaGrid.Node.Tests.Http;

/// <summary>A client that reads nothing of what it is told until it is let.</summary>
internal sealed class SlowReader : MemoryStream, IHttpRequestLifetimeFeature
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _text = new();

    public TaskCompletionSource Reads { get; } = new();

    public TaskCompletionSource IsWrittenTo { get; } = new();

    /// <summary>What it has read so far.</summary>
    public string Text
    {
        get
        {
            lock (_gate)
                return _text.ToString();
        }
    }

    public bool IsAborted { get; private set; }

    public CancellationToken RequestAborted { get; set; }

    public void Abort() => IsAborted = true;

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        IsWrittenTo.TrySetResult();
        await Reads.Task;
        lock (_gate)
            _text.Append(Encoding.UTF8.GetString(buffer.Span));
    }
}
