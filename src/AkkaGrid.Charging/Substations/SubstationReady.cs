using Akka.Actor;
using AkkaGrid.Core.Charging;

namespace AkkaGrid.Charging.Substations;

/// <summary>A substation has read its records, or has a new epoch; sent to its host.</summary>
internal sealed record SubstationReady(SubstationId Substation, FencingEpoch Epoch)
    : INoSerializationVerificationNeeded;
