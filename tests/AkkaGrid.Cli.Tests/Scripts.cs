using AkkaGrid.Testing.Http;

namespace AkkaGrid.Cli.Tests;

/// <summary>Answers of a grid.</summary>
internal static class Scripts
{
    public static ScriptedAnswer Accepted() => ScriptedAnswer.Json(200, new
    {
        status = "accepted",
        session_id = "s1",
        substation_id = "substation_1",
        vehicle_id = "EV_1",
        charge_amount = 22.5,
        estimated_duration = 8,
        start_time = "2026-01-01T12:00:00Z",
        expected_end = "2026-01-01T12:00:08Z",
        current_load = 62.5,
        max_capacity = 80,
        routed_by = "load_balancer",
        substation_load_before = 40,
    });

    public static ScriptedAnswer Status() => ScriptedAnswer.Json(200, new
    {
        service = "load_balancer",
        status = "running",
        load_balancer_status = "running",
        substation_loads = new { substation_2 = 7, substation_1 = 62.5 },
        balancer_node = (string?)null,
        timestamp = "2026-01-01T12:00:00Z",
    });

    /// <summary>A session that runs.</summary>
    public static object Session(string id) => new
    {
        session_id = id,
        vehicle_id = "EV_1",
        substation_id = "substation_1",
        charge_amount = 7,
        priority = "low",
        state = "active",
        start_time = "2026-01-01T12:00:00Z",
        expected_end = "2026-01-01T12:00:10Z",
        remaining_time = 2.5,
    };

    /// <summary>A substation that is half loaded.</summary>
    public static object Substation(string id, string state = "active") => new
    {
        substation_id = id,
        current_load = 40,
        max_capacity = 80,
        limit = 60,
        utilization_percent = 50,
        available_capacity = 20,
        active_sessions = 2,
        state,
        node = "node1",
    };
}
