using AkkaGrid.Node.Http.Reference;
using Microsoft.OpenApi;

namespace AkkaGrid.Node.Http;

/// <summary>
/// Holds the query of every call to what the reference says of it: a parameter without a value is none, and one that the call does not
/// know is refused, so that a misspelt one does not silently mean something else. The calls of the original systems take whatever
/// their clients send.
/// </summary>
internal sealed class QueryMiddleware(RequestDelegate next)
{
    private static readonly Call[] Calls = [.. ReferenceDocument.Topics.SelectMany(topic => topic.Calls).Where(call => !call.IsOriginal)];

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.QueryString.HasValue && Array.Find(Calls, call => IsCalled(call, request)) is { } called)
            Check(called, request);
        return next(context);
    }

    private static void Check(Call called, HttpRequest request)
    {
        string[] known =
            [.. called.Parameters.Where(parameter => parameter.In == ParameterLocation.Query).Select(parameter => parameter.Name)];
        var unknown = request.Query.Keys.Except(known, StringComparer.OrdinalIgnoreCase).ToList();
        if (unknown.Count > 0)
        {
            throw new BadHttpRequestException(
                $"{called.Method} {called.Path} knows no query parameter {string.Join(", ", unknown.Select(name => $"'{name}'"))}; "
                    + $"it knows {(known.Length == 0 ? "none" : string.Join(", ", known))}.");
        }

        request.Query = new QueryCollection(request.Query
            .Where(parameter => parameter.Value.Any(value => !string.IsNullOrEmpty(value)))
            .ToDictionary(StringComparer.OrdinalIgnoreCase));
    }

    private static bool IsCalled(Call call, HttpRequest request)
    {
        var (template, path) = (call.Path.Split('/'), request.Path.Value!.TrimEnd('/').Split('/'));
        return HttpMethods.Equals(call.Method.Method, request.Method)
            && template.Length == path.Length
            && template.Zip(path).All(pair => pair.First.StartsWith('{') || pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));
    }
}
