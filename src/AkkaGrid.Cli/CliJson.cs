using System.Text.Json.Serialization;
using AkkaGrid.Cli.Commands;
using AkkaGrid.Cli.RushHour;
using AkkaGrid.Cli.Verify;
using AkkaGrid.Core.Charging.Simulation;

namespace AkkaGrid.Cli;

/// <summary>The JSON of what only the command line makes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DispatchReport))]
[JsonSerializable(typeof(RushHourReport))]
[JsonSerializable(typeof(VerifyReport))]
[JsonSerializable(typeof(WatchLine))]
[JsonSerializable(typeof(DateTimeOffset))]
internal sealed partial class CliJson : JsonSerializerContext;
