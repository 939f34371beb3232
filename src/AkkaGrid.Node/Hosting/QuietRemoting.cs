namespace AkkaGrid.Node.Hosting;

/// <summary>
/// Drops what remoting says whenever a node is not there yet or has gone, at every attempt and with a stack trace;
/// formation and cluster say it once. All else of Akka's log passes.
/// </summary>
/// <remarks>By its text, for Akka logs all of it under one category, and its own filter does not reach this bridge.</remarks>
internal sealed class QuietRemoting(ILoggerFactory inner) : ILoggerFactory
{
    private static readonly string[] Noise = ["AssociationError", "ddress is now gated", "EndpointDisassociatedException"];

    public ILogger CreateLogger(string categoryName) => new Filter(inner.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    // The factory belongs to the node, which outlives the actor system.
    public void Dispose()
    {
    }

    private sealed class Filter(ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
                return;
            var text = formatter(state, exception);
            if (!Noise.Any(noise => text.Contains(noise, StringComparison.Ordinal)))
                inner.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
