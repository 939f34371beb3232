using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.Tests.KeyValue.Driving;

namespace AkkaGrid.Core.Tests.KeyValue.Admission;

/// <summary>Announcements that were made before a start, and arrive after it.</summary>
public sealed class LateAnnouncementTests
{
    private static readonly ReplicaSet WithoutThisStart = ReplicaSet.Of(
        new Member(Samples.A with { Nonce = 99 }, new HybridTimestamp(1)),
        new Member(Samples.B, new HybridTimestamp(7)));

    private readonly DriverHarness _replica = new(new ReplicaOptions { ExpectedReplicas = 2, IsSeed = true });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_announcement_that_does_not_name_this_start_does_not_admit_it(bool awaitsAdmission)
    {
        _replica.Settle();
        var now = _replica.Announcement(VectorClock.Empty);
        now = now with { View = now.View with { AwaitsAdmission = awaitsAdmission } };
        _replica.Driver.Receive(now with { View = now.View with { Set = WithoutThisStart } }, _replica.Now);
        Tick();
        Assert.False(_replica.Driver.IsAdmitted);

        _replica.Driver.Receive(now with { View = now.View with { Set = _replica.Disk.State.Set } }, _replica.Now);
        Tick();
        Assert.True(_replica.Driver.IsAdmitted);
    }

    private void Tick()
    {
        _replica.Settle();
        _replica.Driver.Tick(_replica.Now);
        _replica.Settle();
    }
}
