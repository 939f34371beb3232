using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Explaining;
using AkkaGrid.Core.KeyValue.Lab;
using AkkaGrid.KeyValue.Observing;

namespace AkkaGrid.KeyValue.Actors;

/// <summary>Asks how the replica stands.</summary>
internal sealed record GetStatus(ReplicaReply<ReplicaStatus> Reply);

/// <summary>Asks how the replica stands, and which updates have come since it was last asked so.</summary>
internal sealed record GetObservation(ReplicaReply<ReplicaObservation> Reply);

/// <summary>Asks where an update stands.</summary>
internal sealed record GetExplanation(Dot Dot, ReplicaReply<Explanation> Reply);

/// <summary>Asks for the links that the lab has changed.</summary>
internal sealed record GetLinks(ReplicaReply<IReadOnlyList<Link>> Reply);
