using Akka.Actor;
using AkkaGrid.Core.Charging;

namespace AkkaGrid.Charging.Substations;

/// <summary>A substation tells its host that it has read its records, and which epoch it obeys.</summary>
internal sealed record SubstationReady(SubstationId Substation, FencingEpoch Epoch) : INoSerializationVerificationNeeded;
