// How the balancer serves: who waits for power, what was decided, and why.
import { byId, clockTime, kilowatts, make, percent, plural, showEach, span, write } from "./dom.js";

const rules = {
  "best-fit": "least room that fits",
  "worst-fit": "most room",
  "least-loaded": "lowest load for its limit",
};

export function showService({ queue, more, decisions, refused, pooled_refused: pooled }) {
  const waiting = queue.length + more;
  write(byId("queue-state"), waiting > 0 ? plural(waiting, "request waits", "requests wait") : "No request waits.");
  showEach(byId("queue"), queue, request => request.session_id, () => make("li"), (row, request) => write(row,
    `${request.position}. ${request.vehicle_id}: ${kilowatts(request.charge_amount)}, ${request.priority}, waits ${span(request.waited)}`
    + (request.expected_in == null ? "" : `, room in ${span(request.expected_in)}`)));
  write(byId("refused"), refusedText(decisions, refused, pooled));
  showEach(byId("decisions"), decisions ?? [], decision => `${decision.session_id} ${decision.decided_at}`, create, update);
}

function refusedText(decisions, refused, pooled) {
  if (!decisions) return "No balancer answers.";
  if (refused == null) return "The share that is refused appears some seconds after the first request to this balancer.";
  return `Of the power asked for in the last 10 minutes ${percent(refused)} was refused`
    + (pooled == null ? "." : `; one undivided pool would refuse ${percent(pooled)}.`);
}

function create(decision) {
  return make("li", {},
    make("time", { class: "soft" }, clockTime(decision.decided_at)), " ",
    make("a", { href: `/sessions/${encodeURIComponent(decision.session_id)}` }, decision.session_id.slice(0, 8)), " ",
    make("strong"), make("span", { class: "why" }));
}

function update(row, decision) {
  const [, , what, why] = row.children;
  write(what, `${kilowatts(decision.charge_amount)} → ${decision.substation_id ?? "no room"}`);
  row.classList.toggle("refused", !decision.substation_id);
  write(why, whyOf(decision));
}

const free = candidate => Math.max(0, candidate.limit - candidate.believed_load);
const told = candidate => `${candidate.substation_id} ${kilowatts(free(candidate))}`;

function whyOf({ policy, candidates, substation_id: id, true_load: load }) {
  const chosen = candidates.find(candidate => candidate.substation_id === id);
  const others = candidates.filter(candidate => candidate !== chosen).sort((a, b) => free(b) - free(a)).slice(0, 4);
  if (!id) return others.length ? `none had room for it; free were ${others.map(told).join(", ")}` : "no substation was known that takes sessions";
  if (!chosen) return policy;
  const parts = [`${policy} (${rules[policy] ?? "a policy of its own"}): ${kilowatts(free(chosen))} of ${kilowatts(chosen.limit)} were free there`];
  if (others.length) parts.push(`elsewhere ${others.map(told).join(", ")}`);
  if (load != null && load !== chosen.believed_load) parts.push(`it had ${kilowatts(load)} of load, not ${kilowatts(chosen.believed_load)}`);
  return parts.join("; ");
}
