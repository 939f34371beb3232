using System.CommandLine;
using System.Text;
using AkkaGrid.Client.Contracts;
using Spectre.Console;

namespace AkkaGrid.Cli.Commands;

/// <summary><c>akkagrid kv put KEY [VALUE]</c>: the value from the command line, a file or a pipe.</summary>
internal static class KvPutCommand
{
    public static Command Create(Shell shell, Option<string?> context)
    {
        var key = KvKey.Create(shell);
        var value = new Argument<string?>("VALUE")
        {
            Description = "The value as text; left out, it comes from --file or from standard input.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var file = new Option<FileInfo?>("--file") { Description = "Read the value from a file.", HelpName = "PATH" };
        var contentType = new Option<string?>("--content-type")
        {
            Description = "What the value is; text/plain for VALUE, application/octet-stream else.",
            HelpName = "TYPE",
        };
        var write = new KvWrite();
        var command = new GridCommand(
            "put",
            "Write a value.",
            "akkagrid kv put hello world",
            "akkagrid kv put picture.png --file picture.png --content-type image/png",
            "akkagrid kv put stock 41 --w majority --timeout 2000") { key, value, file, contentType };
        write.AddTo(command);
        command.Must(
            result => result.GetValue(value) is null || result.GetValue(file) is null,
            "Give VALUE or --file, not both.");
        command.Must(
            result => result.GetValue(value) is not null || result.GetValue(file) is not null || shell.HasInput,
            "Give VALUE, name a --file, or pipe the value in.");
        shell.Handle(
            command,
            async (call, cancellationToken) =>
            {
                var text = call.Arguments.GetValue(value);
                var bytes = await ReadAsync(
                    text, call.Arguments.GetValue(file), call.CliEnvironment, cancellationToken);
                var type = call.Arguments.GetValue(contentType)
                    ?? (text is null ? "application/octet-stream" : "text/plain; charset=utf-8");
                var written = await call.Client.Store.PutAsync(
                    call.Arguments.GetRequiredValue(key), bytes, type, write.Of(call.Arguments), cancellationToken);
                await call.ShowAsync(
                    written,
                    GridJson.Default.KeyWritten,
                    answer => call.CliEnvironment.Out.WriteLine($"written as {answer.Dot}"));
                return ExitCodes.Success;
            },
            context,
            write.Wait);
        return command;
    }

    private static async Task<byte[]> ReadAsync(
        string? text, FileInfo? file, CliEnvironment environment, CancellationToken cancellationToken)
    {
        if (text is not null)
            return Encoding.UTF8.GetBytes(text);
        if (file is not null)
            return await File.ReadAllBytesAsync(file.FullName, cancellationToken);

        using var bytes = new MemoryStream();
        await environment.Input!.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }
}
