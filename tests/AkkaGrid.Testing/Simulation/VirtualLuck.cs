namespace AkkaGrid.Testing.Simulation;

/// <summary>Random numbers from a chance and the time: they do not hang on what else was drawn before.</summary>
public sealed class VirtualLuck(Chance chance, VirtualTime time) : Random
{
    private TimeSpan _last;
    private ulong _number;

    public override double NextDouble() => Sample();

    protected override double Sample()
    {
        _number = time.Now == _last ? _number + 1 : 0;
        _last = time.Now;
        return chance.Of((ulong)time.Now.Ticks).Of(_number).Share;
    }
}
