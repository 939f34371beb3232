namespace AkkaGrid.Core.Charging;

/// <summary>
/// Fences one substation: holds the highest epoch that any balancer has claimed it with, and answers a claimant once
/// that epoch is recorded.
/// </summary>
/// <param name="recorded">The highest recorded epoch.</param>
internal sealed class ClaimBook<TCaller>(FencingEpoch recorded)
{
    private readonly List<(TCaller Caller, FencingEpoch Epoch)> _claimants = [];
    private FencingEpoch _durable = recorded;
    private FencingEpoch _inFlight = FencingEpoch.None;

    /// <summary>The highest epoch seen.</summary>
    public FencingEpoch Epoch { get; private set; } = recorded;

    /// <summary>Handles a claim: whether to report, to refuse, or to wait until the epoch is recorded.</summary>
    public ClaimAnswer Claim(FencingEpoch epoch, TCaller caller, List<ISubstationEffect> effects)
    {
        if (epoch < Epoch)
            return ClaimAnswer.Refuse;

        // Older epochs are refused before the new one is durable: so the sessions that are reported to the claimant
        // include all that older epochs have started.
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
    /// Handles the outcome of a write of an epoch. Where that outcome is unknown, the balancer claims again.
    /// </summary>
    /// <returns>The claimants to answer.</returns>
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

/// <summary>The answer to a claimant.</summary>
internal enum ClaimAnswer
{
    /// <summary>None yet: the epoch must be recorded first.</summary>
    Wait,

    /// <summary>The substation reports its sessions and keys.</summary>
    Tell,

    /// <summary>The substation obeys a newer epoch.</summary>
    Refuse,
}
