using Akka.Actor;
using Petabridge.Cmd;
using Petabridge.Cmd.Host;

namespace AkkaGrid.Node.Pbm;

/// <summary>A palette of AkkaGrid.</summary>
internal sealed class PaletteHandler : CommandPaletteHandler
{
    public PaletteHandler(IReadOnlyList<Verb> verbs, string name, OwnEdge edge)
        : this(new CommandPalette(name, verbs.Select(verb => verb.Definition).ToArray()), verbs, edge)
    {
    }

    private PaletteHandler(CommandPalette palette, IReadOnlyList<Verb> verbs, OwnEdge edge)
        : base(palette) => HandlerProps = Props.Create(() => new PaletteActor(palette, verbs, edge));

    /// <inheritdoc/>
    public override Props HandlerProps { get; }
}
