// One stream for all tabs of a browser that show this node: a browser opens at most six connections to a host, and a
// seventh tab would wait forever. Each tab reports whether it is visible; while none is, the stream is closed.
import { open } from "./source.js";

// Topics without a state: a tab that opens later does not need them.
const transient = new Set(["updates", "beat"]);

const viewers = new Set();
const latest = new Map();
let state, close;

function look(port) {
  viewers.add(port);
  // A tab that opens later gets the latest states, and the updates that arrive from now on.
  if (state) port.postMessage({ state });
  for (const [topic, { data, at }] of latest) port.postMessage({ topic, data: asOfNow(data, at) });
  close ??= open(
    (topic, data) => {
      if (!transient.has(topic)) latest.set(topic, { data, at: Date.now() });
      post({ topic, data });
    },
    (name, heardAt) => {
      state = { name, heardAt };
      post({ state });
    });
}

// The node's clock has gone on since the event.
const asOfNow = (data, at) => (data.now === undefined ? data : { ...data, now: data.now + Date.now() - at });

function leave(port) {
  viewers.delete(port);
  if (viewers.size > 0 || !close) return;
  close();
  close = state = undefined;
  latest.clear();
}

function post(message) {
  for (const port of viewers) port.postMessage(message);
}

self.addEventListener("connect", ({ ports: [port] }) => {
  port.addEventListener("message", ({ data }) => (data.looks ? look(port) : leave(port)));
  port.start();
});
