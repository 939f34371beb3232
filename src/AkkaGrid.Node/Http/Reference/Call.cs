using Microsoft.OpenApi;

namespace AkkaGrid.Node.Http.Reference;

/// <summary>A call of the edge, as the reference shows it.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path, with the names of its parameters in braces.</param>
/// <param name="Summary">What it does, one sentence.</param>
internal sealed record Call(HttpMethod Method, string Path, string Summary)
{
    /// <summary>What the path, the query and the headers say.</summary>
    public IReadOnlyList<Parameter> Parameters { get; init; } = [];

    /// <summary>The body of the request; null where there is none.</summary>
    public Body? Request { get; init; }

    /// <summary>The status of a success.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>The body of a success.</summary>
    public Body? Answer { get; init; }

    /// <summary>What can go wrong: a status, and the kinds of problems that come with it.</summary>
    public IReadOnlyList<(int Status, string[] Kinds)> Problems { get; init; } = [];

    /// <summary>Whether clients of the original systems make it too: then it takes whatever query they send.</summary>
    public bool IsOriginal { get; init; }

    public static Call Get(string path, string summary) => new(HttpMethod.Get, path, summary);

    public static Call Post(string path, string summary) => new(HttpMethod.Post, path, summary);
}

/// <summary>A parameter of a call.</summary>
/// <param name="In">Where it stands.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it means, with unit, range and default.</param>
/// <param name="Type">What it is.</param>
internal sealed record Parameter(
    ParameterLocation In, string Name, string Description, JsonSchemaType Type = JsonSchemaType.String)
{
    public static Parameter Path(string name, string description) => new(ParameterLocation.Path, name, description);

    public static Parameter Query(string name, string description, JsonSchemaType type = JsonSchemaType.String) =>
        new(ParameterLocation.Query, name, description, type);

    public static Parameter Header(string name, string description) => new(ParameterLocation.Header, name, description);
}

/// <summary>The body of a request or an answer.</summary>
/// <param name="ContentType">Its content type.</param>
/// <param name="Type">The contract; null where it is none of ours.</param>
/// <param name="Example">An example: JSON where the content type is that, else text.</param>
internal sealed record Body(string ContentType, Type? Type, string Example)
{
    /// <summary>A body of JSON.</summary>
    public static Body Json<T>(string example) => new("application/json", typeof(T), example);
}

/// <summary>Calls that belong together.</summary>
/// <param name="Name">What they are about.</param>
/// <param name="Description">What a reader needs to know about all of them.</param>
/// <param name="Calls">The calls.</param>
internal sealed record Topic(string Name, string Description, IReadOnlyList<Call> Calls);
