using AkkaGrid.KeyValue.Storage;
using AkkaGrid.KeyValue.Storage.Rocks;

namespace AkkaGrid.KeyValue.Tests.Storage;

/// <summary>
/// Changes the files of a closed storage, as a process that died, damage or an earlier version may have left them.
/// </summary>
internal static class ClosedDatabase
{
    public static void Change(string directory, Action<OpenDatabase, Columns, RocksBatch> change)
    {
        var database = OpenDatabase.Open(directory, Durability.Os, Columns.DatabaseOptions);
        using (var batch = new RocksBatch())
        {
            change(database, database.Columns, batch);
            database.Write(batch);
        }

        database.Close();
    }
}
