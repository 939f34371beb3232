// Recent changes: a list to read, and a status line for screen readers that speaks one line at a time.
import { byId, clockTime, make, showSlots, write } from "./dom.js";

const maxChanges = 10;
const announceEvery = 4_000;

const changes = [];
let pending = [];
let announcedAt = 0;
let timer;

/** Adds a change; a repetition of the last one increases its count. */
export function announce(text) {
  const last = changes[0];
  if (last?.text === text) {
    last.count++;
    last.at = Date.now();
  } else {
    changes.unshift({ at: Date.now(), text, count: 1 });
    changes.length = Math.min(changes.length, maxChanges);
  }
  byId("changes-none").hidden = true;
  showSlots(byId("changes"), changes, create, update);
  pending.push(text);
  timer ??= setTimeout(speak, Math.max(0, announcedAt + announceEvery - Date.now()));
}

function create() {
  return make("li", {}, make("time", { class: "soft" }), make("span", { class: "text" }));
}

function update(row, { at, text, count }) {
  const [time, said] = row.children;
  write(time, clockTime(at));
  write(said, count > 1 ? `${count} × ${text}` : text);
  said.title = text;
}

function speak() {
  timer = undefined;
  announcedAt = Date.now();
  const others = pending.length - 1;
  write(byId("news"), `${clockTime(announcedAt)} ${pending.at(-1)}` + (others > 0 ? ` (and ${others} more)` : ""));
  pending = [];
}
