// What AkkaGrid calls of Petabridge.Cmd, as its users call it in public; declared by us, so that those calls are
// compiled. It shows that our syntax is right, not that the package is as declared here, and it serves nothing.
using Akka.Actor;
using Akka.Hosting;

namespace Petabridge.Cmd
{
    public sealed record CommandDefinition(string Name);

    public sealed class ArgumentBuilder
    {
        public ArgumentBuilder WithName(string name) => this;

        public ArgumentBuilder WithSwitch(string text) => this;

        public ArgumentBuilder WithDescription(string text) => this;

        public ArgumentBuilder IsMandatory(bool mandatory) => this;
    }

    public sealed class CommandDefinitionBuilder
    {
        private string _name = "";

        public CommandDefinitionBuilder WithName(string name)
        {
            _name = name;
            return this;
        }

        public CommandDefinitionBuilder WithDescription(string text) => this;

        public CommandDefinitionBuilder WithArgument(Func<ArgumentBuilder, ArgumentBuilder> argument) => this;

        public CommandDefinition Build() => new(_name);
    }

    public sealed record CommandPalette(string ModuleName, IEnumerable<CommandDefinition> Commands);

    public sealed record Command(string Name);

    public sealed class ArgumentCollection
    {
        public IEnumerable<string> ArgumentValues(string name) => [];
    }

    public sealed record CommandResponse(string Text, bool Final = true);

    public sealed record ErroredCommandResponse(string Text, bool Final = true);
}

namespace Petabridge.Cmd.Host
{
    public abstract class CommandPaletteHandler(CommandPalette palette)
    {
        public CommandPalette Palette => palette;

        public abstract Props HandlerProps { get; }
    }

    public abstract class CommandHandlerActor(CommandPalette palette) : ReceiveActor
    {
        public CommandPalette Palette => palette;

        protected void Process(string name, Action<Command, ArgumentCollection> handler)
        {
        }
    }

    public sealed class PetabridgeCmdOptions
    {
        public string? Host { get; set; }

        public int? Port { get; set; }
    }

    public sealed class PetabridgeCmd
    {
        public void RegisterCommandPalette(CommandPaletteHandler handler)
        {
        }
    }

    public static class PetabridgeCmdHosting
    {
        public static AkkaConfigurationBuilder AddPetabridgeCmd(
            this AkkaConfigurationBuilder builder, PetabridgeCmdOptions options, Action<PetabridgeCmd> configure) =>
            builder;
    }
}

namespace Petabridge.Cmd.Cluster
{
    public sealed class ClusterCommands() : Petabridge.Cmd.Host.CommandPaletteHandler(new("cluster", []))
    {
        public static ClusterCommands Instance { get; } = new();

        public override Props HandlerProps => Props.Empty;
    }
}
