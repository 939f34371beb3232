namespace AkkaGrid.Client.Contracts;

/// <summary>Asks for a backup: <c>POST /store/backup</c>.</summary>
/// <param name="Name">
/// Its name: 1 to 64 letters, digits, <c>.</c>, <c>_</c> and <c>-</c>, of which the first is a letter or digit.
/// </param>
public sealed record BackupRequest(string? Name = null);
