// The members of the cluster, who leads, and where the balancer is.
import { byId, clockTime, make, mark, plural, showEach, write } from "./dom.js";
import { tell } from "./news.js";

const mostGone = 6;
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
  if (view.state === "alone") return "This node is in no cluster; it serves its store alone.";
  return view.balancer_node
    ? `The balancer is at ${view.balancer_node}.`
    : "No balancer is known: it moves, or too few nodes are there. Requests wait.";
}

function create() {
  return make("li", { class: "member" },
    make("span", { class: "sign", "aria-hidden": "true" }), make("strong"), make("span", { class: "status" }),
    make("span", { class: "tags" }), make("span", { class: "soft address" }));
}

function update(row, member, view) {
  const [sign, name, status, tags, address] = row.children;
  const standing = member.status === "gone" ? "gone" : member.reachable ? member.status : "unreachable";
  mark(row, "data-standing", standing === "up" ? "up" : standing === "gone" || standing === "unreachable" ? standing : "between");
  write(sign, { up: "●", gone: "✕", unreachable: "▲" }[standing] ?? "◐");
  write(name, member.name);
  write(status, member.status === "gone" ? `gone since ${clockTime(member.at)}` : member.reachable ? member.status : `${member.status}, unreachable`);
  const words = [
    member.name === view.balancer_node && "balancer", member.isLeader && "leader", member.isHere && "this node",
  ].filter(Boolean);
  if (tags.dataset.words !== words.join()) {
    tags.dataset.words = words.join();
    tags.replaceChildren(...words.map(word => make("span", { class: "tag" }, word)));
  }
  write(address, [member.address, member.roles.join(", ")].filter(Boolean).join(" · "));
}

function compare(before, now) {
  const was = new Map(before.members.map(member => [member.name, member]));
  const is = new Map(now.members.map(member => [member.name, member]));
  for (const [name, member] of is) {
    const earlier = was.get(name);
    if (!earlier) tell(`${name} is ${member.status}.`);
    else if (earlier.reachable && !member.reachable) tell(`${name} cannot be reached.`);
    else if (!earlier.reachable && member.reachable) tell(`${name} can be reached again.`);
  }
  for (const name of was.keys())
    if (!is.has(name)) leave(name, now.view);
  const [from, to] = [before.view.balancer_node, now.view.balancer_node];
  if (to && from !== to) tell(`The balancer is at ${to} now.`);
  else if (from && !to) tell("No balancer is known; it moves.");
}

function leave(name, view) {
  if (view.state === "alone") return;
  gone.set(name, Date.now());
  if (gone.size > mostGone) gone.delete(gone.keys().next().value);
  tell(`${name} is gone from the cluster.`);
}
