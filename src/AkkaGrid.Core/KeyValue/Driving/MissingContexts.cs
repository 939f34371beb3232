using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Lab;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue.Driving;

/// <summary>Tells an update that no member has from one that is late, by what the members have announced last.</summary>
/// <param name="replica">The replica.</param>
/// <param name="links">The lab's links, which may keep updates back.</param>
/// <param name="storage">The disk.</param>
/// <param name="shell">Knows who can be reached.</param>
/// <param name="expected">How many members there are meant to be.</param>
internal sealed class MissingContexts(
    Replica replica, LabLinks links, IReplicaStorage storage, IReplicaShell shell, int expected)
{
    private readonly Dictionary<ReplicaId, (ClockAnnouncement Announcement, long Tick)> _latest = [];

    /// <summary>Notes an announcement.</summary>
    public void Note(ClockAnnouncement announcement, long tick) => _latest[announcement.From.Replica] = (announcement, tick);

    /// <summary>
    /// Says what keeps a context from being reached. An update is lost where every active member can be reached, has
    /// announced itself since the wait began, and neither has the update nor may still get it.
    /// </summary>
    /// <param name="context">The context.</param>
    /// <param name="since">The tick at which the wait began.</param>
    /// <param name="self">The replica's name.</param>
    public MissingContext Explain(CausalContext context, long since, ReplicaId self)
    {
        var state = storage.State;
        var missing = MissingUpdate.Of(context.Missing(state.Coverage), state);
        var reachable = shell.Reachable.ToHashSet();
        var others = state.Set.Active.Where(member => member.Name != self).Select(member => member.Incarnation).ToList();
        var away = others
            .Where(member => !reachable.Contains(member.Replica) || Latest(member, since) is null)
            .Select(member => member.Replica)
            .ToList();
        var isComplete = away.Count == 0 && others.Count + 1 >= expected;
        return new MissingContext(missing, [.. missing.Where(update => isComplete && IsLost(update))], [.. away]);

        bool IsLost(MissingUpdate update) =>
            !IsHere(update) && others.All(member => !MayHave(Latest(member, since)!, update, state));
    }

    /// <summary>
    /// Whether a member has an update, by its announcement, or may have it: one that is not admitted does not announce
    /// what it has written itself, one that has folded other incarnations than this replica does not count their updates,
    /// and one that withholds updates of the incarnation may still deliver them.
    /// </summary>
    private static bool MayHave(ClockAnnouncement announcement, MissingUpdate update, ReplicaState state) =>
        !announcement.Outlook.IsSettled
        || announcement.Outlook.FoldsDigest != state.Folds.Digest
        || announcement.Outlook.Withheld.Any(incarnation => incarnation.Nonce == update.Nonce)
        || announcement.Clock.Entries.Any(entry => entry.Origin.Nonce == update.Nonce && entry.Sequence >= update.Sequence);

    private ClockAnnouncement? Latest(Incarnation member, long since) =>
        _latest.TryGetValue(member.Replica, out var latest) && latest.Tick > since && latest.Announcement.From == member
            ? latest.Announcement
            : null;

    /// <summary>Whether updates of the same incarnation are kept back, wait for their causes, or are on their way to disk.</summary>
    private bool IsHere(MissingUpdate update) =>
        links.KeptBack.Any(origin => origin.Nonce == update.Nonce)
        || replica.MissingCauses.Any(cause => cause.Waiting.Origin.Nonce == update.Nonce)
        || replica.Delivered.Entries.Any(entry => entry.Origin.Nonce == update.Nonce && entry.Sequence >= update.Sequence);
}
