using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.KeyValue.Observing;

/// <summary>
/// Notes some of the updates that come to a replica, while somebody looks on; the rest is counted. Costs next to
/// nothing while nobody does.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class ArrivalSample(TimeProvider time)
{
    /// <summary>The most updates that are noted between two observations.</summary>
    public const int MaxNoted = 32;

    // Viewers ask several times a second, on a busy machine less often.
    private static readonly TimeSpan OpenFor = TimeSpan.FromSeconds(6);

    private const int MaxRemembered = 1_024;

    // One that is neither delivered nor waits after so many observations has not been taken.
    private const int MaxRounds = 8;

    private readonly List<Noted> _noted = [];

    // What the lab keeps away is missed, and asked for again and again.
    private readonly HashSet<Dot> _keptAway = [];
    private long _leftOut;
    private long _askedAt;

    /// <summary>Whether anybody looks on.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Notes what a message has brought.</summary>
    /// <param name="message">The message, as it came.</param>
    /// <param name="admitted">What the lab has let in of it; null for nothing.</param>
    /// <param name="isKnown">Whether an update was here before: that it comes again is of no interest.</param>
    public void Note(ReplicaMessage message, ReplicaMessage? admitted, Func<Dot, bool> isKnown)
    {
        var updates = CarriedUpdates.Of(message);
        if (updates.IsEmpty)
            return;
        var letIn = ReferenceEquals(message, admitted)
            ? null
            : CarriedUpdates.Of(admitted).Select(update => update.Dot).ToHashSet();
        foreach (var update in updates.Where(update => !isKnown(update.Dot)))
            Note(update, message.From.Replica, letIn?.Contains(update.Dot) == false);
    }

    /// <summary>Notes updates that the lab lets in late.</summary>
    public void NoteLate(ImmutableArray<Update> updates)
    {
        foreach (var update in updates)
            Note(update, update.Dot.Origin.Replica, isKeptAway: false);
    }

    /// <summary>Tells what has come since the last time; somebody looks on.</summary>
    /// <param name="isDelivered">
    /// Whether an update is delivered, or waits; null where it is on its way to the disk, and told next time.
    /// </param>
    public (ImmutableArray<Arrival> Arrivals, long LeftOut) Take(Func<Dot, bool?> isDelivered)
    {
        IsOpen = true;
        _askedAt = time.GetTimestamp();
        var arrivals = ImmutableArray.CreateBuilder<Arrival>();
        var undecided = new List<Noted>();
        foreach (var noted in _noted)
        {
            if (noted.IsKeptAway)
                arrivals.Add(noted.As(ArrivalOutcome.KeptAway));
            else if (isDelivered(noted.Update.Dot) is { } delivered)
                arrivals.Add(noted.As(delivered ? ArrivalOutcome.Delivered : ArrivalOutcome.Waiting));
            else if (noted.Rounds < MaxRounds)
                undecided.Add(noted with { Rounds = noted.Rounds + 1 });
        }

        var leftOut = _leftOut;
        Clear();
        _noted.AddRange(undecided);
        return (arrivals.DrainToImmutable(), leftOut);
    }

    /// <summary>Notes no more where nobody has asked for a while.</summary>
    public void CloseUnlessAsked()
    {
        if (!IsOpen || time.GetElapsedTime(_askedAt) < OpenFor)
            return;
        IsOpen = false;
        Clear();
        _keptAway.Clear();
    }

    private void Note(Update update, ReplicaId from, bool isKeptAway)
    {
        if (!isKeptAway)
            _keptAway.Remove(update.Dot);
        else if (!_keptAway.Add(update.Dot))
            return;
        if (_keptAway.Count > MaxRemembered)
            _keptAway.Clear();
        if (_noted.Count < MaxNoted)
            _noted.Add(new Noted(update, from, isKeptAway));
        else
            _leftOut++;
    }

    private void Clear()
    {
        _noted.Clear();
        _leftOut = 0;
    }

    private readonly record struct Noted(Update Update, ReplicaId From, bool IsKeptAway)
    {
        /// <summary>How many observations have not told of it.</summary>
        public int Rounds { get; init; }

        public Arrival As(ArrivalOutcome outcome)
        {
            var keys = Update.Mutations.Where(mutation => mutation.Key.Keyspace == Keyspace.User)
                .Select(mutation => mutation.Key.Name).ToList();
            return new Arrival(Update.Dot, From, outcome, keys.FirstOrDefault(), keys.Count);
        }
    }
}
