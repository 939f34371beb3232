using AkkaGrid.Client;

namespace AkkaGrid.Cli;

/// <summary>
/// The words that complete a command line and that only a node knows: ids, names and keys that begin with what is
/// typed.
/// </summary>
internal static class CompletionCandidates
{
    /// <summary>Asks a node for words.</summary>
    /// <param name="node">The node.</param>
    /// <param name="typed">What they begin with; others may come, too.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public delegate Task<IEnumerable<string>> Source(
        GridClient node, string typed, CancellationToken cancellationToken);

    // More would not fit on a screen.
    private const int MaxCompletions = 100;

    // A key may be any text, and a shell runs what it takes for a command: what it could take for more than a word is
    // not offered.
    private const string Harmless = "_-./:@+=,";

    /// <summary>The substations.</summary>
    public static async Task<IEnumerable<string>> Substations(
        GridClient node, string typed, CancellationToken cancellationToken) =>
        (await node.Charging.SubstationsAsync(cancellationToken)).Items.Select(substation => substation.SubstationId);

    /// <summary>Some of the sessions.</summary>
    public static async Task<IEnumerable<string>> Sessions(
        GridClient node, string typed, CancellationToken cancellationToken) =>
        (await node.Charging.SessionsAsync(limit: MaxCompletions, cancellationToken: cancellationToken))
            .Items.Select(session => session.SessionId);

    /// <summary>The keys.</summary>
    public static async Task<IEnumerable<string>> Keys(
        GridClient node, string typed, CancellationToken cancellationToken) =>
        (await node.Store.ListPageAsync(typed, limit: MaxCompletions, cancellationToken: cancellationToken))
            .Items.Select(item => item.Key);

    /// <summary>The names of the replicas.</summary>
    public static async Task<IEnumerable<string>> Replicas(
        GridClient node, string typed, CancellationToken cancellationToken)
    {
        var replica = await node.Store.ReplicaAsync(cancellationToken);
        return replica.Peers.Select(peer => peer.Replica).Prepend(replica.Replica);
    }

    /// <summary>The names of the members.</summary>
    public static async Task<IEnumerable<string>> Members(
        GridClient node, string typed, CancellationToken cancellationToken) =>
        (await node.Cluster.MembersAsync(cancellationToken)).Members.Select(member => member.Name);

    /// <summary>The addresses of the members.</summary>
    public static async Task<IEnumerable<string>> Addresses(
        GridClient node, string typed, CancellationToken cancellationToken) =>
        (await node.Cluster.MembersAsync(cancellationToken)).Members.Select(member => member.Address);

    /// <summary>Whether a word completes what is typed, and is nothing but a word to every shell.</summary>
    public static bool Completes(string word, string typed) =>
        word.StartsWith(typed, StringComparison.Ordinal)
        && word.All(letter => char.IsAsciiLetterOrDigit(letter) || Harmless.Contains(letter, StringComparison.Ordinal));
}
