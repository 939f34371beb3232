// Substations in compact rows, grouped by node, with a filter for those that need attention.
import { byId, count, inOrder, make, plural, share, showEach, write } from "./dom.js";
import { showPageLink } from "./links.js";
import { keepRoom } from "./room.js";
import { conditionOf, createRow, needsAttention, updateRow } from "./substation.js";

// With at most so many substations, the page has room for all details.
const maxOpen = 6;

export function showSubstations({ items, more, totals }, { now }) {
  const all = totals.reporting + totals.unreachable;
  const troubled = items.filter(item => needsAttention(conditionOf(item)));
  const isFiltered = byId("only-troubled").checked;
  const shown = isFiltered ? troubled : items;
  byId("filter").hidden = all === 0;
  write(byId("troubled-count"), `(${count(troubled.length)} of ${count(all)})`);
  const isOpen = items.length <= maxOpen;
  showEach(byId("substations"), groupsOf(shown), group => group.node, createGroup, (element, group) =>
    updateGroup(element, group, now(), isOpen));
  keepRoom(byId("substations"));
  write(byId("substations-note"), noteOf(all, shown.length, isFiltered, more));
}

function noteOf(all, shown, isFiltered, more) {
  if (all === 0) return "No substation has reported yet.";
  if (isFiltered && shown === 0) return "No substation is full or unreachable.";
  return more > 0 ? `and ${plural(more, "more substation")}` : "";
}

function groupsOf(items) {
  const groups = Map.groupBy(items, item => item.substation.node);
  return [...groups].map(([node, members]) => ({ node, members })).sort((a, b) => inOrder(a.node, b.node));
}

function createGroup({ node }) {
  return make("section", { class: "group", "aria-label": `Substations of ${node}` },
    make("h3", {}, make("span"), " ", make("span", { class: "soft" })),
    make("ul", { class: "substation-rows" }));
}

function updateGroup(group, { node, members }, now, isOpen) {
  const [heading, rows] = group.children;
  showPageLink(heading.firstChild, node);
  write(heading.lastChild, totalOf(members));
  group.classList.toggle("wide", members.length > 12);
  showEach(rows, members.sort((a, b) => inOrder(a.substation.substation_id, b.substation.substation_id)),
    item => item.substation.substation_id, createRow, (row, item) => updateRow(row, item, now, isOpen));
}

function totalOf(members) {
  const reporting = members.map(item => item.substation).filter(({ state }) => state !== "unreachable");
  const sum = figure => reporting.reduce((total, substation) => total + substation[figure], 0);
  const load = reporting.length > 0 ? share(sum("current_load"), sum("limit")) : "load unknown";
  return members.length > 1 ? `${plural(members.length, "substation")}, ${load}` : "";
}
