using AkkaGrid.Node.Http.Reference;

namespace AkkaGrid.Node.Http.Contracts;

/// <summary>The errors of one request.</summary>
internal sealed class Violations
{
    // A body may have thousands of wrong items; the answer names only the first ones.
    private const int MaxNamed = 20;

    private readonly List<string> _missing = [];
    private readonly List<string> _unknownParameters = [];
    private readonly List<string> _unknownMembers = [];
    private readonly List<(string Name, string Problem)> _wrong = [];

    public bool None => Count == 0;

    /// <summary>The first field that is missing; null where none is.</summary>
    public string? FirstMissing => _missing.FirstOrDefault();

    private int Count => _missing.Count + _unknownParameters.Count + _unknownMembers.Count + _wrong.Count;

    /// <summary>Adds a value that breaks its rule.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="problem">The error, as it reads after the name.</param>
    public void Add(string name, string problem)
    {
        if (Count < MaxNamed)
            _wrong.Add((name, problem));
    }

    /// <summary>Adds a required value that is missing.</summary>
    public void AddMissing(string name) => _missing.Add(name);

    public void AddUnknownParameter(string name)
    {
        if (Count < MaxNamed)
            _unknownParameters.Add(name);
    }

    public void AddUnknownMember(string name)
    {
        if (Count < MaxNamed)
            _unknownMembers.Add(name);
    }

    /// <summary>Makes one exception of all errors.</summary>
    /// <param name="call">The call of the request.</param>
    /// <param name="originalText">
    /// The error text of the original systems; null where they have none of their own.
    /// </param>
    public InvalidRequestException ToException(Call call, string? originalText) =>
        new(string.Join(" ", Sentences(call)), originalText, ByName());

    private IEnumerable<string> Sentences(Call call)
    {
        if (_missing.Count > 0)
            yield return $"Missing required field{(_missing.Count > 1 ? "s" : "")}: {string.Join(", ", _missing)}.";
        foreach (var (name, problem) in _wrong)
            yield return $"{name} {problem}.";
        if (_unknownParameters.Count > 0)
            yield return Unknown("query parameter", _unknownParameters, call.QueryNames);
        if (_unknownMembers.Count > 0)
            yield return Unknown("member", _unknownMembers, call.MemberNames);

        string Unknown(string what, List<string> unknown, IReadOnlyCollection<string> known) =>
            $"{call.Method} {call.Path} has no {what} {string.Join(", ", unknown.Select(name => $"'{name}'"))}; "
                + $"it has {(known.Count == 0 ? "none" : string.Join(", ", known))}.";
    }

    private Dictionary<string, string[]> ByName() => _missing.Select(name => (Name: name, Problem: "is missing"))
        .Concat(_wrong)
        .Concat(_unknownParameters.Concat(_unknownMembers).Select(name => (Name: name, Problem: "is not known")))
        .GroupBy(violation => violation.Name, violation => violation.Problem)
        .ToDictionary(group => group.Key, group => group.ToArray());
}

/// <summary>A request that breaks the contract of its call: 400.</summary>
/// <param name="detail">All errors, in sentences.</param>
/// <param name="originalText">The error text of the original systems; null for the same.</param>
/// <param name="errors">The errors by name.</param>
internal sealed class InvalidRequestException(
    string detail, string? originalText, IReadOnlyDictionary<string, string[]> errors)
    : BadHttpRequestException(detail)
{
    /// <summary>An exception for a single error.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="problem">The error, as it reads after the name.</param>
    public static InvalidRequestException Of(string name, string problem) =>
        new($"{name} {problem}.", originalText: null, new Dictionary<string, string[]> { [name] = [problem] });

    /// <summary>The text of <c>error</c>, the member that clients of the original systems read.</summary>
    public string OriginalText => originalText ?? Message;

    /// <summary>The errors by the name of the parameter, header or member.</summary>
    public IReadOnlyDictionary<string, string[]> Errors => errors;
}
