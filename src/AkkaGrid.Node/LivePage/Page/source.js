// The stream of a node, GET /live/events, opened again for as long as somebody looks.

const topics = ["hello", "beat", "cluster", "substations", "service", "replicas", "updates"];
const silentAfter = 12_000;
const longestPause = 8_000;

/**
 * Listens to the node.
 * @param onEvent is told the topic and the data of each event
 * @param onState is told "live", or "broken" with the moment since when nothing came
 * @returns what ends it
 */
export function open(onEvent, onState) {
  let source, watchdog, retry, pause = 500;
  let heardAt = Date.now();

  function connect() {
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
    close();
    onState("broken", heardAt);
    retry = setTimeout(connect, pause);
    pause = Math.min(2 * pause, longestPause);
  }

  function close() {
    clearTimeout(watchdog);
    clearTimeout(retry);
    source.close();
  }

  connect();
  return close;
}
