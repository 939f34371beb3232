namespace AkkaGrid.Scenarios.Browser;

/// <summary>The events that a node of a made-up grid would send its page, as <c>LiveContracts</c> has them.</summary>
internal static class ScriptedGrid
{
    /// <summary>The event of the substations.</summary>
    public static object Substations(IReadOnlyCollection<ScriptedSubstation> substations)
    {
        var reporting = substations.Where(substation => substation.SilentFor is null).ToList();
        var unreachable = substations.Where(substation => substation.SilentFor is not null).ToList();
        return new
        {
            items = substations.Select(Substation).ToList(),
            more = 0,
            totals = new
            {
                reporting = reporting.Count,
                load = reporting.Sum(substation => substation.Load),
                limit = ScriptedSubstation.Limit * reporting.Count,
                sessions = reporting.Count,
                full = reporting.Count(substation => substation.IsFull),
                unreachable = unreachable.Count,
                unreachable_limit = ScriptedSubstation.Limit * unreachable.Count,
                unreachable_since = unreachable.Select(substation => substation.ReportedAt).Min(),
            },
        };
    }

    /// <summary>The event of the cluster.</summary>
    public static object Cluster(int members, string? balancer) => new
    {
        view = new
        {
            members = Enumerable.Range(1, members).Select(Member).ToList(),
            leader = "akka.tcp://AkkaGrid@10.0.0.1:4053",
            balancer_node = balancer,
            state = "member",
        },
        more = 0,
    };

    /// <summary>The event of the replicas, all of which report.</summary>
    /// <param name="replicas">How many there are; the first is that of the node itself.</param>
    /// <param name="urls">The addresses that they have announced, in their order.</param>
    public static object Replicas(int replicas, params string[] urls) => new
    {
        items = Enumerable.Range(1, replicas)
            .Select(node => new
            {
                replica = $"node{node}",
                here = node == 1,
                fresh = true,
                reachable = true,
                told = new
                {
                    clock = new { node1 = 7 },
                    updates = new { node1 = 7 },
                    behind = 0,
                    stash = new { count = 0, bytes = 0 },
                    waiting = Array.Empty<object>(),
                    links = Array.Empty<object>(),
                },
                url = node <= urls.Length ? urls[node - 1] : null,
            })
            .ToArray(),
        more = 0,
    };

    /// <summary>The event of the balancer's service.</summary>
    /// <param name="decisions">Its decisions; null where no balancer answers.</param>
    /// <param name="waiting">How many requests wait.</param>
    public static object Service(IReadOnlyList<object>? decisions, int waiting = 0) => new
    {
        queue = Enumerable.Range(1, waiting)
            .Select(place => new
            {
                session_id = $"{place:x32}",
                vehicle_id = $"EV_{place}",
                charge_amount = 22,
                priority = "normal",
                position = place,
                waited = 3,
            })
            .ToList(),
        more = 0,
        decisions,
        refused = decisions is null ? (double?)null : 0.25,
    };

    /// <summary>A decision, or a run of refusals.</summary>
    public static object Decision(int second, string? substation, int count = 1, int lasted = 0) => new
    {
        decision = new
        {
            session_id = $"{second:x32}",
            decided_at = $"2026-01-01T12:00:{second:00}+00:00",
            policy = "best-fit",
            charge_amount = 22,
            substation_id = substation,
            candidates = new[] { new { substation_id = "substation_1", believed_load = 90, limit = 100 } },
        },
        count,
        since = $"2026-01-01T12:00:{second - lasted:00}+00:00",
        may_be_more = false,
    };

    /// <summary>Opens a page of a made-up node, which has said hello and is ready.</summary>
    public static async Task<OpenPage> OpenAsync(LookedAtGrid grid, int width = 1280, int height = 800)
    {
        Chromium.SkipUnlessInstalled();
        var page = await grid.Chromium.OpenAsync(
            grid.Nodes.Address(1), width, height, ScriptedStream.Script + LayoutShifts.Script);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        await ScriptedStream.SendAsync(page, "hello", new { node = "node1", version = "1", lab = true, now });
        await ScriptedStream.SendAsync(page, "health", new { reasons = Array.Empty<string>() });
        return page;
    }

    private static object Substation(ScriptedSubstation substation) => new
    {
        substation = new
        {
            substation_id = $"substation_{substation.Number}",
            current_load = substation.Load,
            max_capacity = ScriptedSubstation.Limit,
            limit = ScriptedSubstation.Limit,
            available_capacity = ScriptedSubstation.Limit - substation.Load,
            active_sessions = 1,
            state = substation.SilentFor is null ? "active" : "unreachable",
            node = $"node{substation.Node}",
        },
        ends = Array.Empty<object>(),
        limits = Array.Empty<object>(),
        full = substation.IsFull,
        reported_at = substation.ReportedAt,
    };

    private static object Member(int node) => new
    {
        name = $"node{node}",
        address = $"akka.tcp://AkkaGrid@10.0.0.{node}:4053",
        roles = new[] { "seed" },
        status = "up",
        reachable = true,
    };
}
