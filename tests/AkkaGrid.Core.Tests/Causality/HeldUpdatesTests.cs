using AkkaGrid.Core.Causality;
using CsCheck;

namespace AkkaGrid.Core.Tests.Causality;

public sealed class HeldUpdatesTests
{
    [Fact]
    public void It_holds_what_a_sorted_dictionary_holds() =>
        Gen.Select(Gen.Bool, Gen.ULong[1, 6]).Array[0, 30].Sample(steps =>
        {
            var held = new HeldUpdates<int>();
            var expected = new SortedDictionary<ulong, int>();
            foreach (var (adds, sequence) in steps)
            {
                if (adds)
                    Assert.Equal(expected.TryAdd(sequence, (int)sequence), held.TryAdd(sequence, (int)sequence));
                else if (expected.Remove(sequence))
                    Assert.Equal((int)sequence, held.Remove(sequence));

                Assert.Equal(expected.Count, held.Count);
                Assert.Equal(expected.Keys.FirstOrDefault(), held.Nearest);
                Assert.Equal(expected.Keys.LastOrDefault(), held.Farthest);
                Assert.Equal(expected.ContainsKey(sequence), held.Contains(sequence));
                Assert.Equal(expected.ContainsKey(sequence), held.TryGet(sequence, out _));
            }
        });
}
