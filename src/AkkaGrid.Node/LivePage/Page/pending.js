// Updates that wait at a replica for their cause. Short waits, as when messages overtake each other, are not shown.
import { count, make, mark, showEach, write } from "./dom.js";
import { announce } from "./changes.js";
import { keepRoom } from "./room.js";
import { named, parse } from "./updates.js";

const maxShown = 3;
const maxWaits = 64;
const worthShowing = 700;

const waits = new Map();

/** Lists the updates that have waited for some time. */
export function showPending(list, { replica, told }) {
  const waiting = told?.waiting.filter(({ dot }) => waits.get(`${replica} ${dot}`)?.isShown) ?? [];
  const shown = waiting.slice(0, maxShown);
  const behind = (told?.stash.count ?? 0) - shown.length;
  showEach(list, shown, ({ dot }) => dot, () => make("li"), (row, { dot, cause }) => {
    const more = behind > 0 && dot === shown.at(-1).dot ? `, and ${count(behind)} more behind` : "";
    write(row, `${named(dot)} waits for ${named(cause)}${more}`);
    mark(row, "title", `${dot} waits for ${cause}`);
  });
  keepRoom(list);
}

/** Follows what waits at a replica, and announces the beginning and the end of long waits. */
export function followPending({ replica, told, fresh }, redraw) {
  if (!told || !fresh) return;
  for (const { dot, cause } of told.waiting) {
    const place = `${replica} ${dot}`;
    if (waits.has(place)) continue;
    const wait = { replica, dot, isShown: false };
    wait.timer = setTimeout(() => {
      wait.isShown = true;
      announce(`${named(dot)} reached ${replica} before its cause ${named(cause)}, and waits there.`);
      redraw();
    }, worthShowing);
    waits.set(place, wait);
  }
  for (const [place, wait] of waits)
    if (wait.replica === replica) followWait(place, wait, told);
  while (waits.size > maxWaits) end(...waits.entries().next().value);
}

// An update leaves the stash before it is on disk, and only then does the replica's clock count it.
function followWait(place, wait, { waiting, clock }) {
  const { origin, sequence } = parse(wait.dot);
  const isDelivered = (clock[origin] ?? 0) >= sequence;
  if (isDelivered && wait.isShown) announce(`${named(wait.dot)} is delivered at ${wait.replica}: its cause has arrived.`);
  if (isDelivered || (!wait.isShown && !waiting.some(({ dot }) => dot === wait.dot))) end(place, wait);
}

function end(place, { timer }) {
  clearTimeout(timer);
  waits.delete(place);
}
