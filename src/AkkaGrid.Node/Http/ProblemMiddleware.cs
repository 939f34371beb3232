using System.Text.Json;
using System.Text.RegularExpressions;
using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Node.Http;

/// <summary>Gives every error a body: what a route throws, and what answers with nothing but a status.</summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException error)
        {
            await AnswerAsync(context, OfStatus(context, error.StatusCode, Explain(error)));
            return;
        }
        catch (InvalidOperationException) when (HasUnknownCharset(context.Request))
        {
            await AnswerAsync(context, OfStatus(context, 415, detail: null));
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
                500, ProblemKinds.Internal, "The grid made a mistake; its log says which."));
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
        405 => Problems.Of(status, "method-not-allowed",
            $"{context.Request.Path} does not take {context.Request.Method}; it takes {context.Response.Headers.Allow}."),
        408 => Problems.Of(status, "request-timeout", "The body came too slowly."),
        413 => Problems.Of(status, ProblemKinds.TooLarge, detail ?? "The body is over the limit."),
        415 => Problems.Of(status, "unsupported-media-type", "Send the body as application/json."),
        _ => Problems.Of(status, $"http-{status}", detail ?? $"The answer is {status}."),
    };

    // The reader of JSON takes an encoding that it does not know for a mistake of ours.
    private static bool HasUnknownCharset(HttpRequest request) =>
        request.GetTypedHeaders().ContentType is { Charset.Length: > 0, Encoding: null };

    // The reader's messages name types of ours; the field, or the place in the text, is what helps.
    private static string Explain(BadHttpRequestException error) => error.InnerException switch
    {
        JsonException json when MissingField().Match(json.Message) is { Success: true } missing =>
            $"Missing required field: {missing.Groups["field"].Value}",
        JsonException json => $"The body is not the JSON that is expected here: see {json.Path ?? "$"}, line {json.LineNumber + 1}.",
        null when error.Message.Contains("body was not provided", StringComparison.Ordinal)
            || error.Message.Contains("body inferred", StringComparison.Ordinal)
            || error.Message.Contains("body is required", StringComparison.OrdinalIgnoreCase) => "No data provided",
        null when UnreadableParameter().Match(error.Message) is { Success: true } parameter =>
            $"{parameter.Groups["name"].Value} cannot be '{parameter.Groups["value"].Value}'",
        null => error.Message,
        var inner => inner.Message,
    };

    [GeneratedRegex("missing required properties including: '(?<field>[^']+)'")]
    private static partial Regex MissingField();

    [GeneratedRegex("^Failed to bind parameter \"\\S+ (?<name>\\w+)\" from \"(?<value>.*)\"")]
    private static partial Regex UnreadableParameter();
}
