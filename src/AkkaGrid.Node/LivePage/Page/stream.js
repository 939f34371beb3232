// The stream of the page while it is visible: shared by all tabs of the browser, or the page's own where the browser
// has no SharedWorker.
import { open } from "./source.js";

/**
 * Listens to the node while the page is visible.
 * @param onEvent receives the topic and the data of each event
 * @param onState receives "live" or "broken", and the time of the last event
 */
export function listen(onEvent, onState) {
  let feed = "SharedWorker" in window ? shared(onEvent, onState, useOwn) : own(onEvent, onState);
  let looks = false;

  // A browser that cannot run the worker fails only when it tries.
  function useOwn() {
    feed = own(onEvent, onState);
    if (looks) feed.look();
  }

  function follow(isVisible) {
    if (isVisible === looks) return;
    looks = isVisible;
    if (looks) feed.look();
    else feed.leave();
  }

  document.addEventListener("visibilitychange", () => follow(!document.hidden));
  addEventListener("pagehide", () => follow(false));
  addEventListener("pageshow", () => follow(!document.hidden));
  follow(!document.hidden);
}

function shared(onEvent, onState, onFailure) {
  const worker = new SharedWorker("/assets/shared.js", { type: "module", name: "akkagrid-live" });
  const { port } = worker;
  worker.addEventListener("error", onFailure, { once: true });
  port.addEventListener("message", ({ data: { state, topic, data } }) => {
    if (state) onState(state.name, state.heardAt);
    else onEvent(topic, data);
  });
  port.start();
  return {
    look: () => port.postMessage({ looks: true }),
    leave: () => port.postMessage({ looks: false }),
  };
}

function own(onEvent, onState) {
  let close;
  return {
    look: () => { close = open(onEvent, onState); },
    leave: () => close(),
  };
}
