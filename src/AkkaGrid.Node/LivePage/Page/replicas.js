// Replicas: the links that end there, what they have delivered, and what waits there for its cause.
import { byId, clockTime, count, make, mark, plural, showEach, write } from "./dom.js";
import { toggle } from "./lab.js";
import { showPageLink } from "./links.js";
import { followPending, showPending } from "./pending.js";

const maxLinks = 8;
const maxEntries = 8;

export function showReplicas({ items, more, blocked_by: blockedBy }, { lab, redraw, areReplicasAsked }) {
  const names = items.map(item => item.replica);
  const newest = highest(items.filter(item => item.fresh));
  write(byId("replicas-note"), noteOf(items.length, more, blockedBy));
  items.forEach(item => followPending(item, redraw));
  showEach(byId("replicas"), items, item => item.replica, create, (card, item) => {
    const others = names.filter(name => name !== item.replica).slice(0, maxLinks);
    update(card, item, { others, newest, lab, isAsked: areReplicasAsked() });
  });
}

function noteOf(shown, more, blockedBy) {
  if (shown === 0) return "No replica has reported yet.";
  return [
    more > 0 ? `and ${plural(more, "more replica")}` : "",
    blockedBy ? `${blockedBy} is farthest behind: tombstones are kept until it has every update.` : "",
  ].filter(Boolean).join("; ");
}

const tracks = new Map();

/** The track on which updates are shown from one replica to another; undefined where the page shows none. */
export function trackOf(from, to) {
  const track = tracks.get(`${from} ${to}`);
  return track?.isConnected ? track : undefined;
}

function highest(items) {
  const newest = new Map();
  for (const { told } of items)
    for (const [origin, number] of Object.entries(told?.updates ?? {}))
      newest.set(origin, Math.max(number, newest.get(origin) ?? 0));
  return newest;
}

function create({ replica }) {
  return make("li", { class: "card replica", "data-replica": replica },
    make("div", { class: "head" }, make("h3"), make("span", { class: "tag" }, "this node")),
    make("p", { class: "line condition" }),
    make("ul", { class: "links", "aria-label": `Links to ${replica}` }),
    make("h4"),
    make("ul", { class: "clock", "aria-label": `Delivered at ${replica}` }),
    make("h4"),
    make("ul", { class: "stash", "aria-label": `Pending at ${replica}` }));
}

function update(card, item, { others, newest, lab, isAsked }) {
  const [head, condition, links, clockTitle, clock, pendingTitle, pending] = card.children;
  const { told } = item;
  mark(card, "data-fresh", item.fresh);
  showPageLink(head.firstChild, item.replica);
  head.lastChild.hidden = !item.here;
  write(condition, conditionOf(item, missingOf(told, newest), isAsked));
  condition.classList.toggle("bad", !item.fresh && isAsked);
  showEach(links, others, from => from, from => createLink(from, item.replica), (row, from) =>
    updateLink(row, from, item, told?.links.find(link => link.from === from), lab));
  write(clockTitle, told ? "Delivered updates, by origin" : "Delivered updates: unknown");
  showEach(clock, entriesOf(told, newest, item.fresh), ([origin]) => origin, createEntry, updateEntry);
  // A line for each replica, which may write its first update at any time.
  clock.style.minHeight = `${1.5 * Math.min(maxEntries, others.length + 1)}em`;
  write(pendingTitle, `Pending updates: ${pendingOf(told)}`);
  showPending(pending, item);
}

function pendingOf(told) {
  if (!told) return "unknown";
  return told.stash.count > 0 ? `${count(told.stash.count)}, waiting for their causes` : "none";
}

function missingOf(told, newest) {
  if (!told) return 0;
  const lacks = ([origin, number]) => Math.max(0, number - (told.updates[origin] ?? 0));
  return Math.max(told.behind, [...newest].reduce((sum, entry) => sum + lacks(entry), 0));
}

function conditionOf(item, missing, isAsked) {
  if (item.fresh) return missing > 0 ? `Misses ${plural(missing, "update")}.` : "Has every known update.";
  if (!isAsked) return "Waiting for its report.";
  const condition = item.reachable ? "Does not respond" : "Unreachable";
  const age = item.heard_at ? `last report at ${clockTime(item.heard_at)}` : "no report yet";
  return `${condition}; ${age}. ${item.told ? "Its values are from then." : "Its state is unknown."}`;
}

function createLink(from, to) {
  const button = make("button", { type: "button" });
  const track = make("span", { class: "track" }, make("span", { class: "mode" }));
  tracks.set(`${from} ${to}`, track);
  button.addEventListener("click", () => toggle(from, to, button.dataset.mode ?? "pass"));
  return make("li", { class: "link" }, make("span", { class: "from", title: from }, from), track, button);
}

function updateLink(row, from, item, link, lab) {
  const [, track, button] = row.children;
  const mode = link?.mode ?? "pass";
  mark(row, "data-mode", mode);
  write(track.firstChild, modeText(link));
  button.dataset.mode = mode;
  button.hidden = !lab;
  write(button, mode === "pass" ? "Hold" : "Release");
  mark(button, "aria-label", `${mode === "pass" ? "Hold" : "Release"} updates from ${from} to ${item.replica}`);
}

function modeText(link) {
  switch (link?.mode) {
    case "hold": return `${count(link.held)} held`;
    case "delay": return `${count(link.ms)} ms delay`;
    case "drop": return "drops some";
    case "duplicate": return "duplicates";
    default: return "";
  }
}

// What a replica misses is known only while it reports.
function entriesOf(told, newest, isFresh) {
  const origins = [...new Set([...newest.keys(), ...Object.keys(told?.updates ?? {})])].sort();
  return origins.slice(0, maxEntries).map(origin => {
    const number = told && (told.updates[origin] ?? 0);
    return [origin, number, isFresh && told ? Math.max(0, (newest.get(origin) ?? 0) - number) : 0];
  });
}

function createEntry([origin]) {
  return make("li", {},
    make("span", { class: "origin", title: origin }, origin), make("span", { class: "number" }), make("span", { class: "missing" }));
}

function updateEntry(row, [, number, missing]) {
  write(row.children[1], number == null ? "unknown" : count(number));
  write(row.children[2], missing > 0 ? `${count(missing)} missing` : "");
}
