using AkkaGrid.Core.Charging;

namespace AkkaGrid.Core.Tests.Charging;

/// <summary>A balancer claims a substation under its epoch, and is told the sessions there.</summary>
public sealed class SubstationClaimsTests
{
    private readonly TestSubstation _substation = new(100);

    [Fact]
    public void A_claim_is_not_told_of_a_durably_void_session_whose_key_may_have_gone_elsewhere()
    {
        _substation.Send(_substation.Start("a", 60));
        _substation.Settle(durable: false);
        _substation.Send(new Claim(TestSubstation.Epoch));
        Assert.Single(_substation.Reply<Claimed>().Sessions);

        _substation.Settle();
        _substation.Send(new Claim(TestSubstation.Epoch));
        Assert.Empty(_substation.Reply<Claimed>().Sessions);
    }

    [Fact]
    public void An_older_balancer_is_refused_from_the_claim_on()
    {
        _substation.Send(new Claim(new FencingEpoch(2, "node2")), "new");
        _substation.Send(_substation.Start("a", 7), "old");

        var refused = _substation.Reply<StartRefused>();
        Assert.Equal(StartRefusal.StaleEpoch, refused.Reason);
        Assert.Equal(new FencingEpoch(2, "node2"), refused.Report.Epoch);
        Assert.DoesNotContain(_substation.Replies, reply => reply.To == "new");

        _substation.SettleAll();
        Assert.Equal("new", _substation.Replies[^1].To);
        _substation.Reply<Claimed>();
    }

    [Fact]
    public void A_claim_below_the_highest_is_told_the_highest()
    {
        _substation.Send(new Claim(new FencingEpoch(2, "node2")));
        _substation.SettleAll();
        _substation.Send(new Claim(new FencingEpoch(2, "node1")));

        Assert.Equal(new FencingEpoch(2, "node2"), _substation.Reply<ClaimRefused>().Highest);
    }

    [Fact]
    public void An_unclaimed_substation_does_not_start_sessions_of_a_newer_balancer()
    {
        _substation.Send(_substation.Start(TestSubstation.Request("a", 7), new FencingEpoch(9, "node2")));

        Assert.Equal(StartRefusal.NotClaimed, _substation.Reply<StartRefused>().Reason);
    }

    [Fact]
    public void A_claim_whose_epoch_could_not_be_recorded_is_not_confirmed_and_can_be_repeated()
    {
        _substation.Send(new Claim(new FencingEpoch(2, "node2")));
        _substation.Settle(durable: false);
        Assert.Empty(_substation.Replies);

        _substation.Send(new Claim(new FencingEpoch(2, "node2")));
        _substation.Settle();
        _substation.Reply<Claimed>();
    }

    [Fact]
    public void A_claim_is_told_every_session_page_by_page()
    {
        var sessions = Enumerable.Range(0, 2500).Select(i => new ChargingSession(
            TestSubstation.Request($"key-{i}", 1),
            SubstationId.Of("s1"),
            SessionState.Completed,
            TestSubstation.Noon,
            TestSubstation.Noon,
            TestSubstation.Noon));
        var substation = new TestSubstation(100, sessions);

        substation.Send(new Claim(TestSubstation.Epoch));

        var pages = substation.Replies.Select(reply => (Claimed)reply.Message).ToArray();
        Assert.Equal([0, 1, 2], pages.Select(page => page.Page));
        Assert.All(pages, page => Assert.Equal(3, page.Pages));
        Assert.Equal(2500, pages.SelectMany(page => page.Sessions).Distinct().Count());
    }
}
