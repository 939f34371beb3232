// The stream of a node, GET /live/events, reopened until the caller closes it.

const topics = ["hello", "beat", "health", "cluster", "substations", "service", "replicas", "updates"];
const silentAfter = 12_000;
const maxPause = 8_000;

/**
 * Listens to the node.
 * @param onEvent receives the topic and the data of each event
 * @param onState receives "live" or "broken", and the time of the last event
 * @returns a function that closes the stream
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
    pause = Math.min(2 * pause, maxPause);
  }

  function close() {
    clearTimeout(watchdog);
    clearTimeout(retry);
    source.close();
  }

  connect();
  return close;
}
