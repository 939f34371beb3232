namespace AkkaGrid.Client.Contracts;

/// <summary>Answers <c>POST /store/backup</c>.</summary>
/// <param name="Name">The backup's name.</param>
/// <param name="Directory">Its folder at the node: a data directory, of which a copy can be started.</param>
public sealed record BackupMade(string Name, string Directory);
