using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.KeyValue;
using AkkaGrid.KeyValue.Storage;

namespace AkkaGrid.Node.Http.KeyValue;

/// <summary>
/// Turns errors of the store into problem details, with the causal context of the request, unchanged.
/// </summary>
internal sealed class StoreProblems : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var call = context.HttpContext;
        CausalExchange.Write(call, CausalExchange.Read(call));
        try
        {
            return await next(context);
        }
        catch (KeyValueException error)
        {
            return Of(error, call);
        }
        catch (StorageException error)
        {
            return Of(error);
        }
    }

    /// <summary>The problem of a disk that cannot be read.</summary>
    public static IResult Of(StorageException error) =>
        Problems.Of(503, ProblemKinds.StoreUnavailable, error.Message + ".");

    /// <summary>The problem of an error.</summary>
    public static IResult Of(KeyValueException error, HttpContext call)
    {
        switch (error)
        {
            case ContextNotReachedException missing:
                call.Response.Headers.RetryAfter = "1";
                return Problems.Of(
                    503,
                    ProblemKinds.ContextUnavailable,
                    error.Message + ". Nothing was done.",
                    ("missing", missing.Missing),
                    ("away", missing.Away.Select(name => name.Value).ToList()));
            case ContextLostException lost:
                return Problems.Of(
                    410,
                    ProblemKinds.ContextLost,
                    error.Message + ". Nothing was done; go on without the context.",
                    ("lost", lost.Lost));
            case RetireRefusedException { Refusal: RetireRefusal.Unknown }:
                return Problems.Of(404, ProblemKinds.NotFound, error.Message + ".");
            case RetireRefusedException:
                return Problems.Of(409, ProblemKinds.NotRetired, error.Message + ".");
            case RetireUnderWayException:
                return Problems.Of(504, ProblemKinds.OutcomeUnknown, error.Message + ".");
            case StoreUnavailableException:
                call.Response.Headers.RetryAfter = "1";
                return Problems.Of(503, ProblemKinds.StoreUnavailable, error.Message + ".");
            case WriteUncertainException uncertain:
                return Problems.Of(
                    504, ProblemKinds.OutcomeUnknown, error.Message + ".", ("dot", uncertain.Dot?.ToString()));
            case PreconditionFailedException failed:
                call.Response.Headers.ETag = StoreValues.Quoted(failed.Present);
                return Problems.Of(
                    412, ProblemKinds.PreconditionFailed, error.Message + ".", ("value", Present(failed.Present)));
            case TooLargeException:
                return Problems.Of(413, ProblemKinds.TooLarge, error.Message + ".");
            case BackupExistsException:
                return Problems.Of(409, ProblemKinds.BackupExists, error.Message + ".");
            case TooManyWatchesException:
                call.Response.Headers.RetryAfter = "5";
                return Problems.Of(429, ProblemKinds.TooManyWatches, error.Message + ".");
            case UnknownReplicaException:
                return Problems.Of(404, ProblemKinds.NotFound, error.Message + ".");
            default:
                throw new NotSupportedException($"{error.GetType().Name} has no kind of problem", error);
        }
    }

    private static StoredValue? Present(VersionSet versions) =>
        versions.Value is { } value ? new StoredValue(value.Bytes) : null;
}
