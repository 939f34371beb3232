// The one stream that feeds the page: GET /live/events. It is opened again for as long as the page can be seen. A browser opens six
// connections to a host at most, for all its tabs together: a page that is hidden holds none.

const topics = ["hello", "beat", "cluster", "substations", "service", "replicas", "updates"];
const silentAfter = 12_000;
const longestPause = 8_000;

/**
 * Listens to the node.
 * @param onEvent is told the topic and the data of each event
 * @param onState is told "live", or "broken" with the moment since when nothing came
 */
export function listen(onEvent, onState) {
  let source, watchdog, retry, pause = 500;
  let heardAt = Date.now();

  function open() {
    close();
    source = new EventSource("/live/events");
    for (const topic of topics)
      source.addEventListener(topic, event => heard(topic, JSON.parse(event.data)));
    source.addEventListener("error", lost);
    expect();
  }

  function heard(topic, data) {
    heardAt = Date.now();
    pause = 500;
    expect();
    onState("live", heardAt);
    onEvent(topic, data);
  }

  function expect() {
    clearTimeout(watchdog);
    watchdog = setTimeout(lost, silentAfter);
  }

  function close() {
    source?.close();
    clearTimeout(watchdog);
    clearTimeout(retry);
  }

  function lost() {
    close();
    onState("broken", heardAt);
    retry = setTimeout(open, pause);
    pause = Math.min(2 * pause, longestPause);
  }

  function follow() {
    if (document.hidden) close();
    else open();
  }

  document.addEventListener("visibilitychange", follow);
  addEventListener("pagehide", close);
  addEventListener("pageshow", event => event.persisted && follow());
  follow();
}
