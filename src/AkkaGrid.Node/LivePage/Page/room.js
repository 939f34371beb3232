// An empty list takes no room. A list that has had entries keeps its greatest height, so that the elements below it
// move at most once. It gives the room back when a person acts on it, while the page is hidden, and when the width of
// the window changes.

const taken = new Map();
let width = innerWidth;

const observer = new ResizeObserver(entries => entries.forEach(({ target }) => keep(target)));

/** Makes a list keep its room. */
export function keepRoom(list) {
  if (taken.has(list)) return;
  taken.set(list, 0);
  observer.observe(list);
  list.addEventListener("click", () => giveBackRoom(list));
}

/** Lets a list take no more room than it needs now. */
export function giveBackRoom(list) {
  taken.set(list, 0);
  list.style.minHeight = "";
  requestAnimationFrame(() => keep(list));
}

function keep(list) {
  const height = list.offsetHeight;
  if (height <= taken.get(list)) return;
  taken.set(list, height);
  list.style.minHeight = `${height}px`;
}

const giveBackAll = () => [...taken.keys()].forEach(giveBackRoom);

document.addEventListener("visibilitychange", () => {
  if (document.hidden) giveBackAll();
});
addEventListener("resize", () => {
  if (innerWidth === width) return;
  width = innerWidth;
  giveBackAll();
});
