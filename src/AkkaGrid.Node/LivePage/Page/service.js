// The balancer: requests that wait for power, its last decisions, and their reasons.
import { byId, clockTime, count, kilowatts, make, percent, plural, showSlots, span, write } from "./dom.js";
import { keepRoom } from "./room.js";

const rules = {
  "best-fit": "smallest free capacity that fits",
  "worst-fit": "most free capacity",
  "least-loaded": "lowest load relative to its limit",
};

export function showService({ queue, more, decisions, refused, pooled_refused: pooled }) {
  write(byId("queue-state"), queueText(decisions, queue.length + more));
  showSlots(byId("queue"), queue, createRequest, updateRequest);
  write(byId("refused"), refusedText(decisions, refused, pooled));
  showSlots(byId("decisions"), decisions ?? [], create, update);
  keepRoom(byId("queue"));
  keepRoom(byId("decisions"));
}

function queueText(decisions, waiting) {
  if (!decisions) return "Unknown: no balancer responds.";
  return waiting > 0 ? `${plural(waiting, "request")} waiting.` : "No requests are waiting.";
}

function refusedText(decisions, refused, pooled) {
  if (!decisions) return "Unknown: no balancer responds.";
  if (refused == null) return "No requests counted yet.";
  return `Refused in 10 min: ${percent(refused)}` + (pooled == null ? "" : `; a single pool: ${percent(pooled)}`);
}

const createRequest = () => make("li", {}, make("strong"), make("span", { class: "soft" }));

function updateRequest(row, request) {
  const [what, when] = row.children;
  write(what, `${request.position}. ${kilowatts(request.charge_amount)}, ${request.priority}: ${request.vehicle_id}`);
  write(when, `waiting ${span(request.waited)}`
    + (request.expected_in == null ? "" : `, power expected in ${span(request.expected_in)}`));
}

function create() {
  return make("li", {},
    make("time", { class: "soft" }), make("a"), make("strong"), make("span", { class: "why" }));
}

function update(row, run) {
  const { decision } = run;
  const [time, session, what, why] = row.children;
  const isRefused = !decision.substation_id;
  write(time, clockTime(decision.decided_at));
  session.href = `/sessions/${encodeURIComponent(decision.session_id)}`;
  write(session, decision.session_id.slice(0, 8));
  // An entry for several refusals has no single session.
  session.hidden = run.count > 1;
  write(what, run.count > 1 ? refusalsText(run) : `${kilowatts(decision.charge_amount)} → ${decision.substation_id ?? "no room"}`);
  row.classList.toggle("refused", isRefused);
  write(why, whyOf(decision));
  why.title = why.textContent;
}

function refusalsText({ decision, count: refusals, since, may_be_more: mayBeMore }) {
  const seconds = Math.max(1, Math.round((new Date(decision.decided_at) - new Date(since)) / 1000));
  return `${count(refusals)}${mayBeMore ? " or more" : ""} × no room in ${span(seconds)}`;
}

const free = candidate => Math.max(0, candidate.limit - candidate.believed_load);
const named = candidate => `${candidate.substation_id} ${kilowatts(free(candidate))}`;

function whyOf({ policy, candidates, charge_amount: amount, substation_id: id, true_load: load }) {
  const chosen = candidates.find(candidate => candidate.substation_id === id);
  const others = candidates.filter(candidate => candidate !== chosen).sort((a, b) => free(b) - free(a)).slice(0, 4);
  if (!id && others.length === 0) return "no substation accepts sessions";
  if (!id) return `no substation had ${kilowatts(amount)} free; free: ${others.map(named).join(", ")}`;
  if (!chosen) return policy;
  const parts = [`${policy} (${rules[policy] ?? "custom policy"}): ${kilowatts(free(chosen))} of ${kilowatts(chosen.limit)} free`];
  if (others.length) parts.push(`others: ${others.map(named).join(", ")}`);
  if (load != null && load !== chosen.believed_load)
    parts.push(`actual load ${kilowatts(load)}, expected ${kilowatts(chosen.believed_load)}`);
  return parts.join("; ");
}
