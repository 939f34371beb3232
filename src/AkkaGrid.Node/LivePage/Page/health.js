// Whether all is well: one word, and the reasons when it is not.
import { plural } from "./dom.js";

/**
 * Judges the latest states of the topics.
 * @param latest the latest state of each topic
 * @param areReplicasAsked whether a replica that has not reported has been asked to
 * @returns the word, its level ("good", "warning", "bad" or "unknown"), and the reasons
 */
export function assess({ health, cluster, substations, replicas }, areReplicasAsked) {
  if (!health || !cluster || !substations || !replicas)
    return { word: "Unknown", level: "unknown", reasons: ["No data yet."] };
  const degraded = [
    ...ofMembers(cluster.view),
    ...ofSubstations(substations),
    ...(areReplicasAsked ? ofReplicas(replicas) : []),
  ];
  if (health.reasons.length > 0) return { word: "Not ready", level: "bad", reasons: [...health.reasons, ...degraded] };
  if (degraded.length > 0) return { word: "Degraded", level: "warning", reasons: degraded };
  return { word: "OK", level: "good", reasons: ["All members, replicas and substations respond."] };
}

function ofMembers({ members, state }) {
  if (state === "alone") return [];
  return members.filter(member => !member.reachable).map(member => `${member.name} is unreachable.`);
}

function ofSubstations({ items, totals }) {
  if (totals.unreachable === 0) return [];
  const named = items.map(item => item.substation)
    .filter(substation => substation.state === "unreachable")
    .map(substation => substation.substation_id);
  return [totals.unreachable <= 3 && named.length === totals.unreachable
    ? `${named.join(", ")} ${named.length > 1 ? "do" : "does"} not report.`
    : `${plural(totals.unreachable, "substation")} do not report.`];
}

function ofReplicas({ items }) {
  return items.filter(item => !item.fresh).map(item => `The replica of ${item.replica} does not respond.`);
}
