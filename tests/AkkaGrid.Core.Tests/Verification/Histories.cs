using AkkaGrid.Core.Verification;

namespace AkkaGrid.Core.Tests.Verification;

/// <summary>Histories, built and checked.</summary>
internal static class Histories
{
    public static Verdict Check(params IEnumerable<Operation> operations)
    {
        var builder = new HistoryBuilder();
        foreach (var operation in operations)
            builder.Add(operation);
        return HistoryChecker.Check(builder.Build());
    }

    public static string Text(IEnumerable<Operation> operations) =>
        string.Join(Environment.NewLine, operations.Select(HistoryFormat.Format));
}
