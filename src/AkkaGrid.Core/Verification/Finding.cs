namespace AkkaGrid.Core.Verification;

/// <summary>One violation.</summary>
/// <param name="Pattern">What it is.</param>
/// <param name="Message">What happened, in a sentence.</param>
/// <param name="Operations">
/// The operations involved, in words, in the order in which the sentence speaks of them.
/// </param>
/// <param name="Lines">Where they were recorded; 0 for nowhere.</param>
public sealed record Finding(
    BadPattern Pattern, string Message, IReadOnlyList<string> Operations, IReadOnlyList<int> Lines);
