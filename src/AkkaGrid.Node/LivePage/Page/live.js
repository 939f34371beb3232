// The live page: takes what the node tells, keeps the latest of each topic, and draws once per frame.
import { byId, clockTime, mark, write } from "./dom.js";
import { listen } from "./stream.js";
import { tell } from "./news.js";
import { begin, showLab } from "./lab.js";
import { showCluster } from "./cluster.js";
import { showReplicas } from "./replicas.js";
import { showService } from "./service.js";
import { showSubstations } from "./substations.js";
import { travel } from "./travel.js";
import { learn } from "./updates.js";

const mostTravelling = 64;

const views = { cluster: showCluster, substations: showSubstations, service: showService, replicas: showReplicas };
const latest = {};
const due = new Set();
let travelling = [];
let frame = 0;
let isPaused = false;
let isBroken = false;
let ahead = 0;

const grid = { node: "", lab: false, now: () => Date.now() + ahead };

function take(topic, data) {
  if (topic === "hello") {
    Object.assign(grid, { node: data.node, lab: data.lab });
    document.title = `AkkaGrid live: ${data.node}`;
    showLab(data.lab, grid);
  }
  if (topic === "hello" || topic === "beat") {
    ahead = data.now - Date.now();
    return;
  }
  if (topic === "updates") see(data.items);
  else {
    latest[topic] = data;
    due.add(topic);
  }
  drawSoon();
}

function see(updates) {
  updates.forEach(learn);
  travelling = [...travelling, ...updates].slice(-mostTravelling);
  // What waits is shown with its key, which may be known only now.
  if (latest.replicas) due.add("replicas");
}

function drawSoon() {
  if (!isPaused) frame ||= requestAnimationFrame(draw);
}

function draw() {
  frame = 0;
  for (const topic of due) views[topic](latest[topic], grid);
  due.clear();
  travel(travelling);
  travelling = [];
}

function showConnection(state, heardAt) {
  const wasBroken = isBroken;
  isBroken = state === "broken";
  if (isBroken) {
    mark(byId("connection"), "data-state", "broken");
    write(byId("connection"), `No word of the node since ${clockTime(heardAt)}; what is shown is old. Trying again…`);
    if (!wasBroken) tell("The node does not answer.");
  } else {
    showLive();
    if (wasBroken) tell("The node answers again.");
  }
  mark(document.body, "data-state", state);
}

// A node that is in no cluster tells the truth of itself only.
function showLive() {
  const isAlone = latest.cluster?.view.state === "alone";
  mark(byId("connection"), "data-state", isAlone ? "alone" : "live");
  write(byId("connection"), `live, as ${grid.node || "this node"} sees it${isAlone ? ", which is in no cluster: what it knows of others is old" : ""}`);
}

function togglePause() {
  isPaused = !isPaused;
  mark(byId("pause"), "aria-pressed", isPaused);
  travelling = [];
  drawSoon();
}

function heldLinks() {
  return (latest.replicas?.items ?? []).flatMap(item =>
    (item.told?.links ?? []).map(link => ({ from: link.from, to: item.replica })));
}

// Countdowns go on while nothing is told.
setInterval(() => {
  if (!latest.substations || isBroken) return;
  due.add("substations");
  drawSoon();
}, 1000);

byId("pause").addEventListener("click", togglePause);
begin(heldLinks);
listen((topic, data) => {
  take(topic, data);
  showLive();
}, showConnection);
