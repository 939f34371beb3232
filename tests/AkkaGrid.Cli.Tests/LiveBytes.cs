namespace AkkaGrid.Cli.Tests;

/// <summary>Bytes that may be read while they are written.</summary>
internal sealed class LiveBytes : MemoryStream
{
    private readonly Lock _gate = new();

    public override void Write(byte[] buffer, int offset, int count)
    {
        lock (_gate)
            base.Write(buffer, offset, count);
    }

    public override byte[] ToArray()
    {
        lock (_gate)
            return base.ToArray();
    }
}
