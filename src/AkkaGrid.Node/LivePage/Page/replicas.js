// Replicas: the links that end there, what waits there for its cause, and what they have delivered.
import { byId, clockTime, count, make, mark, plural, showEach, write } from "./dom.js";
import { tell } from "./news.js";
import { named, parse } from "./updates.js";
import { toggle } from "./lab.js";

const mostLinks = 8;
const mostWaiting = 3;
const mostEntries = 8;
const worthTelling = 700;

export function showReplicas({ items, more, blocked_by: blockedBy }, { lab }) {
  const names = items.map(item => item.replica);
  const newest = highest(items.filter(item => item.fresh));
  byId("replicas-none").hidden = items.length > 0;
  write(byId("replicas-more"), [
    more > 0 ? `and ${plural(more, "more replica")}` : "",
    blockedBy ? `${blockedBy} is farthest behind: what is deleted is remembered until it has everything.` : "",
  ].filter(Boolean).join("; "));
  showEach(byId("replicas"), items, item => item.replica, create, (card, item) =>
    update(card, item, names.filter(name => name !== item.replica).slice(0, mostLinks), newest, lab));
  items.forEach(followWaiting);
}

const tracks = new Map();

/** Where updates are seen to travel from one replica to another; undefined where that is not shown. */
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

function create({ replica, here }) {
  return make("li", { class: "card replica", "data-replica": replica },
    make("div", { class: "head" }, make("h3", {}, replica), make("span", { class: "tag" }, here ? "this node" : "")),
    make("p", { class: "line standing" }),
    make("ul", { class: "links", "aria-label": `Links to ${replica}` }),
    make("h4", {}, "Waits for its cause"),
    make("ul", { class: "stash", "aria-label": `Updates that wait at ${replica}` }),
    make("h4", {}, "Has delivered"),
    make("ul", { class: "clock", "aria-label": `Clock of ${replica}` }));
}

function update(card, item, others, newest, lab) {
  const [head, standing, links, stashTitle, stash, clockTitle, clock] = card.children;
  const told = item.told ?? { clock: {}, updates: {}, behind: 0, stash: { count: 0, bytes: 0 }, waiting: [], links: [] };
  const missing = Math.max(told.behind, [...newest].reduce((sum, [origin, number]) => sum + Math.max(0, number - (told.updates[origin] ?? 0)), 0));
  mark(card, "data-fresh", item.fresh);
  head.lastChild.hidden = !item.here;
  write(standing, standingOf(item, missing));
  standing.classList.toggle("bad", !item.fresh);
  showEach(links, others, from => from, from => createLink(from, item.replica), (row, from) =>
    updateLink(row, from, item, told.links.find(link => link.from === from), lab));
  const waiting = told.stash.count > 0 ? plural(told.stash.count, "update") : "nothing";
  write(stashTitle, `Waits for its cause: ${item.told ? waiting : "unknown"}`);
  showStash(stash, told);
  write(clockTitle, item.told ? "Has delivered" : "Has delivered: unknown");
  showEach(clock, item.told ? entriesOf(told.updates, newest, item.fresh) : [], ([origin]) => origin, createEntry, updateEntry);
}

function standingOf(item, missing) {
  if (!item.fresh) {
    const standing = item.reachable ? "Does not answer" : "Cannot be reached";
    const age = item.heard_at ? `last heard of at ${clockTime(item.heard_at)}` : "not heard of yet";
    return `${standing}; ${age}. ${item.told ? "What is shown is of then." : "How it stands is unknown."}`;
  }
  return missing > 0 ? `Lacks ${plural(missing, "update")} that others have.` : "Lacks nothing that is known of.";
}

function createLink(from, to) {
  const button = make("button", { type: "button" });
  const track = make("span", { class: "track" }, make("span", { class: "mode" }));
  tracks.set(`${from} ${to}`, track);
  button.addEventListener("click", () => toggle(from, to, button.dataset.mode ?? "pass"));
  return make("li", { class: "link" }, make("span", { class: "from" }, from), track, button);
}

function updateLink(row, from, item, link, lab) {
  const [, track, button] = row.children;
  const mode = link?.mode ?? "pass";
  mark(row, "data-mode", mode);
  write(track.firstChild, modeText(link));
  button.dataset.mode = mode;
  button.hidden = !lab;
  write(button, mode === "pass" ? "Hold" : "Let pass");
  mark(button, "aria-label", mode === "pass" ? `Hold updates of ${from} on their way to ${item.replica}` : `Let updates of ${from} pass to ${item.replica}`);
}

function modeText(link) {
  switch (link?.mode) {
    case "hold": return `holds ${count(link.held)}`;
    case "delay": return `${count(link.ms)} ms late`;
    case "drop": return "loses some";
    case "duplicate": return "doubles";
    default: return "";
  }
}

function showStash(list, { waiting, stash }) {
  const shown = waiting.slice(0, mostWaiting);
  const behind = stash.count - shown.length;
  showEach(list, shown, ({ dot }) => dot, () => make("li"), (row, { dot, cause }) => {
    const more = behind > 0 && dot === shown.at(-1).dot ? `, and ${count(behind)} more behind` : "";
    write(row, `${named(dot)} waits for ${named(cause)}${more}`);
    mark(row, "title", `${dot} waits for ${cause}`);
  });
}

// Of one that is silent it is not known what it lacks.
function entriesOf(updates, newest, isFresh) {
  const origins = [...new Set([...newest.keys(), ...Object.keys(updates)])].sort();
  return origins.slice(0, mostEntries).map(origin => {
    const number = updates[origin] ?? 0;
    return [origin, number, isFresh ? Math.max(0, (newest.get(origin) ?? 0) - number) : 0];
  });
}

function createEntry([origin]) {
  return make("li", {}, make("span", { class: "origin" }, origin), make("span", { class: "number" }), make("span", { class: "missing" }));
}

function updateEntry(row, [, number, missing]) {
  write(row.children[1], count(number));
  write(row.children[2], missing > 0 ? `lacks ${count(missing)}` : "");
}

const mostWaits = 64;
const waits = new Map();

// What waits for a moment only is not worth telling.
function followWaiting({ replica, told, fresh }) {
  if (!told || !fresh) return;
  for (const { dot, cause } of told.waiting) {
    const place = `${replica} ${dot}`;
    if (waits.has(place)) continue;
    const wait = { replica, dot, isTold: false };
    wait.timer = setTimeout(() => {
      wait.isTold = true;
      tell(`${named(dot)} has come to ${replica}, and waits there for its cause ${named(cause)}.`);
    }, worthTelling);
    waits.set(place, wait);
  }
  for (const [place, wait] of waits)
    if (wait.replica === replica) followWait(place, wait, told);
  while (waits.size > mostWaits) endWait(...waits.entries().next().value);
}

// An update leaves the stash before it is on disk, and only then does the replica's clock count it.
function followWait(place, wait, { waiting, clock }) {
  const { origin, sequence } = parse(wait.dot);
  const isDelivered = (clock[origin] ?? 0) >= sequence;
  if (isDelivered && wait.isTold) tell(`${named(wait.dot)} is delivered at ${wait.replica}: its cause is there.`);
  if (isDelivered || (!wait.isTold && !waiting.some(({ dot }) => dot === wait.dot))) endWait(place, wait);
}

function endWait(place, { timer }) {
  clearTimeout(timer);
  waits.delete(place);
}
