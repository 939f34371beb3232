// The summary: is all well? A missing value is shown as unknown, with the last known value and its age.
import { age, byId, count, make, mark, percent, plural, kilowatts, share, write } from "./dom.js";
import { announce } from "./changes.js";
import { assess } from "./health.js";

const unknown = note => ({ value: "Unknown", level: "unknown", note });

const tiles = {
  health: { title: "Health", read: readHealth },
  power: { title: "Power in use", read: readPower },
  sessions: { title: "Sessions", read: readSessions },
  refusals: { title: "Refused", read: readRefused },
  balancer: { title: "Balancer", read: readBalancer },
};

// The last known value of each tile, and when that was.
const known = {};
let formerHealth;

/** Makes the tiles. */
export function begin() {
  byId("summary").replaceChildren(...Object.entries(tiles).map(([id, { title }]) =>
    make("div", { class: "tile", id, "data-level": "unknown" },
      make("dt", {}, title), make("dd", { class: "value" }, "Unknown"), make("dd", { class: "note" }, "No data yet."))));
}

/**
 * Shows the summary.
 * @param latest the latest state of each topic
 * @param grid the clock, and since when the node has been silent (undefined while it sends)
 */
export function showSummary(latest, { now, silentSince, areReplicasAsked }) {
  for (const [id, { read }] of Object.entries(tiles)) {
    const tile = silentSince ? unknown("") : read(latest, now(), areReplicasAsked());
    if (tile.level !== "unknown" && tile.level !== "none") known[id] = { value: tile.value, at: now() };
    show(byId(id), tile.level === "unknown" ? withLast(tile, known[id], silentSince, now()) : tile);
  }
}

function withLast(tile, last, silentSince, now) {
  const was = last && `Was ${last.value}, ${age(silentSince ?? last.at, now)} ago.`;
  return { ...tile, note: [tile.note, was].filter(Boolean).join(" ") };
}

function show(tile, { value, note, level }) {
  const [, shownValue, shownNote] = tile.children;
  mark(tile, "data-level", level);
  write(shownValue, value);
  write(shownNote, note);
  mark(shownNote, "title", note || null);
}

function readHealth(latest, now, areReplicasAsked) {
  const { word, level, reasons } = assess(latest, areReplicasAsked);
  if (level !== "unknown") {
    if (formerHealth && formerHealth !== word) announce(`Health: ${word}. ${reasons[0]}`);
    formerHealth = word;
  }
  return { value: word, level, note: reasons.join(" ") };
}

function readPower({ substations }, now) {
  if (!substations) return unknown("No data yet.");
  const { totals } = substations;
  const missing = totals.unreachable > 0 && missingText(totals, now);
  if (totals.reporting === 0) return unknown(missing || "No substation has reported yet.");
  const full = totals.full > 0 && `${count(totals.full)} of ${plural(totals.reporting, "substation")} full.`;
  return {
    value: share(totals.load, totals.limit),
    level: totals.full === 0 ? "plain" : totals.full < totals.reporting ? "warning" : "bad",
    note: [missing, full].filter(Boolean).join(" ") || `${percent(totals.limit > 0 ? totals.load / totals.limit : 0)} of the limit`,
  };
}

function missingText(totals, now) {
  const unknownFor = age(totals.unreachable_since, now);
  return `${kilowatts(totals.unreachable_limit)} unknown for ${unknownFor}: ${plural(totals.unreachable, "substation")} unreachable.`;
}

function readSessions({ substations }) {
  if (!substations) return unknown("No data yet.");
  const { totals } = substations;
  if (totals.reporting === 0) return unknown("No substation reports.");
  return {
    value: count(totals.sessions),
    level: "plain",
    note: totals.unreachable > 0
      ? `${plural(totals.unreachable, "substation")} unknown`
      : `at ${plural(totals.reporting, "substation")}`,
  };
}

function readRefused({ service }) {
  if (!service) return unknown("No data yet.");
  if (!service.decisions) return unknown("No balancer responds.");
  const waiting = service.queue.length + service.more;
  const note = waiting > 0 ? `${plural(waiting, "request")} waiting` : "of the power in 10 min";
  return service.refused == null
    ? { value: "–", level: "none", note: waiting > 0 ? note : "no requests counted yet" }
    : { value: percent(service.refused), level: "plain", note };
}

function readBalancer({ cluster }) {
  if (!cluster) return unknown("No data yet.");
  return cluster.view.balancer_node
    ? { value: cluster.view.balancer_node, level: "plain", note: "routes charge requests" }
    : unknown("Requests wait until a balancer serves.");
}
