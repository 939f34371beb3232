using AkkaGrid.Node.Http.Reference;
using Microsoft.Extensions.Primitives;
using Microsoft.OpenApi;

namespace AkkaGrid.Node.Http;

/// <summary>
/// Holds the query of every call to what the reference says of it: a parameter without a value is none, and one that the call does not
/// know is refused, so that a misspelt one does not silently mean something else. The calls of the original systems take whatever
/// their clients send.
/// </summary>
internal sealed class QueryMiddleware(RequestDelegate next)
{
    private static readonly KnownCall[] Calls =
        [.. ReferenceDocument.Topics.SelectMany(topic => topic.Calls).Where(call => !call.IsOriginal).Select(call => new KnownCall(call))];

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!request.QueryString.HasValue)
            return next(context);
        var path = request.Path.Value!.TrimEnd('/').Split('/');
        Array.Find(Calls, call => call.IsMadeBy(request.Method, path))?.Check(request);
        return next(context);
    }

    /// <summary>A call, with what is looked at for each request.</summary>
    private sealed class KnownCall(Call call)
    {
        private readonly string[] _template = call.Path.Split('/');
        private readonly string[] _parameters =
            [.. call.Parameters.Where(parameter => parameter.In == ParameterLocation.Query).Select(parameter => parameter.Name)];

        public bool IsMadeBy(string method, string[] path) => HttpMethods.Equals(call.Method.Method, method)
            && _template.Length == path.Length
            && _template.Zip(path).All(pair => pair.First.StartsWith('{') || pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));

        public void Check(HttpRequest request)
        {
            var unknown = request.Query.Keys.Except(_parameters, StringComparer.OrdinalIgnoreCase).Select(name => $"'{name}'").ToList();
            if (unknown.Count > 0)
            {
                throw new BadHttpRequestException(
                    $"{call.Method} {call.Path} knows no query parameter {string.Join(", ", unknown)}; "
                        + $"it knows {(_parameters.Length == 0 ? "none" : string.Join(", ", _parameters))}.");
            }

            if (request.Query.Any(IsEmpty))
                request.Query = new QueryCollection(request.Query.Where(parameter => !IsEmpty(parameter)).ToDictionary(StringComparer.OrdinalIgnoreCase));
        }

        private static bool IsEmpty(KeyValuePair<string, StringValues> parameter) => parameter.Value.All(string.IsNullOrEmpty);
    }
}
