namespace AkkaGrid.Client.Contracts;

/// <summary>The words of <see cref="Session.State"/>: OCPI's, in lower case.</summary>
public static class SessionStates
{
    /// <summary>Granted, not started yet.</summary>
    public const string Pending = "pending";

    /// <summary>Charging now.</summary>
    public const string Active = "active";

    /// <summary>Ended.</summary>
    public const string Completed = "completed";

    /// <summary>Ended because another session stands for the same request.</summary>
    public const string Invalid = "invalid";
}
