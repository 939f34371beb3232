using System.Globalization;

namespace AkkaGrid.Core.Verification;

/// <summary>Compares what the replicas hold after everything has settled.</summary>
internal static class FinalStates
{
    /// <summary>Whether all are alike; null where there are fewer than two.</summary>
    public static bool? Agree(History history, FindingLog log)
    {
        var recording = history.Recording;
        var finals = recording.Finals.Where(operation => history.NodeOf[operation] >= 0).Order().ToList();
        if (finals.Count < 2)
            return null;
        var first = ContentOf(recording, finals[0]);
        var agree = true;
        foreach (var final in finals.Skip(1))
        {
            var content = ContentOf(recording, final);
            foreach (var key in first.Keys.Union(content.Keys))
            {
                var (one, other) = (first.GetValueOrDefault(key, ""), content.GetValueOrDefault(key, ""));
                if (one == other)
                    continue;
                agree = false;
                log.Add(BadPattern.Divergence, () => new Finding(
                    BadPattern.Divergence,
                    $"the replicas ended differently at '{recording.Keys[key]}': {Told(finals[0], one)}, "
                        + $"{Told(final, other)}",
                    [NameOf(finals[0]), NameOf(final)],
                    [recording.Line[finals[0]], recording.Line[final]]));
            }
        }

        return agree;

        string NameOf(int operation) => recording.Sessions[recording.Session[operation]];

        string Told(int operation, string versions) => string.Create(
            CultureInfo.InvariantCulture, $"{NameOf(operation)} has {(versions.Length == 0 ? "nothing" : versions)}");
    }

    /// <summary>
    /// Per key that holds a value its versions, the winner first and the siblings in a fixed order. Where there are
    /// only deletes it does not tell how many are left: replicas forget them at different times.
    /// </summary>
    private static Dictionary<int, string> ContentOf(Recording recording, int operation)
    {
        var content = new Dictionary<int, string>();
        for (var read = recording.ReadStart[operation]; read < recording.ReadStart[operation + 1]; read++)
        {
            var start = recording.VersionStart[read];
            var versions = recording.Version.GetRange(start, recording.VersionStart[read + 1] - start)
                .Select(version => version.Value is null ? "a delete" : $"'{version.Value}'")
                .ToList();
            if (versions.Exists(version => version != "a delete"))
                content[recording.ReadKey[read]] = string.Join(
                    " beside ", versions.Take(1).Concat(versions.Skip(1).Order(StringComparer.Ordinal)));
        }

        return content;
    }
}
