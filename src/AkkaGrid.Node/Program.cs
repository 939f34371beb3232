using AkkaGrid.Node.Configuration;
using AkkaGrid.Node.Hosting;
using AkkaGrid.Node.Telemetry;

if (CommandLine.Answer(args) is { } answer)
{
    Console.WriteLine(answer);
    return 0;
}

using var stop = new StopSignal();
IConfiguration? logging = null;
try
{
    var command = CommandLine.Parse(args);
    var configuration = NodeConfiguration.Load(command.Local, command.Switches, Environment.GetEnvironmentVariable);
    logging = configuration.GetSection("Logging");
    var plan = GridPlan.Read(command.Local, configuration);
    Ports.EnsureFree(plan);

    using var platform = PlatformMetrics.Start(plan.Metrics);
    await using var grid = await Grid.StartAsync(plan.Nodes, stop.Token);
    if (ConsoleLogs.IsJson(logging))
        StartupSummary.Log(grid);
    else
        StartupSummary.Write(Console.Out, grid, plan.Metrics);
    _ = StartupMemory.ReleaseAsync(TimeProvider.System, stop.Token);
    await grid.RunAsync(stop.Token);
    return 0;
}
catch (StartException error)
{
    foreach (var reason in error.Reasons)
        ConsoleLogs.WriteEnd(Console.Error, logging, reason, TimeProvider.System.GetUtcNow());
    return 1;
}
catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
{
    return 0;
}
