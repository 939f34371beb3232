using AkkaGrid.Cli.Commands;

namespace AkkaGrid.Cli;

/// <summary>The table of contents of <c>akkagrid</c>.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => RunAsync(args, CliEnvironment.OfThisProcess());

    internal static Task<int> RunAsync(
        string[] args, CliEnvironment environment, CancellationToken cancellationToken = default) =>
        Create(environment).RunAsync(args, cancellationToken);

    internal static Shell Create(CliEnvironment environment) => new Shell(environment)
            .With(KvCommand.Create)
            .With(ChargeCommand.Create)
            .With(SessionsCommand.Create)
            .With(SubstationsCommand.Create)
            .With(ClusterCommand.Create)
            .With(LabCommand.Create)
            .With(RushHourCommand.Create)
            .With(BenchCommand.Create)
            .With(VerifyCommand.Create)
            .With(CompletionCommand.Create);
}
