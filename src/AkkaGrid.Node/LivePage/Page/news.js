// What has happened, for the eyes as a list, and for the ears one line at a time and not too often.
import { byId, clockTime, make, showEach, write } from "./dom.js";

const mostEvents = 10;
const sayEvery = 4_000;

const events = [];
let nextId = 0;
let unsaid = [];
let saidAt = 0;
let timer;

export function tell(text) {
  events.unshift({ id: nextId++, at: Date.now(), text });
  events.length = Math.min(events.length, mostEvents);
  showEach(byId("events"), events, event => event.id, create, () => {});
  unsaid.push(text);
  timer ??= setTimeout(say, Math.max(0, saidAt + sayEvery - Date.now()));
}

function create(event) {
  return make("li", {}, make("time", { class: "soft" }, clockTime(event.at)), ` ${event.text}`);
}

function say() {
  timer = undefined;
  saidAt = Date.now();
  const others = unsaid.length - 1;
  write(byId("news"), unsaid.at(-1) + (others > 0 ? ` (and ${others} more)` : ""));
  unsaid = [];
}
