// A substation: one row with its load and its condition, and below it, on demand, what ends next and how its limit changes.
import { age, clockTime, kilowatts, make, mark, plural, share, showEach, span, write } from "./dom.js";

// The strip of sessions that end next shows one of these, in seconds: the shortest that has room for all.
const horizons = [15, 60, 300, 1800, 7200, 43200];

/** The most important condition. */
export function conditionOf({ substation, full }) {
  if (substation.state === "unreachable") return "unreachable";
  if (substation.current_load > substation.limit) return "over";
  if (full) return "full";
  if (substation.state === "draining") return "draining";
  return substation.limit < substation.max_capacity ? "curtailed" : "free";
}

/** Whether the filter shows it. */
export const needsAttention = condition => condition === "unreachable" || condition === "over" || condition === "full";

export function createRow({ substation: { substation_id: id } }) {
  const bar = make("span", { class: "bar", "aria-hidden": "true" },
    ...["cut", "load", "excess", "limit"].map(part => make("span", { class: part })));
  const details = make("details", {},
    make("summary", {},
      make("strong", { class: "name", title: id }, id), bar, make("span", { class: "figures" }), make("span", { class: "condition" })),
    make("div", { class: "about" },
      make("p", { class: "line limits" }),
      make("div", { class: "ends", "aria-hidden": "true" }, make("div"), make("span", { class: "soft" })),
      make("p", { class: "line soft next" })));
  // Once a person has opened or closed it, it stays so.
  details.firstChild.addEventListener("click", () => { details.dataset.chosen = "true"; });
  return make("li", { class: "substation", "data-substation": id }, details);
}

export function updateRow(row, item, now, isOpen) {
  const { substation, ends, limits } = item;
  const details = row.firstChild;
  const [summary, about] = details.children;
  const [, bar, figures, state] = summary.children;
  const [limitLine, strip, next] = about.children;
  const condition = conditionOf(item);
  const isKnown = condition !== "unreachable";
  mark(row, "data-condition", condition);
  if (!details.dataset.chosen && details.open !== isOpen) details.open = isOpen;
  write(figures, isKnown ? share(substation.current_load, substation.limit) : `unknown, ${age(item.reported_at, now)}`);
  write(state, conditionText(condition, substation));
  showBar(bar, substation, isKnown);
  write(limitLine, limitText(item, limits, now, condition));
  showEnds(strip, isKnown ? ends : [], substation, now);
  write(next, isKnown ? sessionsText(ends, substation, now) : "");
}

function conditionText(condition, substation) {
  switch (condition) {
    case "unreachable": return "✕ unreachable";
    case "over": return "▲ over limit";
    case "full": return "■ full";
    case "draining": return "draining";
    case "curtailed": return "curtailed";
    default: return `${kilowatts(substation.available_capacity)} free`;
  }
}

function showBar(bar, substation, isKnown) {
  const scale = Math.max(substation.max_capacity, substation.limit, substation.current_load, 0.001);
  const width = kw => `${100 * kw / scale}%`;
  const known = isKnown ? substation.current_load : 0;
  const [cut, load, excess, limit] = bar.children;
  load.style.width = width(Math.min(known, substation.limit));
  excess.style.width = width(Math.max(0, known - substation.limit));
  excess.style.left = cut.style.left = limit.style.left = width(substation.limit);
}

function limitText({ substation, reported_at: reportedAt }, limits, now, condition) {
  if (condition === "unreachable")
    return `Last report at ${clockTime(reportedAt)}: ${share(substation.current_load, substation.limit)}, `
      + `${plural(substation.active_sessions, "session")}.`;
  const parts = [];
  if (substation.state === "draining") parts.push("Draining: accepts no new sessions.");
  parts.push(substation.limit < substation.max_capacity
    ? `Curtailed to ${kilowatts(substation.limit)} of ${kilowatts(substation.max_capacity)}${holderText(substation.limited_by)}.`
    : `Rated ${kilowatts(substation.max_capacity)}, not curtailed.`);
  if (condition === "over") parts.push("Over its limit until sessions end.");
  const step = limits.find(({ at }) => at > now);
  if (step) parts.push(`${step.kw > substation.limit ? "Back to" : "Down to"} ${kilowatts(step.kw)} in ${span((step.at - now) / 1000)}.`);
  return parts.join(" ");
}

function holderText(holder) {
  if (!holder) return "";
  const name = holder.name ? `“${holder.name}”` : `event ${holder.event_id}`;
  return ` by ${name}, ${holder.end ? `until ${clockTime(holder.end)}` : "without an end"}`;
}

// A time line with a mark where a session ends; the height of the mark is the power that becomes free.
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

function sessionsText(ends, substation, now) {
  if (substation.active_sessions === 0) return "No active sessions.";
  const running = plural(substation.active_sessions, "active session");
  const next = ends[0];
  if (!next) return `${running}.`;
  const seconds = (next.at - now) / 1000;
  return `${running}; next to end: ${kilowatts(next.kw)} ${seconds < 1 ? "now" : `in ${span(seconds)}`}`;
}
