using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Client;

/// <summary>Reads the events of a watch, and takes what they show into the session.</summary>
internal sealed class WatchReader(CausalSession session)
{
    private bool _toldKeys;

    /// <summary>Reads an event; one of a kind that is not known yet is passed over.</summary>
    public WatchEvent? Read(string kind, ReadOnlySpan<byte> data)
    {
        switch (kind)
        {
            case WatchEvents.Change:
                var update = Read(data, GridJson.Default.WatchedUpdate);
                session.Join(update.Context);
                return new KeysChanged(update, null);
            case WatchEvents.Snapshot:
                _toldKeys = true;
                return new KeysPresent(Read(data, GridJson.Default.WatchedKeys).Items);
            case WatchEvents.Cursor:
                var cut = Read(data, GridJson.Default.WatchedCut);
                session.Join(_toldKeys ? cut.Context : null);
                _toldKeys = false;
                return new CutReached(cut.Context, null);
            case WatchEvents.Resync:
                var resync = Read(data, GridJson.Default.WatchInterruption);
                session.Join(resync.Context);
                return new ResyncNeeded(resync.Reason, null);
            default:
                return null;
        }
    }

    private static T Read<T>(ReadOnlySpan<byte> data, JsonTypeInfo<T> type)
        where T : class => JsonSerializer.Deserialize(data, type) ?? throw new JsonException("null");
}
