// The one stream that feeds the page: GET /live/events. It is opened again for as long as the page is open.

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

  function lost() {
    clearTimeout(watchdog);
    source.close();
    onState("broken", heardAt);
    clearTimeout(retry);
    retry = setTimeout(open, pause);
    pause = Math.min(2 * pause, longestPause);
  }

  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", event => event.persisted && lost());
  open();
}
