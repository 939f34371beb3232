using AkkaGrid.Client.Contracts;
using AkkaGrid.Node.Http.Contracts;
using Microsoft.OpenApi;

namespace AkkaGrid.Node.Http.Reference;

/// <summary>A call of the edge, as the reference shows it.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path, with the names of its parameters in braces.</param>
/// <param name="Summary">What it does, one sentence.</param>
internal sealed record Call(HttpMethod Method, string Path, string Summary)
{
    /// <summary>The parameters of the path, the query and the headers.</summary>
    public IReadOnlyList<Parameter> Parameters { get; init; } = [];

    /// <summary>The body of the request; null where there is none.</summary>
    public Body? Request { get; init; }

    /// <summary>The status of a success.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>The body of a success.</summary>
    public Body? Answer { get; init; }

    /// <summary>
    /// The body of a success in another form, where the request asks for that; null where there is none.
    /// </summary>
    public Body? OtherAnswer { get; init; }

    /// <summary>The headers of a success that have a meaning of their own.</summary>
    public IReadOnlyList<Parameter> AnswerHeaders { get; init; } = [];

    /// <summary>Whether a conditional request may be answered with 304 and no body.</summary>
    public bool HasNotModified { get; init; }

    /// <summary>The errors of this call: a status, and the kinds of problems with that status.</summary>
    public IReadOnlyList<(int Status, string[] Kinds)> Problems { get; init; } = [];

    /// <summary>All errors: those of this call, and those that every call may have.</summary>
    public IEnumerable<(int Status, string[] Kinds)> AllProblems => Problems.Concat(CommonProblems)
        .GroupBy(problem => problem.Status, problem => problem.Kinds)
        .Select(group => (group.Key, group.SelectMany(kinds => kinds).Distinct().ToArray()))
        .OrderBy(problem => problem.Key);

    /// <summary>Whether clients of the original systems make this call; they read errors from <c>error</c>.</summary>
    public bool IsOriginal { get; init; }

    /// <summary>Whether it ignores unknown parameters and members, as the original systems did.</summary>
    public bool TakesUnknown { get; init; }

    /// <summary>Whether its body is JSON, or there is none.</summary>
    public bool TakesJson => Request is { ContentType: UnsupportedMediaTypeException.Json }
        || (Request is null && (Method == HttpMethod.Post || Method == HttpMethod.Patch));

    /// <summary>The names of the parameters of the query.</summary>
    public IReadOnlyCollection<string> QueryNames =>
        [.. Parameters.Where(parameter => parameter.In == ParameterLocation.Query).Select(parameter => parameter.Name)];

    /// <summary>The names of the members of the body.</summary>
    public IReadOnlyCollection<string> MemberNames => [.. (Request?.Members ?? []).Select(member => member.Name)];

    private IEnumerable<(int Status, string[] Kinds)> CommonProblems
    {
        get
        {
            if (!TakesUnknown || TakesJson)
                yield return (StatusCodes.Status400BadRequest, [ProblemKinds.InvalidRequest]);
            if (Method == HttpMethod.Get)
                yield break;
            yield return (StatusCodes.Status403Forbidden, [ProblemKinds.ForeignOrigin]);
            yield return (StatusCodes.Status415UnsupportedMediaType, [ProblemKinds.UnsupportedMediaType]);
        }
    }

    public static Call Get(string path, string summary) => new(HttpMethod.Get, path, summary);

    public static Call Post(string path, string summary) => new(HttpMethod.Post, path, summary);
}

/// <summary>A parameter of a call.</summary>
/// <param name="In">Its place: path, query or header.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it means, with its unit and default.</param>
/// <param name="Rule">The values that it may have.</param>
internal sealed record Parameter(ParameterLocation In, string Name, string Description, ValueRule Rule)
{
    /// <summary>Whether it is required.</summary>
    public bool IsRequired { get; init; }

    public static Parameter Path(string name, string description, ValueRule rule) =>
        new(ParameterLocation.Path, name, description, rule) { IsRequired = true };

    public static Parameter Query(string name, string description, ValueRule rule) =>
        new(ParameterLocation.Query, name, description, rule);

    public static Parameter Header(string name, string description, ValueRule rule) =>
        new(ParameterLocation.Header, name, description, rule);
}

/// <summary>A member of the JSON body of a request.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it means, with its unit and the default.</param>
/// <param name="Rule">The values that it may have.</param>
internal sealed record Member(string Name, string Description, ValueRule Rule)
{
    /// <summary>Whether it is required.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether null has another meaning than an absent member.</summary>
    public bool TakesNull { get; init; }

    public static Member Required(string name, string description, ValueRule rule) =>
        new(name, description, rule) { IsRequired = true };
}

/// <summary>The body of a request or an answer.</summary>
/// <param name="ContentType">Its content type.</param>
/// <param name="Type">The contract type; null where the body has none.</param>
/// <param name="Example">An example: JSON where the content type is JSON, else text.</param>
internal sealed record Body(string ContentType, Type? Type, string Example)
{
    /// <summary>Whether the body is optional.</summary>
    public bool IsOptional { get; init; }

    /// <summary>The members of a JSON request.</summary>
    public IReadOnlyList<Member> Members { get; init; } = [];

    /// <summary>A body of JSON.</summary>
    public static Body Json<T>(string example, params Member[] members) =>
        new(UnsupportedMediaTypeException.Json, typeof(T), example) { Members = members };
}

/// <summary>Calls that belong together.</summary>
/// <param name="Name">Their subject.</param>
/// <param name="Description">What a reader needs to know about all of them.</param>
/// <param name="Calls">The calls.</param>
internal sealed record Topic(string Name, string Description, IReadOnlyList<Call> Calls);
