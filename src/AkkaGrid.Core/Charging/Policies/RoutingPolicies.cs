namespace AkkaGrid.Core.Charging.Policies;

/// <summary>The routing policies by name.</summary>
public sealed class RoutingPolicies
{
    /// <summary>The lowest utilisation.</summary>
    public const string LeastLoaded = "least-loaded";

    /// <summary>The closest fit.</summary>
    public const string BestFit = "best-fit";

    /// <summary>The most power free.</summary>
    public const string WorstFit = "worst-fit";

    /// <summary>The policy that applies without configuration: at half load it refuses least of the three.</summary>
    public const string Default = BestFit;

    private readonly Dictionary<string, IRoutingPolicy> _policies = new(StringComparer.Ordinal);

    /// <summary>A registry of the given policies.</summary>
    /// <exception cref="ArgumentException">Two have the same name.</exception>
    public RoutingPolicies(IEnumerable<IRoutingPolicy> policies)
    {
        foreach (var policy in policies)
            if (!_policies.TryAdd(policy.Name, policy))
                throw new ArgumentException($"Two routing policies are called '{policy.Name}'", nameof(policies));
    }

    /// <summary>The policies of this assembly.</summary>
    public static RoutingPolicies BuiltIn { get; } = new(
        typeof(IRoutingPolicy).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IRoutingPolicy)))
            .Select(type => (IRoutingPolicy)Activator.CreateInstance(type)!));

    /// <summary>The names, in order.</summary>
    public IReadOnlyList<string> Names => [.. _policies.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The policy with a name.</summary>
    /// <exception cref="ArgumentException">No policy has the name.</exception>
    public IRoutingPolicy Find(string name) =>
        _policies.TryGetValue(name, out var policy)
            ? policy
            : throw new ArgumentException(
                $"There is no routing policy '{name}'; there are {string.Join(", ", Names)}", nameof(name));
}
