// The lab's switches, and two things to try. They use the node's HTTP calls.
import { byId } from "./dom.js";
import { announce } from "./changes.js";
import { short } from "./updates.js";

let writes = 0;
let vehicles = 0;

/** Shows what the lab allows. */
export function showLab(isOn, { node }) {
  byId("lab-state").textContent = isOn
    ? "The lab is on: hold a link, and see which update waits for which."
    : `The lab is off on ${node} (setting AkkaGrid:Lab): links cannot be held here.`;
  byId("lab-tools").hidden = byId("lab-help").hidden = !isOn;
}

/** Connects the buttons. */
export function begin(heldLinks) {
  byId("write").addEventListener("click", writeKey);
  byId("charge").addEventListener("click", charge);
  byId("pass-all").addEventListener("click", () => heldLinks().forEach(({ from, to }) => setLink(from, to, "pass")));
}

/** Holds a link that passes updates, and releases one that does not. */
export const toggle = (from, to, mode) => setLink(from, to, mode === "pass" ? "hold" : "pass");

async function setLink(from, to, mode) {
  await ask(
    () => call("POST", "/lab/links", { from, to, mode }),
    () => mode === "hold" ? `Updates from ${from} to ${to} are held.` : `Updates from ${from} to ${to} are released.`);
}

async function writeKey() {
  const key = `try/${Date.now() % 1_000_000}-${++writes}`;
  await ask(
    () => call("PUT", `/kv/${key}`, "written on the live page"),
    answer => `Wrote “${key}”: update ${short(answer.dot)}.`);
}

async function charge() {
  const body = { vehicle_id: `EV_${Date.now() % 1_000_000}_${++vehicles}`, charge_amount: 22, priority: "normal" };
  await ask(
    () => call("POST", "/charge", body),
    answer => `${answer.vehicle_id} charges at ${answer.substation_id} for ${Math.round(answer.estimated_duration)} s.`);
}

async function call(method, path, body) {
  const answer = await fetch(path, {
    method,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(20_000),
  });
  const content = await answer.json();
  if (!answer.ok) throw new Error(content.detail ?? `the node answered ${answer.status}`);
  return content;
}

async function ask(act, textOf) {
  try {
    announce(textOf(await act()));
  } catch (failure) {
    announce(`Failed: ${failure.message}`);
  }
}
