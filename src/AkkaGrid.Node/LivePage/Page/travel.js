// Updates on their way: a mark runs along the link on which the update has come. Not more than can be followed.
import { make } from "./dom.js";
import { trackOf } from "./replicas.js";
import { colourOf, learn, letterOf, parse, short } from "./updates.js";

const mostOnTrack = 6;
const markWidth = 22;
const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** Lets updates travel. */
export function travel(updates) {
  for (const update of updates) {
    learn(update);
    const track = trackOf(update.from, update.to);
    if (track && track.querySelectorAll(".mark").length < mostOnTrack) run(track, update);
  }
}

function run(track, { dot, fate }) {
  const { origin } = parse(dot);
  const mark = make("span", { class: `mark colour-${colourOf(origin)}`, "data-fate": fate, title: short(dot), "aria-hidden": "true" }, letterOf(origin));
  track.append(mark);
  const way = track.clientWidth - markWidth;
  const end = fate === "kept-away" ? 0.55 * way : way;
  const steps = calm.matches
    ? [{ transform: `translateX(${end}px)` }, { transform: `translateX(${end}px)`, opacity: 0 }]
    : [
      { transform: "translateX(0)", opacity: 1 },
      { transform: `translateX(${end}px)`, opacity: 1, offset: 0.8 },
      { transform: `translateX(${end}px)`, opacity: 0 },
    ];
  const run = mark.animate(steps, { duration: fate === "delivered" ? 1100 : 1900, easing: "ease-in-out" });
  run.finished.catch(() => {}).finally(() => mark.remove());
}
