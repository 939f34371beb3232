using System.CommandLine;
using AkkaGrid.Client;

namespace AkkaGrid.Cli.Commands;

/// <summary>The options of a write.</summary>
internal sealed class KvWrite
{
    private readonly Option<WriteConcern?> _concern = new("--w")
    {
        Description = "How many replicas must have it: local (default), majority or all.",
        HelpName = "local|majority|all",
    };

    private readonly Option<int?> _timeout = new("--timeout")
    {
        Description = "How long to wait for them, in milliseconds.",
        HelpName = "MS",
        Validators =
        {
            result =>
            {
                if (result.GetValueOrDefault<int?>() is <= 0)
                    result.AddError("--timeout is a number of milliseconds above zero.");
            },
        },
    };

    private readonly Option<string?> _ifMatch = new("--if-match")
    {
        Description = "Only if the key still has this ETag.",
        HelpName = "ETAG",
    };

    public KvWrite() => _concern.AcceptOnlyFromAmong("local", "majority", "all");

    public void AddTo(Command command)
    {
        command.Add(_concern);
        command.Add(_timeout);
        command.Add(_ifMatch);
    }

    public WriteOptions Of(ParseResult parse) => new()
    {
        Concern = parse.GetValue(_concern),
        Timeout = parse.GetValue(_timeout) is { } ms ? TimeSpan.FromMilliseconds(ms) : null,
        IfMatch = parse.GetValue(_ifMatch),
    };
}
