// The one stream of a browser, for all of its tabs that show this node: a browser has six connections to a host, and a seventh tab
// would wait for ever. Each tab reports whether it is visible; while none is, the stream is closed.
import { open } from "./source.js";

// What says nothing to one who comes later.
const passing = new Set(["updates", "beat"]);

const lookers = new Set();
const latest = new Map();
let state, close;

function look(port) {
  lookers.add(port);
  // What was told before this tab came; of updates on their way only what comes from now on.
  if (state) port.postMessage({ state });
  for (const [topic, { data, at }] of latest) port.postMessage({ topic, data: asOfNow(data, at) });
  close ??= open(
    (topic, data) => {
      if (!passing.has(topic)) latest.set(topic, { data, at: Date.now() });
      tellAll({ topic, data });
    },
    (name, heardAt) => {
      state = { name, heardAt };
      tellAll({ state });
    });
}

// The node's clock goes on from what it told.
const asOfNow = (data, at) => (data.now === undefined ? data : { ...data, now: data.now + Date.now() - at });

function leave(port) {
  lookers.delete(port);
  if (lookers.size > 0 || !close) return;
  close();
  close = state = undefined;
  latest.clear();
}

function tellAll(message) {
  for (const port of lookers) port.postMessage(message);
}

self.addEventListener("connect", ({ ports: [port] }) => {
  port.addEventListener("message", ({ data }) => (data.looks ? look(port) : leave(port)));
  port.start();
});
