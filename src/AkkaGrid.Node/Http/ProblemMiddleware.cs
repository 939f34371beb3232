using AkkaGrid.Client.Contracts;
using AkkaGrid.Node.Http.Contracts;

namespace AkkaGrid.Node.Http;

/// <summary>Gives every error a body: an exception of a route, and an answer that has only a status.</summary>
internal sealed class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (InvalidRequestException error)
        {
            await AnswerAsync(context, Problems.Of(
                400,
                ProblemKinds.InvalidRequest,
                error.Message,
                ("error", error.OriginalText),
                ("errors", error.Errors)));
            return;
        }
        catch (BadHttpRequestException error)
        {
            if (error is UnsupportedMediaTypeException && context.Response.Headers.AcceptEncoding.Count == 0)
                context.Response.Headers.Accept = UnsupportedMediaTypeException.Json;
            await AnswerAsync(context, OfStatus(context, error.StatusCode, error.Message));
            return;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception error)
        {
            log.LogError(error, "{Method} {Path} failed", context.Request.Method, context.Request.Path);
            await AnswerAsync(context, Problems.Of(
                500, ProblemKinds.Internal, "Internal error. This is a bug; the log has the details."));
            return;
        }
        var answer = context.Response;
        if (answer is { HasStarted: false, StatusCode: >= 400, ContentType: null } && answer.ContentLength is null or 0)
            await AnswerAsync(context, OfStatus(context, answer.StatusCode, detail: null));
    }

    private static async Task AnswerAsync(HttpContext context, IResult problem)
    {
        if (context.Response.HasStarted)
            context.Abort();
        else
            await problem.ExecuteAsync(context);
    }

    private static IResult OfStatus(HttpContext context, int status, string? detail) => status switch
    {
        400 => Problems.Of(status, ProblemKinds.InvalidRequest, detail ?? "The request cannot be understood."),
        404 => Problems.Of(status, ProblemKinds.NotFound, detail ?? $"There is nothing at {context.Request.Path}."),
        405 => Problems.Of(status, ProblemKinds.MethodNotAllowed,
            $"{context.Request.Path} does not accept {context.Request.Method}; it accepts "
                + $"{context.Response.Headers.Allow}."),
        408 => Problems.Of(status, ProblemKinds.RequestTimeout, "The body arrived too slowly."),
        413 => Problems.Of(status, ProblemKinds.TooLarge, detail ?? "The body is over the limit."),
        415 => Problems.Of(
            status,
            ProblemKinds.UnsupportedMediaType,
            detail ?? $"Send the body as {UnsupportedMediaTypeException.Json}."),
        _ => Problems.Of(status, $"http-{status}", detail ?? $"The answer is {status}."),
    };
}
