// The lab's switches, and two things to try: they act on the grid through the node's own calls.
import { byId } from "./dom.js";
import { tell } from "./news.js";
import { short } from "./updates.js";

let writes = 0;
let vehicles = 0;

/** Shows what the lab allows. */
export function showLab(isOn, { node }) {
  byId("lab-state").textContent = isOn
    ? "The lab is on: hold a link back, and see what waits for what."
    : `The lab is off at ${node} (AkkaGrid:Lab), so links cannot be held here.`;
  byId("lab-tools").hidden = byId("lab-help").hidden = !isOn;
}

/** Listens to the buttons. */
export function begin(heldLinks) {
  byId("write").addEventListener("click", writeKey);
  byId("charge").addEventListener("click", charge);
  byId("pass-all").addEventListener("click", () => heldLinks().forEach(({ from, to }) => setLink(from, to, "pass")));
}

/** Holds a link that passes, and lets one pass that does not. */
export const toggle = (from, to, mode) => setLink(from, to, mode === "pass" ? "hold" : "pass");

async function setLink(from, to, mode) {
  await ask(
    () => call("POST", "/lab/links", { from, to, mode }),
    () => mode === "hold" ? `Updates of ${from} are held on their way to ${to}.` : `Updates of ${from} pass to ${to} again.`);
}

async function writeKey() {
  const key = `try/${Date.now() % 1_000_000}-${++writes}`;
  await ask(
    () => call("PUT", `/kv/${key}`, "written on the live page"),
    answer => `Wrote “${key}”, which is the update ${short(answer.dot)}.`);
}

async function charge() {
  const body = { vehicle_id: `EV_${Date.now() % 1_000_000}_${++vehicles}`, charge_amount: 22, priority: "normal" };
  await ask(
    () => call("POST", "/charge", body),
    answer => `${answer.vehicle_id} charges at ${answer.substation_id}, for ${Math.round(answer.estimated_duration)} s.`);
}

async function call(method, path, body) {
  const answer = await fetch(path, {
    method,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(20_000),
  });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.detail ?? `the node answers ${answer.status}`);
  return told;
}

async function ask(act, said) {
  try {
    tell(said(await act()));
  } catch (failure) {
    tell(`That did not work: ${failure.message}`);
  }
}
