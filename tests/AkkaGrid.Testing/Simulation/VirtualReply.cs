using AkkaGrid.Core.KeyValue.Driving;

namespace AkkaGrid.Testing.Simulation;

/// <summary>The answer to a command, as whoever gave it takes it.</summary>
/// <param name="succeed">Takes the result.</param>
/// <param name="fail">Takes the failure.</param>
/// <param name="isAbandoned">Whether nobody waits for it.</param>
public sealed class VirtualReply<T>(
    Action<T> succeed, Action<RequestFailure>? fail = null, Func<bool>? isAbandoned = null)
    : IReply<T>
{
    public bool IsAbandoned => isAbandoned?.Invoke() == true;

    public void Succeed(T result) => succeed(result);

    public void Fail(RequestFailure failure) => fail?.Invoke(failure);
}
