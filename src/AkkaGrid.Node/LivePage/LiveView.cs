using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Akka.Actor;
using AkkaGrid.Charging;
using AkkaGrid.Charging.Gateway;
using AkkaGrid.Node.Configuration;
using AkkaGrid.Node.Health;
using AkkaGrid.Node.Http.Charging;
using AkkaGrid.Node.Management;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AkkaGrid.Node.LivePage;

/// <summary>
/// Keeps the board up to date while it has readers: with the state of this node, and the observations of others.
/// </summary>
internal sealed class LiveView(
    NodeOptions options,
    ClusterView cluster,
    ChargingGateway gateway,
    HealthCheckService checks,
    TimeProvider time,
    ILogger<LiveView> log) : BackgroundService
{
    // The page shows no more than a person can survey.
    private const int MaxMembers = 48;
    private const int MaxSubstations = 48;
    private const int MaxReplicas = 16;
    private const int MaxInQueue = 6;
    private const int MaxDecisions = 12;

    private static readonly TimeSpan ShowEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(1);

    private readonly LiveBoard _board = new();
    private readonly KnownReplicas _replicas = new(options.Name, time);
    private volatile IActorRef? _actor;

    /// <summary>Whether the page has a viewer.</summary>
    public bool IsWatched => _board.IsWatched;

    /// <summary>Adds a viewer; null where the limit is reached.</summary>
    public LiveBoard.Reader? TryOpen()
    {
        var reader = _board.TryOpen();
        if (reader is not null)
            _actor?.Tell(LiveActor.ViewerPresent.Instance);
        return reader;
    }

    /// <summary>Sets the actor of a new actor system.</summary>
    public void Attach(IActorRef actor) => _actor = actor;

    /// <summary>Removes the actor of an ended actor system.</summary>
    public void Detach(IActorRef actor)
    {
        if (actor.Equals(_actor))
            _actor = null;
    }

    /// <summary>Shows an observation of a replica.</summary>
    public void Take(Wire.Observation observation) => _board.Add(_replicas.Take(observation), observation.LeftOut);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        RepeatAsync(ShowAsync, ShowEvery, stoppingToken),
        RepeatAsync(ShowHealthAsync, AskEvery, stoppingToken),
        RepeatAsync(ShowServiceAsync, AskEvery, stoppingToken));

    private async Task RepeatAsync(Func<CancellationToken, Task> show, TimeSpan pause, CancellationToken stopping)
    {
        while (true)
        {
            await _board.Watched.WaitAsync(stopping);
            try
            {
                await show(stopping);
            }
            catch (Exception error) when (!stopping.IsCancellationRequested)
            {
                log.LogWarning(error, "{Node}: part of the live page cannot be updated", options.Name);
            }

            await Task.Delay(pause, time, stopping);
        }
    }

    // The topics that need no request to another actor.
    private Task ShowAsync(CancellationToken stopping)
    {
        var members = cluster.Members();
        var substations = gateway.Substations;
        var now = time.GetUtcNow();
        Show(
            LiveEvents.Cluster,
            new LiveCluster(
                members with { Members = [.. members.Members.Take(MaxMembers)] },
                More(members.Members.Count, MaxMembers)),
            LiveJson.Default.LiveCluster);
        Show(
            LiveEvents.Substations,
            new LiveSubstations(
                [.. SubstationFigures.Shown(substations, MaxSubstations).Select(status => Shown(status, now))],
                More(substations.Count, MaxSubstations),
                SubstationFigures.Total(substations, now)),
            LiveJson.Default.LiveSubstations);
        Show(LiveEvents.Replicas, _replicas.Show(MaxReplicas), LiveJson.Default.LiveReplicas);
        return Task.CompletedTask;
    }

    private async Task ShowHealthAsync(CancellationToken stopping) => Show(
        LiveEvents.Health,
        new LiveHealth(await ReadinessReasons.ReadAsync(checks, HealthTags.Ready, stopping)),
        LiveJson.Default.LiveHealth);

    private async Task ShowServiceAsync(CancellationToken stopping)
    {
        var (asked, waiting) = (gateway.ServiceAsync(stopping), await gateway.QueueAsync(stopping));
        var service = await asked;
        Show(
            LiveEvents.Service,
            new LiveService(
                [.. waiting.Take(MaxInQueue).Select(ChargingContracts.Waiting)],
                More(waiting.Count, MaxInQueue),
                service is null ? null : DecisionRuns.Fold(service.Decisions, MaxDecisions),
                service?.Refused?.Power,
                service?.Refused?.PooledPower),
            LiveJson.Default.LiveService);
    }

    private void Show<T>(string topic, T state, JsonTypeInfo<T> type) =>
        _board.Show(topic, JsonSerializer.SerializeToUtf8Bytes(state, type));

    private static LiveSubstation Shown(SubstationStatus status, DateTimeOffset now)
    {
        var report = status.Report;
        return new LiveSubstation(
            ChargingContracts.Substation(status),
            [.. report.NextReleases.Select(release => new LivePower(At(release.At), release.Amount.Value))],
            [.. report.NextLimits.Select(step => new LivePower(At(step.At), step.Limit.Value))],
            SubstationFigures.IsFull(report),
            status.Silent ? SubstationFigures.ReportedAt(status, now) : null);

        // By this node's clock, and always the same for one report.
        long At(DateTimeOffset atSubstation) =>
            SubstationFigures.Rounded(now - status.Age + (atSubstation - report.Clock));
    }

    private static int More(int all, int shown) => Math.Max(0, all - shown);
}
