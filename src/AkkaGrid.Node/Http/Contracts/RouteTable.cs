using AkkaGrid.Node.Http.KeyValue;
using AkkaGrid.Node.Http.Reference;

namespace AkkaGrid.Node.Http.Contracts;

/// <summary>The calls at each path. Paths are case-sensitive (RFC 9110).</summary>
internal sealed class RouteTable
{
    private readonly ILookup<int, RouteCalls> _byLength;
    private readonly RouteCalls? _keys;

    public RouteTable(IReadOnlyList<Endpoint> endpoints)
    {
        var calls = ReferenceDocument.Topics.SelectMany(topic => topic.Calls)
            .ToDictionary(call => (call.Method.Method, call.Path));
        var routes = endpoints.OfType<RouteEndpoint>()
            .GroupBy(endpoint =>
                "/" + endpoint.RoutePattern.RawText!.Replace("**", "", StringComparison.Ordinal).Trim('/'))
            .Select(group => new RouteCalls(
                group.Key,
                [.. group.SelectMany(MethodsOf).Distinct()],
                method => calls.GetValueOrDefault((method, group.Key))))
            .ToList();

        // A literal segment comes before a parameter.
        _byLength = routes.OrderBy(route => route.Template.Count(segment => segment.StartsWith('{')))
            .ToLookup(route => route.Template.Length);
        _keys = Find(RawKeyMiddleware.KeyPath.Value!);
    }

    /// <summary>The calls at a path; null for none.</summary>
    /// <param name="path">The path of a request, in which a fixed word replaces a key.</param>
    public RouteCalls? Find(string path)
    {
        if (_keys is not null && path == RawKeyMiddleware.KeyPath.Value)
            return _keys;
        var segments = path.TrimEnd('/').Split('/');
        return _byLength[segments.Length].FirstOrDefault(route => route.IsAt(segments));
    }

    // The route of the metrics accepts any method; only reading them makes sense.
    private static IReadOnlyList<string> MethodsOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods
            ? methods
            : [HttpMethods.Get];
}

/// <summary>The calls at one path.</summary>
internal sealed class RouteCalls
{
    private readonly Dictionary<string, CallContract?> _contracts;

    public RouteCalls(string path, IReadOnlyList<string> methods, Func<string, Call?> find)
    {
        Template = path.TrimEnd('/').Split('/');
        _contracts = methods.ToDictionary(
            method => method, method => find(method) is { } call ? new CallContract(call) : null);
        IEnumerable<string> heads = methods.Contains(HttpMethods.Get) ? [HttpMethods.Head] : [];
        Allow = string.Join(", ", methods.Concat(heads).Append(HttpMethods.Options).Order(StringComparer.Ordinal));
    }

    /// <summary>The segments of the path; those of parameters are in braces.</summary>
    public string[] Template { get; }

    /// <summary>The methods of this path, as the value of the header <c>Allow</c>.</summary>
    public string Allow { get; }

    public bool IsAt(string[] path)
    {
        for (var i = 0; i < path.Length; i++)
        {
            if (Template[i].StartsWith('{') ? path[i].Length == 0 : Template[i] != path[i])
                return false;
        }

        return true;
    }

    /// <summary>Finds the contract of a call; null where the route has none, such as that of a page.</summary>
    public bool TryFind(string method, out CallContract? contract) => _contracts.TryGetValue(method, out contract);
}
