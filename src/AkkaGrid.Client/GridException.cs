using System.Text.Json;

namespace AkkaGrid.Client;

/// <summary>An answer of the grid that is an error; its message says what is wrong, in the grid's own words.</summary>
public sealed class GridException : Exception
{
    internal GridException(
        int status,
        string? kind,
        string detail,
        TimeSpan? retryAfter,
        IReadOnlyDictionary<string, JsonElement> members,
        Exception? cause = null)
        : base(detail, cause)
    {
        Status = status;
        Kind = kind;
        RetryAfter = retryAfter;
        Members = members;
    }

    /// <summary>The HTTP status code.</summary>
    public int Status { get; }

    /// <summary>
    /// One of <see cref="Contracts.ProblemKinds"/>; null where the answer was not problem details of the grid.
    /// </summary>
    public string? Kind { get; }

    /// <summary>When it makes sense to try again; null where the answer does not say.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>What the kind of problem adds, by JSON name, such as <c>largest_free_kw</c>.</summary>
    public IReadOnlyDictionary<string, JsonElement> Members { get; }
}
