using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.Tests.Causality;

public sealed class FoldTests
{
    private static readonly Incarnation Ended = new(ReplicaId.Create("ended"), 1);

    [Fact]
    public void The_first_renewed_update_is_remembered_in_whatever_order_they_are_heard_of()
    {
        Fold[] heard = [Brought(3, isRenewed: false), Brought(4, isRenewed: true), Brought(5, isRenewed: true)];

        Assert.Equal(4UL, heard.Aggregate((known, fold) => known.Join(fold)).RenewedFrom);
        Assert.Equal(4UL, heard.Reverse().Aggregate((known, fold) => known.Join(fold)).RenewedFrom);
    }

    [Fact]
    public void What_is_brought_again_says_nothing_of_the_end_that_the_set_agrees_on()
    {
        var folds = Folds.Of(Brought(3, isRenewed: true));

        Assert.Equal(3UL, folds.Reached(Ended));
        Assert.Equal(0UL, folds.EndOf(Ended));
        Assert.True(folds.IsRestated(new Dot(Ended, 5)));
    }

    private static Fold Brought(ulong sequence, bool isRenewed) => Fold.Restating(new Dot(Ended, sequence), 5, isRenewed);
}
