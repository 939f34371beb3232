using Google.Protobuf;

namespace AkkaGrid.Charging.Wire;

/// <summary>The manifest of each message, and its conversion to bytes and back.</summary>
internal sealed class WireTable
{
    private readonly Dictionary<Type, (string Manifest, Func<object, IMessage> Write)> _writers = [];
    private readonly Dictionary<string, Func<byte[], object>> _readers = new(StringComparer.Ordinal);

    /// <summary>All messages of charging between nodes.</summary>
    public static WireTable Charging { get; } = Build();

    public IEnumerable<Type> Messages => _writers.Keys;

    public void Add<TMessage, TWire>(
        string manifest, Func<TMessage, TWire> write, MessageParser<TWire> parser, Func<TWire, TMessage> read)
        where TMessage : class
        where TWire : IMessage<TWire>
    {
        _writers.Add(typeof(TMessage), (manifest, message => write((TMessage)message)));
        _readers.Add(manifest, bytes => read(parser.ParseFrom(bytes)));
    }

    public string Manifest(object message) => Writer(message).Manifest;

    public byte[] Write(object message) => Writer(message).Write(message).ToByteArray();

    public object Read(byte[] bytes, string manifest) =>
        _readers.TryGetValue(manifest, out var read)
            ? read(bytes)
            : throw new InvalidDataException($"Charging has no message '{manifest}'");

    private (string Manifest, Func<object, IMessage> Write) Writer(object message) =>
        _writers.TryGetValue(message.GetType(), out var writer)
            ? writer
            : throw new InvalidOperationException($"{message.GetType()} is not part of the wire format");

    private static WireTable Build()
    {
        var table = new WireTable();
        SubstationWire.AddTo(table);
        GatewayWire.AddTo(table);
        return table;
    }
}
