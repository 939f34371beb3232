using System.Text;
using Prometheus;

namespace AkkaGrid.KeyValue.Tests.Telemetry;

/// <summary>Metrics as Prometheus reads them.</summary>
internal static class Exported
{
    public static async Task<string> TextAsync(CollectorRegistry registry)
    {
        using var text = new MemoryStream();
        await registry.CollectAndExportAsTextAsync(text);
        return Encoding.UTF8.GetString(text.ToArray());
    }
}
