using Akka.Actor;
using AkkaGrid.Core.Charging;

namespace AkkaGrid.Charging.Gateway;

/// <summary>A request that a gateway holds until it is answered. Once sent, it can no longer be said that nothing was started.</summary>
internal sealed class HeldRequest(
    long number, ChargeRequest request, DateTimeOffset arrivedAt, TimeSpan maxWait, DateTimeOffset giveUpAt)
    : INoSerializationVerificationNeeded
{
    private const int Held = 0;
    private const int Sent = 1;
    private const int Closed = 2;

    // Continuations must not run inside the actor that completes this.
    private readonly TaskCompletionSource<ChargeOutcome> _answer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int _state = Held;
    private int _sent;

    public long Number { get; } = number;

    public ChargeRequest Request { get; } = request;

    /// <summary>When the gateway stops waiting, in its clock.</summary>
    public DateTimeOffset GiveUpAt { get; } = giveUpAt;

    /// <summary>How long it has waited by now, and how much longer it may: the same for whichever balancer it is sent to.</summary>
    public WaitBudget WaitBudgetAt(DateTimeOffset now)
    {
        var waited = now - ArrivedAt;
        return new WaitBudget(waited, maxWait > waited ? maxWait - waited : TimeSpan.Zero);
    }

    /// <summary>The term under which it was sent last; null before.</summary>
    public FencingEpoch? SentUnder { get; set; }

    public Task<ChargeOutcome> Answer => _answer.Task;

    /// <summary>When it came, in the gateway's clock.</summary>
    public DateTimeOffset ArrivedAt { get; } = arrivedAt;

    /// <summary>Whether it was sent more than once: then it may be answered with the session that it has started itself.</summary>
    public bool IsResent => _sent > 1;

    /// <summary>Whether it may be sent: not once the gateway has said that it never was.</summary>
    public bool TrySend()
    {
        _sent++;
        return Interlocked.CompareExchange(ref _state, Sent, Held) != Closed;
    }

    /// <summary>Whether it was never sent; from then on it never will be.</summary>
    public bool TryWithdraw() => Interlocked.CompareExchange(ref _state, Closed, Held) == Held;

    /// <summary>Nobody waits for it any more: it is sent to no further balancer.</summary>
    public void Abandon() => _answer.TrySetCanceled();

    public void Complete(ChargeOutcome outcome) => _answer.TrySetResult(outcome);
}
