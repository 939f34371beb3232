using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.Core.Charging.Ledger;

/// <summary>
/// The keys under which the store keeps charging's records; the first letters say of what kind a record is.
/// </summary>
public static class RecordKeys
{
    /// <summary>How the names of sessions' keys begin; the session's place follows.</summary>
    public const string Sessions = "session/";

    /// <summary>How the names of epochs' keys begin; the substation follows.</summary>
    public const string Epochs = "epoch/";

    /// <summary>How the names of controls' keys begin; the substation follows.</summary>
    public const string Controls = "controls/";

    /// <summary>How the names of ratings' keys begin; the substation follows.</summary>
    public const string Ratings = "rating/";

    /// <summary>The key of a session's place.</summary>
    public static Key Of(SessionPlace place) => Key.Create(Keyspace.Charging, Sessions + place.Value);

    /// <summary>The key of the session that stands for a name.</summary>
    public static Key Of(SessionId session) => Of(SessionPlace.Of(session));

    /// <summary>
    /// The session whose record a key holds, or a record beside it; null where it is another kind of record.
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
