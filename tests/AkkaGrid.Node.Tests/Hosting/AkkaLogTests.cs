using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Event;
using AkkaGrid.Node.Hosting;
using AkkaGrid.Testing;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace AkkaGrid.Node.Tests.Hosting;

public sealed class AkkaLogTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _lines = new();
    private ILoggerFactory _factory = null!;
    private ActorSystem _system = null!;

    public Task InitializeAsync()
    {
        _factory = LoggerFactory.Create(logging =>
            logging.AddProvider(new Kept(_lines)).SetMinimumLevel(LogLevel.Trace));
        _system = ActorSystem.Create("log", ActorSystemSetup.Create(
            BootstrapSetup.Create().WithConfig($"akka.loggers = [\"{typeof(AkkaLog).AssemblyQualifiedName}\"]"),
            new AkkaLog.Target(_factory)));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _system.Terminate();
        _factory.Dispose();
    }

    [Fact]
    public async Task A_line_has_its_level_once_and_no_time_in_its_text()
    {
        _system.EventStream.Publish(new Warning("source", GetType(), "text"));

        await Eventually.True(() => _lines.Contains((LogLevel.Warning, "source: text")), "the line is written");
    }

    [Fact]
    public async Task Another_name_of_the_node_is_logged_once_for_each_name()
    {
        for (var i = 0; i < 3; i++)
        {
            Misnamed("akka.tcp://AkkaGrid@localhost:4053");
            Misnamed("akka.tcp://AkkaGrid@other:4053");
        }

        _system.EventStream.Publish(new Error(null, "source", GetType(), "the last"));
        await Eventually.True(() => _lines.Contains((LogLevel.Error, "source: the last")), "all is written");

        var errors = _lines.Where(line =>
            line.Text.Contains("Another node sends messages to", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, errors.Count);
        Assert.StartsWith(
            "Another node sends messages to akka.tcp://AkkaGrid@localhost:4053, but the address of this node is "
                + "akka.tcp://AkkaGrid@127.0.0.1:4053",
            errors[0].Text);
        Assert.DoesNotContain(_lines, line => line.Text.Contains("Dropping", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_remoting_says_at_every_attempt_is_dropped_also_where_only_the_cause_says_it()
    {
        _system.EventStream.Publish(
            new Error(null, "source", GetType(), "Tried to associate; address is now gated for 500 ms"));
        _system.EventStream.Publish(new Error(
            new InvalidOperationException("EndpointDisassociatedException"), "source", GetType(), "Disassociated"));
        _system.EventStream.Publish(new Error(null, "source", GetType(), "the last"));
        await Eventually.True(() => _lines.Contains((LogLevel.Error, "source: the last")), "all is written");

        Assert.Single(_lines, line => line.Level == LogLevel.Error);
    }

    private void Misnamed(string called) => _system.EventStream.Publish(new Error(
        null,
        "endpointWriter",
        GetType(),
        $"Dropping message [Akka.Actor.ActorSelectionMessage] for non-local recipient [[{called}/]] arriving at "
            + $"[{called}] inbound addresses [akka.tcp://AkkaGrid@127.0.0.1:4053]"));

    /// <summary>A log that keeps its lines.</summary>
    private sealed class Kept(ConcurrentQueue<(LogLevel Level, string Text)> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            lines.Enqueue((logLevel, formatter(state, exception)));

        public void Dispose()
        {
        }
    }
}
