// Substations: load against limit and rating, what ends next, and how the limit changes.
import { byId, clockTime, kilowatts, make, mark, plural, showEach, span, write } from "./dom.js";

// The strip of what ends next shows one of these, in seconds: the shortest that has room for all.
const horizons = [15, 60, 300, 1800, 7200, 43200];

export function showSubstations({ items, more }, { now }) {
  byId("substations-none").hidden = items.length > 0;
  write(byId("substations-more"), more > 0 ? `and ${plural(more, "more substation")}` : "");
  showEach(byId("substations"), items, item => item.substation.substation_id, create, (card, item) => update(card, item, now()));
}

function create(item) {
  const id = item.substation.substation_id;
  const bar = make("div", { class: "bar", role: "meter", "aria-label": `Load of ${id}`, "aria-valuemin": 0 },
    make("span", { class: "cut" }), make("span", { class: "load" }), make("span", { class: "excess" }), make("span", { class: "limit" }));
  const card = make("li", { class: "card substation" },
    make("div", { class: "head" }, make("h3", {}, id), make("span", { class: "tag" })),
    make("p", { class: "line figures" }), bar,
    make("p", { class: "line limits" }),
    make("div", { class: "ends", "aria-hidden": "true" }, make("div"), make("span", { class: "soft" })),
    make("p", { class: "line soft next" }));
  return card;
}

function update(card, { substation, ends, limits }, now) {
  const [head, figures, bar, limitLine, strip, next] = card.children;
  const cut = substation.limit < substation.max_capacity;
  const over = substation.current_load > substation.limit;
  mark(card, "data-state", substation.state);
  write(head.lastChild, `${substation.state} · ${substation.node}`);
  write(figures, `${kilowatts(substation.current_load)} of ${kilowatts(substation.limit)} · ${plural(substation.active_sessions, "session")}`);
  showBar(bar, substation);
  write(limitLine, limitText(substation, limits, now, cut, over));
  limitLine.classList.toggle("bad", cut || substation.state !== "active");
  showEnds(strip, ends, substation, now);
  write(next, nextText(ends, substation, now));
}

function showBar(bar, substation) {
  const scale = Math.max(substation.max_capacity, substation.limit, substation.current_load, 0.001);
  const share = kw => `${100 * kw / scale}%`;
  const [cut, load, excess, limit] = bar.children;
  load.style.width = share(Math.min(substation.current_load, substation.limit));
  excess.style.width = share(Math.max(0, substation.current_load - substation.limit));
  excess.style.left = cut.style.left = limit.style.left = share(substation.limit);
  mark(bar, "aria-valuemax", substation.limit);
  mark(bar, "aria-valuenow", Math.min(substation.current_load, substation.limit));
  mark(bar, "aria-valuetext", `${substation.current_load} of ${substation.limit} kW, rated ${substation.max_capacity} kW`);
}

function limitText(substation, limits, now, cut, over) {
  if (substation.state === "unreachable") return "Not heard of for some seconds; what is shown is old.";
  const parts = [];
  if (substation.state === "draining") parts.push("Draining: takes no new sessions.");
  if (cut) parts.push(`Curtailed to ${kilowatts(substation.limit)} of ${kilowatts(substation.max_capacity)}${holderText(substation.limited_by)}.`);
  else if (substation.state === "active") parts.push("Limit is the rating.");
  if (over) parts.push("Over its limit until sessions end.");
  const step = limits.find(step => step.at > now);
  if (step) parts.push(`${step.kw > substation.limit ? "Back to" : "Down to"} ${kilowatts(step.kw)} in ${span((step.at - now) / 1000)}.`);
  return parts.join(" ");
}

function holderText(holder) {
  if (!holder) return "";
  return ` by ${holder.name ? `“${holder.name}”` : `event ${holder.event_id}`}, ${holder.end ? `until ${clockTime(holder.end)}` : "until it is ended"}`;
}

// A strip of the time to come, with a mark where power becomes free, as high as there is power.
function showEnds(strip, ends, substation, now) {
  const shown = ends.map((end, index) => ({ ...end, index, seconds: Math.max(0, (end.at - now) / 1000) }));
  const last = shown.at(-1)?.seconds ?? 0;
  const horizon = horizons.find(seconds => seconds >= last) ?? horizons.at(-1);
  write(strip.lastChild, span(horizon));
  showEach(strip.firstChild, shown, end => `${end.at}/${end.index}`, () => make("span"), (tick, end) => {
    tick.style.left = `${Math.min(99, 100 * end.seconds / horizon)}%`;
    tick.style.height = `${Math.max(15, Math.min(100, 100 * end.kw / substation.max_capacity))}%`;
  });
}

function nextText(ends, substation, now) {
  if (substation.active_sessions === 0) return "No session runs.";
  const next = ends[0];
  if (!next) return "Sessions run.";
  const seconds = (next.at - now) / 1000;
  return `Next to end: ${kilowatts(next.kw)}, ${seconds < 1 ? "now" : `in ${span(seconds)}`}`;
}
