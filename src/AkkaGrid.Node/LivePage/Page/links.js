// Links between the nodes' pages. Each node announces where browsers reach it; the page shows the links that this browser can use.
import { byId, inOrder, make, mark, showEach } from "./dom.js";

const maxShown = 12;

let here;
let pages = new Map();

/** Learns the addresses from the replicas' states, and shows the links to the pages of all nodes. */
export function showLinks({ items }, { node }) {
  here = node;
  pages = new Map(items.map(item => [item.replica, usable(item.url)]));
  const names = items.filter(item => item.here || pages.get(item.replica)).map(item => item.replica).sort(inOrder);
  byId("nodes").hidden = names.length < 2;
  showEach(byId("nodes"), names.slice(0, maxShown), name => name, () => make("span"), showPageLink);
}

/** Shows the name of a node: as a link to its page if that is known, and as the current page if it is this one. */
export function showPageLink(place, node) {
  const url = node === here ? undefined : pages.get(node);
  const former = place.firstElementChild;
  if (former?.dataset.node === node && (former.getAttribute("href") ?? undefined) === url) return;
  const name = make(url ? "a" : "span", { "data-node": node, ...(url && { href: url }) }, node);
  if (node === here) mark(name, "aria-current", "page");
  place.replaceChildren(name);
}

// A loopback address is right only in a browser that came by a loopback address itself. The scheme is checked because the
// address comes from another node.
function usable(address) {
  const url = URL.parse(address ?? "");
  if (!url || (url.protocol !== "http:" && url.protocol !== "https:")) return undefined;
  return !isLoopback(url.hostname) || isLoopback(location.hostname) ? url.href : undefined;
}

const isLoopback = host => host === "localhost" || host === "[::1]" || host.startsWith("127.");
