using AkkaGrid.Testing.Simulation.Steps;

namespace AkkaGrid.Testing.Simulation.Telling;

/// <summary>The faults that a story may have; each kind of story has some of them.</summary>
public static class Faults
{
    /// <summary>How the network treats messages, from time to time otherwise.</summary>
    public static void AddWeather(this StoryDraft draft)
    {
        var worst = draft.OneIn(2) ? 0.3 : 0.05;
        for (var at = TimeSpan.Zero; at < draft.End; at += draft.Seconds(1, 8))
        {
            draft.Add(new Forecast(at, draft.OneIn(3)
                ? Weather.Fair
                : new Weather(
                    draft.Random.NextDouble() * worst,
                    draft.Random.NextDouble() * worst,
                    draft.Random.NextDouble() * worst)));
        }
    }

    /// <summary>Clocks that are off from the start, and steps of them.</summary>
    public static void AddClocks(this StoryDraft draft, int steps, Func<TimeSpan> skew)
    {
        foreach (var node in draft.Nodes)
            draft.Add(new SetClock(TimeSpan.Zero, node, draft.Seconds(-90, 90)));
        for (; steps > 0; steps--)
            draft.Add(new SetClock(draft.Moment(), draft.AnyNode(), skew()));
    }

    /// <summary>Cuts, partitions and crashes, again and again.</summary>
    public static void AddOutages(this StoryDraft draft, double shortestPause, double longestPause, double longest = 3)
    {
        for (var at = draft.Begin; at < draft.End; at += draft.Seconds(shortestPause, longestPause))
        {
            draft.Add(draft.Random.Next(10) switch
            {
                < 3 => new Cut(at, draft.AnyNode(), draft.AnyNode(), draft.Seconds(0.1, longest)),
                < 6 => new Partition(at, draft.Side(), draft.Seconds(0.1, longest)),
                _ => new Crash(at, draft.AnyNode(), draft.Seconds(0.05, longest), draft.Random.Next(3)),
            });
        }
    }

    /// <summary>
    /// Full and slow disks, and crashes in the middle of a slow write, of a node that the others may not hear.
    /// </summary>
    public static void AddDiskTrouble(this StoryDraft draft, int count)
    {
        for (; count > 0; count--)
        {
            var (at, node) = (draft.Moment(), draft.AnyNode());
            switch (draft.Random.Next(3))
            {
                case 0:
                    draft.Add(new FillDisk(at, node, draft.Seconds(0.1, 3)));
                    break;
                case 1:
                    draft.Add(new SlowDisk(at, node, draft.Seconds(0.1, 3), draft.Seconds(0.01, 0.3)));
                    break;
                default:
                    draft.Add(new SlowDisk(at, node, draft.Seconds(0.5, 1), draft.Seconds(0.1, 0.5)));
                    if (draft.OneIn(2))
                        draft.Add(new Partition(at, [node], draft.Seconds(0.5, 1)));
                    draft.Add(
                        new Crash(at + draft.Seconds(0.2, 0.5), node, draft.Seconds(0.05, 2), draft.Random.Next(3)));
                    break;
            }
        }
    }

    /// <summary>Disks that are lost, and power losses where commits are not synced at once.</summary>
    public static void AddLosses(this StoryDraft draft, int count)
    {
        for (; count > 0; count--)
        {
            var (at, node, down) = (draft.Moment(), draft.AnyNode(), draft.Seconds(0.05, 3));
            draft.Add(!draft.Settings.SyncsAtOnce && draft.OneIn(2)
                ? new Crash(at, node, down, draft.Random.Next(3), LosesPower: true)
                : new LoseDisk(at, node, down));
        }
    }

    /// <summary>Nodes that go back to backups: one, or several within a moment.</summary>
    public static void AddRestores(this StoryDraft draft, int count)
    {
        for (; count > 0; count--)
        {
            var (at, age) =
                (draft.Moment(), draft.OneIn(2) ? draft.Seconds(0, 5) : draft.Seconds(0, draft.End.TotalSeconds));
            foreach (var node in draft.Some(draft.OneIn(3) ? draft.Random.Next(1, draft.Nodes.Count + 1) : 1))
                draft.Add(new RestoreBackup(
                    at + draft.Seconds(0, 1),
                    node,
                    draft.OneIn(2) ? age : draft.Seconds(0, 10),
                    draft.Seconds(0.05, 3)));
        }
    }

    /// <summary>
    /// Members that are away for long and retired meanwhile, one or several; most come back, with or without their
    /// disks.
    /// </summary>
    public static void AddRetirements(this StoryDraft draft, int count)
    {
        for (; count > 0; count--)
        {
            var at = draft.Moment();
            var away = draft.Some(Math.Min(draft.Nodes.Count - 1, draft.OneIn(2) ? 1 : draft.Random.Next(1, 4)));
            var during = draft.Seconds(3, 10);
            foreach (var node in away)
                draft.AddAbsence(at, node, during);
            if (draft.OneIn(2))
                draft.AddMeeting(away, at, at + during);
            foreach (var node in away)
            {
                for (var requests = draft.Random.Next(1, 4); requests > 0; requests--)
                    draft.Add(new Retire(at + draft.Seconds(1.2, 4), draft.AnyNode(), node, IsForced: draft.OneIn(4)));
            }
        }
    }

    /// <summary>
    /// Disks that are copied to other machines: under the name of that one, or under its own beside the original.
    /// </summary>
    public static void AddClones(this StoryDraft draft, int count)
    {
        for (; count > 0; count--)
        {
            var (at, node) = (draft.Moment(), draft.AnyNode());
            if (draft.OneIn(2))
            {
                draft.Add(new CopyDisk(at, node, draft.AnyNode(), draft.Seconds(0.05, 3)));
                continue;
            }

            var machine = draft.Comer();
            draft.Add(new Twin(at, node, machine));
            if (draft.OneIn(3))
                draft.Add(new Leave(at + draft.Seconds(0.5, 6), draft.OneIn(2) ? node : machine));
            else if (draft.OneIn(2))
                draft.Add(new Rename(at + draft.Seconds(0.5, 6), machine, machine, draft.Seconds(0.05, 2)));
        }
    }

    /// <summary>A node is away: it cannot be heard, is down, or comes back on another disk than it had.</summary>
    public static void AddAbsence(this StoryDraft draft, TimeSpan at, Core.Causality.ReplicaId node, TimeSpan during) =>
        draft.Add(draft.Random.Next(6) switch
        {
            < 3 => new Partition(at, [node], during),
            3 => new Crash(at, node, during, draft.Random.Next(3)),
            4 => new LoseDisk(at, node, during),
            _ => new RestoreBackup(at, node, draft.Seconds(0, 10), during),
        });
}
