using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Driving;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.Core.Tests.KeyValue.Driving;

public sealed class KeySearchesTests
{
    private static readonly VersionSet Found = VersionSet.Of(new KeyVersion(new Dot(Samples.C, 1), default, null));

    private readonly DriverHarness _harness = new();
    private readonly RecordedReply<VersionSet> _reply = new();

    [Fact]
    public void Where_nobody_can_be_asked_nothing_is_found()
    {
        Find();

        Assert.True(_reply.Result!.IsEmpty);
    }

    [Fact]
    public void The_first_peer_that_has_the_key_answers_the_search()
    {
        _harness.Shell.Reachable = [Samples.B.Replica, Samples.C.Replica];
        Find();
        var request = Assert.IsType<KeyRequest>(_harness.Shell.Sent[^1].Message);
        Answer(request, Samples.B, VersionSet.Empty);
        Assert.Equal(0, _reply.Answers);

        Answer(request, Samples.C, Found);
        Answer(request, Samples.C, VersionSet.Empty);

        Assert.Equal(Found, _reply.Result);
        Assert.Equal(1, _reply.Answers);
    }

    [Fact]
    public void When_all_peers_lack_the_key_nothing_is_found()
    {
        _harness.Shell.Reachable = [Samples.B.Replica];
        Find();

        Answer(Assert.IsType<KeyRequest>(_harness.Shell.Sent[^1].Message), Samples.B, VersionSet.Empty);

        Assert.True(_reply.Result!.IsEmpty);
    }

    [Fact]
    public void A_peer_that_searches_is_answered_from_the_disk()
    {
        _harness.Write();
        _harness.Settle();

        _harness.Driver.Receive(new KeyRequest(3, Samples.B, Samples.Key("x")), _harness.Now);

        var answer = Assert.IsType<KeyAnswer>(Assert.Single(_harness.Shell.Replies));
        Assert.Equal(
            (3UL, Samples.A, _harness.Disk.Read(Samples.Key("x"))), (answer.RequestId, answer.From, answer.Versions));
    }

    private void Find() => _harness.Driver.Handle(new FindKey(Samples.Key("x"), _reply), _harness.Now);

    private void Answer(KeyRequest request, Incarnation from, VersionSet versions) =>
        _harness.Driver.Receive(new KeyAnswer(request.RequestId, from, request.Key, versions), _harness.Now);
}
