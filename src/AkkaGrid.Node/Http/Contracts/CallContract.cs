using AkkaGrid.Node.Http.Reference;
using Microsoft.Extensions.Primitives;
using Microsoft.OpenApi;

namespace AkkaGrid.Node.Http.Contracts;

/// <summary>
/// Checks the requests of one call against the reference: its parameters, its body, and no others, so that a misspelt
/// one is not silently ignored. All errors are reported at once.
/// </summary>
internal sealed class CallContract(Call call)
{
    private readonly Parameter[] _query =
        [.. call.Parameters.Where(parameter => parameter.In == ParameterLocation.Query)];
    private readonly Parameter[] _headers =
        [.. call.Parameters.Where(parameter => parameter.In == ParameterLocation.Header)];
    private readonly IReadOnlyList<Member> _members = call.Request?.Members ?? [];
    private readonly HashSet<string> _queryNames = new(call.QueryNames, StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _memberNames = new(call.MemberNames, StringComparer.Ordinal);
    private readonly bool _needsQuery =
        call.Parameters.Any(parameter => parameter is { In: ParameterLocation.Query, IsRequired: true });
    private readonly bool _takesJson = call.TakesJson;

    /// <summary>Checks a request, and keeps its parsed body for the call.</summary>
    /// <exception cref="BadHttpRequestException">It breaks the contract.</exception>
    public ValueTask CheckAsync(HttpContext context)
    {
        if (_takesJson)
            return CheckWithBodyAsync(context);
        if (context.Request.QueryString.HasValue || _needsQuery)
        {
            var violations = new Violations();
            CheckQuery(context.Request, violations);
            ThrowIfAny(violations, context.Request, originalText: null);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Reports every error in the headers of a request that its call has refused.</summary>
    /// <remarks>
    /// Only then, because calls read their headers themselves: parsing a causal context twice costs as much as a read.
    /// </remarks>
    /// <exception cref="InvalidRequestException">A header breaks its rule.</exception>
    public void CheckHeaders(HttpRequest request) =>
        ThrowIfAny(HeadersOf(request, new Violations()), request, originalText: null);

    private async ValueTask CheckWithBodyAsync(HttpContext context)
    {
        var request = context.Request;
        var violations = new Violations();
        CheckQuery(request, violations);
        var body = await JsonBody.ReadAsync(request, context.RequestAborted);
        foreach (var member in _members)
            CheckMember(member, body, violations);
        if (!call.TakesUnknown)
        {
            foreach (var other in body.Root.EnumerateObject().Where(other => !_memberNames.Contains(other.Name)))
                violations.AddUnknownMember(other.Name);
        }

        ThrowIfAny(violations, request, OriginalText(body, violations));
        context.Features.Set(body);
    }

    private static void CheckMember(Member member, JsonBody body, Violations violations)
    {
        var given = body.Given(member.Name);
        if (given is { } value)
            member.Rule.Check(member.Name, value, violations);
        else if (member.IsRequired && !(member.TakesNull && body.Root.TryGetProperty(member.Name, out _)))
            violations.AddMissing(member.Name);
    }

    private void CheckQuery(HttpRequest request, Violations violations)
    {
        if (request.Query.Any(IsEmpty) && !call.TakesUnknown)
            request.Query = new QueryCollection(
                request.Query.Where(parameter => !IsEmpty(parameter)).ToDictionary(StringComparer.OrdinalIgnoreCase));
        foreach (var parameter in _query)
        {
            var values = request.Query[parameter.Name];
            if (values.Count > 1)
                violations.Add(parameter.Name, "is sent more than once");
            else if (values is [{ } text])
                Check(parameter, text, violations);
            else if (parameter.IsRequired)
                violations.AddMissing(parameter.Name);
        }

        if (call.TakesUnknown)
            return;
        foreach (var unknown in request.Query.Keys.Where(name => !_queryNames.Contains(name)))
            violations.AddUnknownParameter(unknown);
    }

    private Violations HeadersOf(HttpRequest request, Violations violations)
    {
        foreach (var header in _headers)
            if (request.Headers[header.Name] is { Count: > 0 } values)
                Check(header, values.ToString(), violations);
        return violations;
    }

    private static void Check(Parameter parameter, string text, Violations violations)
    {
        if (parameter.Rule.Check(text) is { } problem)
            violations.Add(parameter.Name, problem);
    }

    // The original services reported one error at a time.
    private string? OriginalText(JsonBody body, Violations violations)
    {
        if (!call.IsOriginal || violations.FirstMissing is not { } missing)
            return null;
        return body.IsEmpty ? "No data provided" : $"Missing required field: {missing}";
    }

    private void ThrowIfAny(Violations violations, HttpRequest request, string? originalText)
    {
        if (!violations.None)
            throw HeadersOf(request, violations).ToException(call, originalText);
    }

    private static bool IsEmpty(KeyValuePair<string, StringValues> parameter) =>
        parameter.Value.All(string.IsNullOrEmpty);
}
