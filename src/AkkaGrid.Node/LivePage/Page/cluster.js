// The members of the cluster, its leader, and the node that the balancer runs on.
import { byId, clockTime, make, mark, plural, showEach, write } from "./dom.js";
import { announce } from "./changes.js";
import { showPageLink } from "./links.js";

const maxGone = 6;
const signs = { up: "●", gone: "✕", unreachable: "▲" };
const gone = new Map();
let former;

export function showCluster({ view, more }, { node }) {
  const members = view.members.map(member => ({ ...member, isLeader: member.address === view.leader, isHere: member.name === node }));
  if (former) compare(former, { view, members });
  former = { view, members };
  for (const member of members) gone.delete(member.name);
  const rows = [...members, ...[...gone].map(([name, at]) => ({ name, status: "gone", at, roles: [], address: "", reachable: false }))];
  write(byId("cluster-state"), stateOf(view));
  byId("cluster-state").classList.toggle("bad", view.state === "alone" || !view.balancer_node);
  showEach(byId("members"), rows, row => row.name, create, (row, member) => update(row, member, view));
  write(byId("members-more"), more > 0 ? `and ${plural(more, "more member")}` : "");
}

function stateOf(view) {
  if (view.state === "alone") return "This node is in no cluster and serves its store alone.";
  return view.balancer_node
    ? `The balancer runs on ${view.balancer_node}.`
    : "No balancer is known: it is moving, or too few nodes are up. Requests wait.";
}

function create() {
  return make("li", { class: "member" },
    make("span", { class: "sign", "aria-hidden": "true" }), make("strong"), make("span", { class: "status" }),
    make("span", { class: "tags" }), make("span", { class: "soft address" }));
}

function update(row, member, view) {
  const [sign, name, status, tags, address] = row.children;
  const condition = member.status === "gone" || member.reachable ? member.status : "unreachable";
  mark(row, "data-condition", signs[condition] ? condition : "between");
  write(sign, signs[condition] ?? "◐");
  showPageLink(name, member.name);
  write(status, statusOf(member));
  const words = [
    member.name === view.balancer_node && "balancer", member.isLeader && "leader", member.isHere && "this node",
  ].filter(Boolean);
  if (tags.dataset.words !== words.join()) {
    tags.dataset.words = words.join();
    tags.replaceChildren(...words.map(word => make("span", { class: "tag" }, word)));
  }
  write(address, [member.address, member.roles.join(", ")].filter(Boolean).join(" · "));
}

function statusOf({ status, at, reachable }) {
  if (status === "gone") return `not a member since ${clockTime(at)}`;
  return reachable ? status : `${status}, unreachable`;
}

function compare(before, now) {
  const was = new Map(before.members.map(member => [member.name, member]));
  const is = new Map(now.members.map(member => [member.name, member]));
  for (const [name, member] of is) {
    const earlier = was.get(name);
    if (!earlier) announce(`${name} is ${member.status}.`);
    else if (earlier.reachable && !member.reachable) announce(`${name} is unreachable.`);
    else if (!earlier.reachable && member.reachable) announce(`${name} is reachable again.`);
  }
  for (const name of was.keys())
    if (!is.has(name)) leave(name, now.view);
  const [from, to] = [before.view.balancer_node, now.view.balancer_node];
  if (to && from !== to) announce(`The balancer runs on ${to} now.`);
  else if (from && !to) announce("No balancer is known; it is moving.");
}

function leave(name, view) {
  if (view.state === "alone") return;
  gone.set(name, Date.now());
  if (gone.size > maxGone) gone.delete(gone.keys().next().value);
  announce(`${name} is no longer a member of the cluster.`);
}
