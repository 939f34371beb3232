using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.Core.Charging.Ledger;

/// <summary>The keys of charging's records in the store; a prefix identifies the kind of a record.</summary>
public static class RecordKeys
{
    /// <summary>The prefix of session keys; the session's place follows.</summary>
    public const string Sessions = "session/";

    /// <summary>The prefix of epoch keys; the substation follows.</summary>
    public const string Epochs = "epoch/";

    /// <summary>The prefix of control keys; the substation follows.</summary>
    public const string Controls = "controls/";

    /// <summary>The prefix of rating keys; the substation follows.</summary>
    public const string Ratings = "rating/";

    /// <summary>The key of a session's place.</summary>
    public static Key Of(SessionPlace place) => Key.Create(Keyspace.Charging, Sessions + place.Value);

    /// <summary>The key of the session that stands for an id.</summary>
    public static Key Of(SessionId session) => Of(SessionPlace.Of(session));

    /// <summary>
    /// The session that a key belongs to, standing or superseded; null where it is another kind of record.
    /// </summary>
    public static SessionId? SessionOf(Key key) =>
        key.Keyspace == Keyspace.Charging && key.Name.StartsWith(Sessions, StringComparison.Ordinal)
        && SessionPlace.TryCreate(key.Name[Sessions.Length..], out var place)
            ? place.Session
            : null;

    /// <summary>The key of the highest epoch that a substation has seen.</summary>
    public static Key OfEpoch(SubstationId substation) => Key.Create(Keyspace.Charging, Epochs + substation.Value);

    /// <summary>The key of a substation's controls.</summary>
    public static Key OfControls(SubstationId substation) => Key.Create(Keyspace.Charging, Controls + substation.Value);

    /// <summary>The key of a substation's rating.</summary>
    public static Key OfRating(SubstationId substation) => Key.Create(Keyspace.Charging, Ratings + substation.Value);

    /// <summary>The substation whose rating a key holds.</summary>
    public static SubstationId RatedBy(Key key) => SubstationId.Of(key.Name[Ratings.Length..]);
}
