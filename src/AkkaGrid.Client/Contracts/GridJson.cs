using System.Text.Json.Serialization;

namespace AkkaGrid.Client.Contracts;

/// <summary>
/// The JSON of the HTTP edge, for both of its ends: snake_case, members that are null left out unless the contract
/// has an explicit null, times as ISO 8601 with offset, unknown members ignored, duplicate members refused.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(KeyWritten))]
[JsonSerializable(typeof(KeyEnvelope))]
[JsonSerializable(typeof(KeyPage))]
[JsonSerializable(typeof(BatchRequest))]
[JsonSerializable(typeof(BatchWritten))]
[JsonSerializable(typeof(SnapshotRequest))]
[JsonSerializable(typeof(Snapshot))]
[JsonSerializable(typeof(ReplicaState))]
[JsonSerializable(typeof(UpdateExplanation))]
[JsonSerializable(typeof(RetireRequest))]
[JsonSerializable(typeof(ReplicaRetired))]
[JsonSerializable(typeof(BackupRequest))]
[JsonSerializable(typeof(BackupMade))]
[JsonSerializable(typeof(WatchedUpdate))]
[JsonSerializable(typeof(WatchedKeys))]
[JsonSerializable(typeof(WatchedCut))]
[JsonSerializable(typeof(WatchInterruption))]
[JsonSerializable(typeof(ChargeRequest))]
[JsonSerializable(typeof(ChargeAccepted))]
[JsonSerializable(typeof(Session))]
[JsonSerializable(typeof(SessionPage))]
[JsonSerializable(typeof(SessionDecision))]
[JsonSerializable(typeof(Substation))]
[JsonSerializable(typeof(SubstationList))]
[JsonSerializable(typeof(SubstationCapacity))]
[JsonSerializable(typeof(SubstationDrain))]
[JsonSerializable(typeof(SubstationChange))]
[JsonSerializable(typeof(SubstationEvent))]
[JsonSerializable(typeof(LimitEventList))]
[JsonSerializable(typeof(WaitingList))]
[JsonSerializable(typeof(GridStatus))]
[JsonSerializable(typeof(Health))]
[JsonSerializable(typeof(Readiness))]
[JsonSerializable(typeof(OriginalWrite))]
[JsonSerializable(typeof(PutAnswer))]
[JsonSerializable(typeof(GetAnswer))]
[JsonSerializable(typeof(WriteAnswer))]
[JsonSerializable(typeof(ReadAnswer))]
[JsonSerializable(typeof(ClusterMembers))]
[JsonSerializable(typeof(ClusterMember))]
[JsonSerializable(typeof(ClusterChange))]
[JsonSerializable(typeof(ClusterTarget))]
[JsonSerializable(typeof(LabLink))]
[JsonSerializable(typeof(LabLinkList))]
[JsonSerializable(typeof(Problem))]
public sealed partial class GridJson : JsonSerializerContext;
