// Updates on their way: a mark runs along the link on which the update arrived; at most as many as can be followed.
import { make } from "./dom.js";
import { trackOf } from "./replicas.js";
import { colourOf, letterOf, parse, short } from "./updates.js";

const maxOnTrack = 6;
const markWidth = 22;
const apart = 120;
const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** Shows updates on their way. */
export function travel(updates) {
  for (const update of updates) {
    const track = trackOf(update.from, update.to);
    const before = track?.querySelectorAll(".mark").length;
    if (before < maxOnTrack) run(track, update, before * apart);
  }
}

function run(track, { dot, outcome }, delay) {
  const { origin } = parse(dot);
  const mark = make("span", { class: `mark colour-${colourOf(origin)}`, "data-outcome": outcome, title: short(dot), "aria-hidden": "true" }, letterOf(origin));
  track.append(mark);
  // A held update stops before the text that says so.
  const end = Math.max(0, (outcome === "kept-away" ? track.firstChild.offsetLeft : track.clientWidth) - markWidth);
  const steps = calm.matches
    ? [{ transform: `translateX(${end}px)` }, { transform: `translateX(${end}px)`, opacity: 0 }]
    : [
      { transform: "translateX(0)", opacity: 1 },
      { transform: `translateX(${end}px)`, opacity: 1, offset: 0.8 },
      { transform: `translateX(${end}px)`, opacity: 0 },
    ];
  const way = mark.animate(steps, { delay, duration: outcome === "delivered" ? 1100 : 1900, easing: "ease-in-out", fill: "backwards" });
  way.finished.catch(() => {}).finally(() => mark.remove());
}
