using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.Charging;
using AkkaGrid.Core.KeyValue.Watching;
using AkkaGrid.KeyValue;
using AkkaGrid.Node.Http.Contracts;
using AkkaGrid.Node.Http.KeyValue;

namespace AkkaGrid.Node.Http.Reference;

/// <summary>The rules for keys, ids, amounts and names, shared by all calls.</summary>
internal static class Rules
{
    public static ValueRule Any { get; } = new AnyRule();

    public static ValueRule YesNo { get; } = new YesNoRule();

    /// <summary>Any text.</summary>
    public static ValueRule Text { get; } = new TextRule("text", static _ => null);

    public static ValueRule Count { get; } = new WholeRule(0, int.MaxValue);

    public static ValueRule PageSize { get; } = new WholeRule(1, GridLimits.MaxPage, 100);

    public static TextRule Key { get; } = new(
        $"a key of 1 to {Core.KeyValue.Key.MaxBytes} bytes of UTF-8", StoreValues.ProblemOfKey)
    {
        MinLength = 1,
    };

    public static ValueRule Value { get; } = new StoredValueRule();

    public static ValueRule Context { get; } = TextRule.Where(
        "a context that a node has given out", text => CausalContext.TryParse(text, out _));

    public static ValueRule Cursor { get; } =
        TextRule.Where("the id of an event of a watch", text => WatchCursor.TryParse(text, out _));

    public static ValueRule Tags { get; } = TextRule.Where(
        "ETags in double quotes, separated by commas, or *", Preconditions.IsTagList);

    public static ValueRule Dot { get; } = TextRule.Where(
        "name.incarnation:sequence, as in the answer to a write", text => Core.Causality.Dot.TryParse(text, out _));

    public static ValueRule Concern { get; } = new WordRule("local", "majority", "all") { Default = "local" };

    public static ValueRule WriteTimeout { get; } = new WholeRule(1, GridLimits.MaxWriteTimeoutMilliseconds);

    public static ValueRule Replica { get; } = new TextRule(
        $"the name of a replica: 1 to {ReplicaId.MaxLength} letters, digits, '.', '-' and '_'",
        text => ReplicaId.TryCreate(text, out _) ? null : "")
    { MinLength = 1, MaxLength = ReplicaId.MaxLength };

    public static ValueRule Backup { get; } = new TextRule(
        $"1 to {BackupName.MaxLength} letters, digits, '.', '_' and '-', of which the first is a letter or digit",
        text => BackupName.TryCreate(text, out _) ? null : "")
    { MinLength = 1, MaxLength = BackupName.MaxLength };

    public static ValueRule Session { get; } =
        TextRule.Where("the id of a session", text => SessionId.TryCreate(text, out _));

    public static ValueRule SessionPlace { get; } = TextRule.Where(
        "the member next of the page before", text => Core.Charging.Ledger.SessionPlace.TryCreate(text, out _));

    public static ValueRule SessionState { get; } = new WordRule(
        SessionStates.Pending, SessionStates.Active, SessionStates.Completed, SessionStates.Invalid);

    public static ValueRule Substation { get; } = new TextRule(
        $"the id of a substation: 1 to {SubstationId.MaxLength} letters, digits, '.', '-' and '_'",
        text => SubstationId.TryCreate(text, out _) ? null : "")
    { MinLength = 1, MaxLength = SubstationId.MaxLength };

    public static ValueRule SubstationState { get; } = new WordRule(SubstationStates.Draining, SubstationStates.Active);

    public static ValueRule IdempotencyKey { get; } = new TextRule(
        $"one key of 1 to {Core.Charging.IdempotencyKey.MaxLength} visible ASCII characters",
        text => Core.Charging.IdempotencyKey.TryCreate(text, out _) ? null : "")
    { MinLength = 1, MaxLength = Core.Charging.IdempotencyKey.MaxLength };

    public static ValueRule Vehicle { get; } = new TextRule(
        $"1 to {VehicleId.MaxLength} visible characters", VehicleId.ProblemOf)
    { MinLength = 1, MaxLength = VehicleId.MaxLength };

    public static ValueRule Priority { get; } = new WordRule(Priorities.Low, Priorities.Normal, Priorities.High);

    /// <summary>Power that is asked for or given.</summary>
    public static ValueRule Power { get; } = new NumberRule("kW", GridLimits.MinKilowatts, GridLimits.MaxKilowatts);

    /// <summary>Power that may also be 0.</summary>
    public static ValueRule PowerOrNone { get; } =
        new NumberRule("kW", GridLimits.MinKilowatts, GridLimits.MaxKilowatts, OrZero: true);

    /// <summary>How long a request may wait for room.</summary>
    public static ValueRule MaxWait { get; } = new NumberRule("seconds", 0, GridLimits.MaxWaitSeconds);

    public static ValueRule EventDuration { get; } =
        new NumberRule("seconds", GridLimits.MinEventSeconds, GridLimits.MaxEventSeconds);

    /// <summary>The name of an event, for people to read.</summary>
    public static ValueRule EventName { get; } = new TextRule(
        $"1 to {GridLimits.MaxEventName} visible characters",
        text => text.Length > GridLimits.MaxEventName ? "" : VehicleId.ProblemOf(text))
    { MinLength = 1, MaxLength = GridLimits.MaxEventName };

    public static ValueRule Event { get; } = TextRule.Where(
        "the id of an event, as GET /substations/{id}/events lists it",
        text => text.Length is > 0 and <= GridLimits.MaxEventName && text.All(char.IsAsciiHexDigitLower));

    public static ValueRule Time { get; } = new TimeRule();

    public static ValueRule LinkMode { get; } = new WordRule(
        LinkModes.Hold, LinkModes.Delay, LinkModes.Drop, LinkModes.Duplicate, LinkModes.Pass);

    public static ValueRule LinkDelay { get; } = new WholeRule(0, GridLimits.MaxLabDelayMilliseconds);

    public static ValueRule Share { get; } = new NumberRule("", 0, 1);
}
