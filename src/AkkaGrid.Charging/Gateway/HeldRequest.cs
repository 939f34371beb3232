using Akka.Actor;
using AkkaGrid.Core.Charging;

namespace AkkaGrid.Charging.Gateway;

/// <summary>A request that a gateway holds until it is answered. Once it is sent, a session may have started.</summary>
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

    /// <summary>
    /// How long it has waited, and how much longer it may wait: the same for every balancer that it is sent to.
    /// </summary>
    public WaitBudget WaitBudgetAt(DateTimeOffset now)
    {
        var waited = now - ArrivedAt;
        return new WaitBudget(waited, maxWait > waited ? maxWait - waited : TimeSpan.Zero);
    }

    /// <summary>The term under which it was sent last; null before.</summary>
    public FencingEpoch? SentUnder { get; set; }

    public Task<ChargeOutcome> Answer => _answer.Task;

    /// <summary>When it arrived, in the gateway's clock.</summary>
    public DateTimeOffset ArrivedAt { get; } = arrivedAt;

    /// <summary>Whether it was sent more than once: then its own session may be reported to it as a replay.</summary>
    public bool IsResent => _sent > 1;

    /// <summary>Marks it as sent; false where the gateway has answered that it was never sent.</summary>
    public bool TrySend()
    {
        _sent++;
        return Interlocked.CompareExchange(ref _state, Sent, Held) != Closed;
    }

    /// <summary>Closes it, so that it is never sent; false where it was sent.</summary>
    public bool TryWithdraw() => Interlocked.CompareExchange(ref _state, Closed, Held) == Held;

    /// <summary>Cancels it, because its client has disconnected: no further balancer receives it.</summary>
    public void Abandon() => _answer.TrySetCanceled();

    public void Complete(ChargeOutcome outcome) => _answer.TrySetResult(outcome);
}
