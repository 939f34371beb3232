using AkkaGrid.Core.Causality;
using CsCheck;

namespace AkkaGrid.Core.Tests.Causality;

public sealed class ClockBaseTests
{
    [Fact]
    public void Bases_of_equal_content_have_one_name_however_they_were_made() =>
        Gen.Select(Gens.Clock, Gen.Int).Sample((clock, seed) =>
        {
            var entries = clock.Entries.ToArray();
            var whole = ClockBase.Of(entries);
            new Random(seed).Shuffle(entries);
            var grown = entries.Aggregate(ClockBase.Empty, (grown, entry) => grown.With(entry));
            return whole.Name == grown.Name && whole.Entries.SequenceEqual(grown.Entries);
        });

    [Fact]
    public void Bases_of_other_content_have_other_names() => Gen.Select(Gens.Base, Gens.Base).Sample((one, other) =>
        (one.Name == other.Name) == one.Entries.SequenceEqual(other.Entries));

    [Fact]
    public void A_base_with_another_sequence_of_one_incarnation_has_another_name() =>
        Gen.Select(Gens.Base, Gens.Dot).Sample((before, entry) =>
            before.With(entry).Name != before.With(entry with { Sequence = entry.Sequence + 1 }).Name);

    [Fact]
    public void It_has_the_entries_that_it_was_given() => Gens.Clock.Sample(clock =>
    {
        var clockBase = ClockBase.Of(clock.Entries);
        return clockBase.Count == clock.Entries.Count()
            && clock.Entries.All(entry => clockBase[entry.Origin] == entry.Sequence
                && clockBase.TryGet(entry.Origin.Nonce, out var found) && found == entry);
    });

    [Fact]
    public void An_entry_replaces_the_one_of_its_incarnation_and_may_be_taken_out_again() =>
        Gen.Select(Gens.Base, Gens.Dot).Sample((before, entry) =>
        {
            var with = before.With(entry);
            var without = with.Without(entry.Origin);
            return with[entry.Origin] == entry.Sequence && without[entry.Origin] == 0
                && without.Name == before.Without(entry.Origin).Name;
        });

    [Fact]
    public void What_changes_nothing_gives_the_same_instance()
    {
        var one = ClockBase.Of(new Dot(new Incarnation(ReplicaId.Create("a"), 1), 3));

        Assert.Same(one, one.With(one.Entries));
        Assert.Same(one, one.Without(new Incarnation(ReplicaId.Create("a"), 2)));
        Assert.Same(ClockBase.Empty, one.Without(new Incarnation(ReplicaId.Create("a"), 1)));
    }

    [Fact]
    public void The_base_without_entries_is_named_zero() =>
        Assert.Equal((0UL, true), (ClockBase.Empty.Name, ClockBase.Of().IsEmpty));

    [Fact]
    public void Known_bases_of_one_content_are_one_instance()
    {
        var bases = new ClockBases();
        var one = bases.Add(ClockBase.Of(new Dot(new Incarnation(ReplicaId.Create("a"), 1), 3)));

        Assert.Same(one, bases.Add(ClockBase.Of(one.Entries)));
        Assert.True(bases.TryFind(one.Name, out var found) && ReferenceEquals(found, one));
        Assert.True(bases.TryFind(ClockBase.Empty.Name, out _));
        Assert.False(bases.TryFind(one.Name + 1, out _));
    }
}
