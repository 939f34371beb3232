namespace AkkaGrid.Core.Charging;

/// <summary>
/// The epochs that balancers claim one substation under, and how far the record of the highest has come.
/// </summary>
/// <param name="recorded">The highest epoch on record.</param>
internal sealed class ClaimBook<TCaller>(FencingEpoch recorded)
{
    private readonly List<(TCaller Caller, FencingEpoch Epoch)> _claimants = [];
    private FencingEpoch _durable = recorded;
    private FencingEpoch _inFlight = FencingEpoch.None;

    /// <summary>The highest epoch that was seen.</summary>
    public FencingEpoch Epoch { get; private set; } = recorded;

    /// <summary>Whether a claimant is to be answered now, and how; else it is when the epoch is on record.</summary>
    public ClaimAnswer Claim(FencingEpoch epoch, TCaller caller, List<ISubstationEffect> effects)
    {
        if (epoch < Epoch)
            return ClaimAnswer.Refuse;

        // Older epochs are refused before the new one is durable: the sessions that are reported to the claimant are
        // then all that those have started.
        Epoch = epoch;
        if (_durable == epoch)
            return ClaimAnswer.Tell;

        _claimants.RemoveAll(claimant => EqualityComparer<TCaller>.Default.Equals(claimant.Caller, caller));
        _claimants.Add((caller, epoch));
        if (_inFlight != epoch)
        {
            _inFlight = epoch;
            effects.Add(new RecordEpoch(epoch));
        }

        return ClaimAnswer.Wait;
    }

    /// <summary>
    /// An epoch is on record, or it is not known whether it is: after that the balancer claims again.
    /// </summary>
    /// <returns>Those to answer.</returns>
    public IReadOnlyList<(TCaller Caller, FencingEpoch Epoch, ClaimAnswer Answer)> Recorded(
        FencingEpoch epoch, bool durable)
    {
        if (_inFlight == epoch)
            _inFlight = FencingEpoch.None;
        if (durable && epoch > _durable)
            _durable = epoch;

        var answered = _claimants.Where(claimant => claimant.Epoch <= epoch).ToArray();
        _claimants.RemoveAll(claimant => claimant.Epoch <= epoch);
        return
        [
            .. answered.Select(claimant => (claimant.Caller, claimant.Epoch,
                claimant.Epoch < Epoch ? ClaimAnswer.Refuse : durable ? ClaimAnswer.Tell : ClaimAnswer.Wait)),
        ];
    }
}

/// <summary>How a claimant is answered.</summary>
internal enum ClaimAnswer
{
    /// <summary>Not yet.</summary>
    Wait,

    /// <summary>The substation reports its sessions and keys.</summary>
    Tell,

    /// <summary>A newer one rules.</summary>
    Refuse,
}
