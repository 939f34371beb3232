using System.CommandLine;
using AkkaGrid.Client;
using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Cli.Commands;

/// <summary>The options of a write.</summary>
internal sealed class KvWrite
{
    private readonly Option<WriteConcern?> _concern = new("--w")
    {
        Description = "How many replicas must have it: local (default), majority or all.",
        HelpName = "local|majority|all",
    };

    private readonly Option<int?> _timeout = new Option<int?>("--timeout")
    {
        Description = "How long to wait for them, in milliseconds.",
        HelpName = "MS",
    }.Must(
        ms => ms is null or (> 0 and <= GridLimits.MaxWriteTimeoutMilliseconds),
        $"--timeout is a number of milliseconds from 1 to {GridLimits.MaxWriteTimeoutMilliseconds}.");

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

    public TimeSpan? Wait(ParseResult parse) =>
        parse.GetValue(_timeout) is { } ms ? TimeSpan.FromMilliseconds(ms) : null;

    public WriteOptions Of(ParseResult parse) => new()
    {
        Concern = parse.GetValue(_concern),
        Timeout = Wait(parse),
        IfMatch = parse.GetValue(_ifMatch),
    };
}
