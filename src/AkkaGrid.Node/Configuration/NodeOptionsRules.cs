using System.Text.RegularExpressions;
using Akka.Actor;
using AkkaGrid.Core.Charging.Policies;

namespace AkkaGrid.Node.Configuration;

/// <summary>
/// Checks the settings of a node beyond the form of each value: required settings, ranges, and rules between settings.
/// </summary>
internal static partial class NodeOptionsRules
{
    private const string Root = NodeOptions.Section;

    /// <summary>Adds an error for everything that does not hold.</summary>
    public static void Check(NodeOptions options, ICollection<string> errors)
    {
        CheckWord($"{Root}:Name", options.Name, NodeOptions.MaxNameLength, errors);
        CheckRemoting(options, errors);
        CheckPublicUrl(options.PublicUrl, errors);
        CheckSeeds(options, errors);
        CheckSubstations(options, errors);
        CheckCharging(options.Charging, errors);
        KeyValueOptions.MaxValueBytesBounds.Check(
            $"{Root}:KeyValue:MaxValueBytes", options.KeyValue.MaxValueBytes, errors);
        KeyValueOptions.ContextWaitBounds.Check($"{Root}:KeyValue:ContextWait", options.KeyValue.ContextWait, errors);
        KeyValueOptions.LogRetentionBounds.Check(
            $"{Root}:KeyValue:LogRetention", options.KeyValue.LogRetention, errors);
        MetricsOptions.PortBounds.Check($"{Root}:Metrics:Port", options.Metrics.Port, errors);
        CheckHosts(options.Security, errors);
        CheckLocal(options.Local, errors);
    }

    private static void CheckRemoting(NodeOptions options, ICollection<string> errors)
    {
        var remoting = options.Remoting;
        RemotingOptions.PortBounds.Check($"{Root}:Remoting:Port", remoting.Port, errors);
        if (remoting.Hostname.Length == 0)
            errors.Add($"{Root}:Remoting:Hostname is empty.");
        if (remoting.ReachedAt is "0.0.0.0" or "[::]" or "*")
            errors.Add(
                $"{Root}:Remoting:PublicHostname is missing: other nodes cannot reach this one at "
                + $"{remoting.ReachedAt}.");
        if (remoting.Port == 0 && options.SeedNodes.Count > 0)
            errors.Add($"{Root}:Remoting:Port is 0; a node with seeds needs a port that the others know.");
    }

    private static void CheckPublicUrl(string text, ICollection<string> errors)
    {
        if (text.Length > 0 && !IsOrigin(text))
            errors.Add(
                $"{Root}:PublicUrl is '{text}'; expected http://host:port or https://host:port, without a path.");
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        && url is { UserInfo: "", PathAndQuery: "/", Fragment: "" };

    private static void CheckSeeds(NodeOptions options, ICollection<string> errors)
    {
        for (var i = 0; i < options.SeedNodes.Count; i++)
            if (!Address.TryParse(options.SeedNodes[i], out var seed) || seed is not
                { Protocol: "akka.tcp", System: NodeOptions.SystemName, Host.Length: > 0, Port: > 0 })
                errors.Add(
                    $"{Root}:SeedNodes:{i} is '{options.SeedNodes[i]}'; expected "
                    + $"akka.tcp://{NodeOptions.SystemName}@host:port.");
        foreach (var twice in Repeated(options.SeedNodes))
            errors.Add($"{Root}:SeedNodes has {twice} more than once; each seed has one vote.");
    }

    private static void CheckSubstations(NodeOptions options, ICollection<string> errors)
    {
        for (var i = 0; i < options.Substations.Count; i++)
        {
            var (key, substation) = ($"{Root}:Substations:{i}", options.Substations[i]);
            CheckWord($"{key}:Id", substation.Id, SubstationOptions.MaxIdLength, errors);
            if (substation.MaxCapacity is { } capacity)
                SubstationOptions.MaxCapacityBounds.Check($"{key}:MaxCapacity", capacity, errors);
            else
                errors.Add($"{key}:MaxCapacity is missing: the rating in kW.");
            SubstationOptions.ChargeProcessingTimeBounds.Check(
                $"{key}:ChargeProcessingTime", substation.ChargeProcessingTime, errors);
        }
        foreach (var twice in Repeated(options.Substations.Select(substation => substation.Id)))
            errors.Add($"{Root}:Substations has the id '{twice}' more than once.");
    }

    private static void CheckCharging(ChargingOptions charging, ICollection<string> errors)
    {
        if (!RoutingPolicies.BuiltIn.Names.Contains(charging.Policy))
            errors.Add(
                $"{Root}:Charging:Policy is '{charging.Policy}'; there are "
                + $"{string.Join(", ", RoutingPolicies.BuiltIn.Names)}.");
        ChargingOptions.DeadlineBounds.Check($"{Root}:Charging:Deadline", charging.Deadline, errors);
        ChargingOptions.KeepEndedBounds.Check($"{Root}:Charging:KeepEnded", charging.KeepEnded, errors);
    }

    private static void CheckHosts(SecurityOptions security, ICollection<string> errors)
    {
        foreach (var host in security.AllowedHosts.Where(host => Uri.CheckHostName(host) == UriHostNameType.Unknown))
            errors.Add(
                $"{Root}:Security:AllowedHosts has '{host}'; expected a host name or an address, "
                + "without scheme and port.");
    }

    private static void CheckLocal(LocalGridOptions local, ICollection<string> errors)
    {
        CheckPorts($"{Root}:Local:Ports", local.Ports, LocalGridOptions.Nodes, errors);
        CheckPorts($"{Root}:Local:RemotingPorts", local.RemotingPorts, LocalGridOptions.Nodes, errors);
        CheckPorts($"{Root}:Local:EdgePorts", local.EdgePorts, null, errors);
        foreach (var twice in Repeated(
            local.Ports.Concat(local.RemotingPorts).Concat(local.EdgePorts).Where(port => port != 0)))
            errors.Add($"{Root}:Local has port {twice} more than once.");
    }

    private static void CheckPorts(string key, IList<int> ports, int? count, ICollection<string> errors)
    {
        if (count is { } wanted && ports.Count != wanted)
            errors.Add($"{key} has {ports.Count} ports; the local grid has {wanted} nodes.");
        for (var i = 0; i < ports.Count; i++)
            RemotingOptions.PortBounds.Check($"{key}:{i}", ports[i], errors);
    }

    private static void CheckWord(string key, string value, int longest, ICollection<string> errors)
    {
        if (value.Length == 0)
            errors.Add($"{key} is missing.");
        else if (value.Length > longest || !Word().IsMatch(value))
            errors.Add(
                $"{key} is '{value}'; expected up to {longest} letters, digits, '.', '_' or '-', a "
                + "letter or digit first.");
    }

    private static IEnumerable<T> Repeated<T>(IEnumerable<T> values) =>
        values.GroupBy(value => value).Where(group => group.Count() > 1).Select(group => group.Key);

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]*$")]
    private static partial Regex Word();
}
