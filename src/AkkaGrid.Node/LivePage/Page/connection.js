// The line that says how current the page is: live, paused, from a node that is in no cluster, or without data.
import { byId, clockTime, mark, write } from "./dom.js";
import { announce } from "./changes.js";

const line = byId("connection");
let silentSince;
let pausedSince;

/** Since when the node has sent nothing, in this browser's time; undefined while it sends. */
export const nodeSilentSince = () => silentSince;

/** Since when the page is paused, in this browser's time; undefined while it is not. */
export const pausedAt = () => pausedSince;

/** Sets the state of the stream. */
export function setStream(state, heardAt) {
  const wasSilent = silentSince !== undefined;
  silentSince = state === "broken" ? heardAt : undefined;
  if (!wasSilent && silentSince) announce("The node does not respond.");
  if (wasSilent && !silentSince) announce("The node responds again.");
}

/** Pauses or resumes the page; the button names its next action. */
export function togglePause(button) {
  pausedSince = pausedSince ? undefined : Date.now();
  write(button, pausedSince ? "Resume" : "Pause");
}

/** Shows the line. */
export function showConnection(node, isAlone) {
  const state = silentSince ? "broken" : pausedSince ? "paused" : isAlone ? "alone" : "live";
  mark(line, "data-state", state);
  mark(document.body, "data-state", state);
  write(line, textOf(state, node || "this node"));
}

function textOf(state, node) {
  switch (state) {
    case "broken": return `No data since ${clockTime(silentSince)}. Reconnecting…`;
    case "paused": return `Paused at ${clockTime(pausedSince)}`;
    case "alone": return `Live, as seen by ${node}, which is in no cluster: its data on other nodes is old.`;
    default: return `Live, as seen by ${node}`;
  }
}
