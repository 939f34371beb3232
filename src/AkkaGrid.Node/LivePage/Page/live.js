// The live page: receives the node's events, keeps the latest state of each topic, and draws once per frame.
import { byId } from "./dom.js";
import { showCluster } from "./cluster.js";
import { nodeSilentSince, pausedAt, setStream, showConnection, togglePause } from "./connection.js";
import { begin as beginLab, showLab } from "./lab.js";
import { showLinks } from "./links.js";
import { showReplicas } from "./replicas.js";
import { giveBackRoom, keepRoom } from "./room.js";
import { showService } from "./service.js";
import { listen } from "./stream.js";
import { showSubstations } from "./substations.js";
import { begin as beginSummary, showSummary } from "./summary.js";
import { travel } from "./travel.js";
import { learn } from "./updates.js";

const maxTravelling = 64;
const waitForAll = 3_000;
// The node asks the other replicas every 2 s while its page is open.
const askedAfter = 5_000;

// The links come first: other views show names as links.
const views = {
  replicas: [showLinks, showReplicas],
  cluster: [showCluster],
  substations: [showSubstations],
  service: [showService],
};
const latest = {};
// The states that arrived since the last drawing; while the page is paused they stay here.
const incoming = {};
const due = new Set();
let travelling = [];
let frame = 0;
// How far the node's clock is ahead of this browser's clock, and when the stream began.
let ahead = 0;
let begunAt;

const grid = {
  node: "",
  lab: false,
  silentSince: undefined,
  now: () => (pausedAt() ?? Date.now()) + ahead,
  areReplicasAsked: () => begunAt !== undefined && Date.now() - begunAt > askedAfter,
  redraw: () => redraw("replicas"),
};

function take(topic, data) {
  if (begunAt === undefined) setTimeout(reveal, waitForAll);
  if (begunAt === undefined || topic === "hello") begunAt = Date.now();
  if (topic === "hello") {
    Object.assign(grid, { node: data.node, lab: data.lab });
    document.title = `AkkaGrid live: ${data.node}`;
    showLab(data.lab, grid);
  }
  if (topic === "hello" || topic === "beat") ahead = data.now - Date.now();
  else if (topic === "updates") see(data.items);
  else incoming[topic] = data;
  drawSoon();
}

function see(updates) {
  updates.forEach(learn);
  travelling = [...travelling, ...updates].slice(-maxTravelling);
  // An update that waits is shown with its key, which may be known only now.
  if (latest.replicas && !pausedAt()) due.add("replicas");
}

// The parts are shown together: one by one they would push each other down.
const isComplete = () => latest.health && latest.cluster && latest.substations
  && latest.replicas?.items.some(item => item.here && item.told);

function reveal() {
  byId("loading").hidden = true;
  byId("grid").hidden = false;
}

function redraw(topic) {
  if (latest[topic]) due.add(topic);
  drawSoon();
}

function drawSoon() {
  frame ||= requestAnimationFrame(draw);
}

function draw() {
  frame = 0;
  showConnection(grid.node, latest.cluster?.view.state === "alone");
  if (!pausedAt()) takeIncoming();
  for (const [topic, shows] of Object.entries(views))
    if (due.has(topic)) shows.forEach(show => show(latest[topic], grid));
  due.clear();
  if (pausedAt()) return;
  grid.silentSince = nodeSilentSince();
  showSummary(latest, grid);
  travel(travelling);
  travelling = [];
}

function takeIncoming() {
  for (const [topic, state] of Object.entries(incoming)) {
    latest[topic] = state;
    due.add(topic);
    delete incoming[topic];
  }
  if (isComplete()) reveal();
}

function heldLinks() {
  return (latest.replicas?.items ?? []).flatMap(item =>
    (item.told?.links ?? []).map(link => ({ from: link.from, to: item.replica })));
}

// Countdowns, ages and links change while no event comes.
setInterval(() => {
  if (!nodeSilentSince() && !pausedAt()) Object.keys(views).forEach(redraw);
  drawSoon();
}, 1000);

byId("pause").addEventListener("click", ({ currentTarget }) => {
  togglePause(currentTarget);
  travelling = [];
  drawSoon();
});
byId("only-troubled").addEventListener("change", () => {
  redraw("substations");
  giveBackRoom(byId("substations"));
});
keepRoom(byId("changes"));
beginSummary();
beginLab(heldLinks);
listen(take, (state, heardAt) => {
  setStream(state, heardAt);
  drawSoon();
});
