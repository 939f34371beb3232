using AkkaGrid.Core.Causality;
using AkkaGrid.KeyValue;
using AkkaGrid.KeyValue.Watching;
using AkkaGrid.Node.Http.KeyValue;
using AkkaGrid.Testing.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Prometheus;

namespace AkkaGrid.Node.Tests.Http.KeyValue;

/// <summary>Watchers that do not read.</summary>
public sealed class WatchResultTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly SlowReader _reader = new();
    private readonly DefaultHttpContext _call = new();
    private readonly KeyValueStore _store;

    public WatchResultTests()
    {
        _store = new KeyValueStore(
            new KeyValueOptions { Name = ReplicaId.Create("a"), DataDirectory = "" },
            new MemoryStorage(),
            _time,
            Metrics.WithCustomRegistry(Metrics.NewCustomRegistry()));
        _call.RequestServices = new ServiceCollection().AddSingleton<TimeProvider>(_time).BuildServiceProvider();
        _call.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(_reader));
        _call.Features.Set<IHttpRequestLifetimeFeature>(_reader);
    }

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task One_who_reads_too_slowly_is_told_so_and_cut_off()
    {
        var telling = await BeginAsync();
        _time.Advance(TimeSpan.FromSeconds(11));
        _reader.Reads.SetResult();
        await telling.WaitAsync(Patience);

        Assert.Contains("event: cut-off\ndata: {\"reason\":\"The watcher took 11 s", _reader.Text);
        Assert.False(_reader.IsAborted);
    }

    [Fact]
    public async Task One_who_does_not_read_at_all_loses_the_connection()
    {
        var telling = await BeginAsync();
        _time.Advance(TimeSpan.FromMinutes(1));
        await telling.WaitAsync(Patience);

        Assert.True(_reader.IsAborted);
    }

    private async Task<Task> BeginAsync()
    {
        var watch = await _store.WatchAsync(new WatchRequest(""));
        var telling = new WatchResult(watch, _store, CancellationToken.None).ExecuteAsync(_call);
        await _reader.IsWrittenTo.Task.WaitAsync(Patience);
        return telling;
    }
}
