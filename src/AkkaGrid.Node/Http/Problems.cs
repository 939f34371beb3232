using Microsoft.AspNetCore.Mvc;

namespace AkkaGrid.Node.Http;

/// <summary>
/// The errors of the edge: RFC 9457 problem details that also carry the text as <c>error</c>, the member that the
/// clients of the original systems read.
/// </summary>
internal static class Problems
{
    private const string TypePrefix = "urn:akkagrid:problem:";

    /// <summary>A problem of one kind.</summary>
    /// <param name="status">The HTTP status code.</param>
    /// <param name="kind">
    /// The kind of error, a stable word that clients may switch on, such as <c>no-capacity</c>.
    /// </param>
    /// <param name="detail">One sentence for a person: what is wrong, and what to do about it.</param>
    /// <param name="members">Further members of the answer, by their JSON names.</param>
    public static IResult Of(int status, string kind, string detail, params (string Name, object? Value)[] members)
    {
        var problem = new ProblemDetails
        {
            Type = TypePrefix + kind,
            Title = kind.Replace('-', ' '),
            Status = status,
            Detail = detail,
        };
        problem.Extensions["error"] = detail;
        foreach (var (name, value) in members)
            problem.Extensions[name] = value;
        return TypedResults.Problem(problem);
    }
}
