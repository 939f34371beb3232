// Small helpers. External values are added to the page as text, never as markup.

export const byId = id => document.getElementById(id);

/** Makes an element with attributes (class, aria-label, …) and children, which may be texts. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Writes a text if it differs: an unchanged one costs no layout. */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Sets or removes an attribute if its value differs. */
export function mark(element, name, value) {
  if (value == null) element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
}

const known = new WeakMap();

/** Shows one child for each item. Children stay the same elements, so that focus and scrolling stay too. */
export function showEach(list, items, keyOf, create, update) {
  const former = known.get(list) ?? new Map();
  const present = new Map();
  let place = list.firstChild;
  for (const item of items) {
    let key = keyOf(item);
    while (present.has(key)) key += " again";
    const child = former.get(key) ?? create(item);
    former.delete(key);
    present.set(key, child);
    update(child, item);
    if (child === place) place = place.nextSibling;
    else list.insertBefore(child, place);
  }
  for (const gone of former.values()) gone.remove();
  known.set(list, present);
}

/**
 * Shows the items in rows that stay where they are: the first row always shows the first item. For lists whose newest item comes
 * first, where an inserted row would move all others.
 */
export function showSlots(list, items, create, update) {
  while (list.children.length > items.length) list.lastChild.remove();
  items.forEach((item, index) => update(list.children[index] ?? list.appendChild(create()), item));
}

const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });

export const count = number => whole.format(number);
export const kilowatts = number => `${tenths.format(number)} kW`;
export const plural = (number, one, many = `${one}s`) => `${count(number)} ${number === 1 ? one : many}`;
export const share = (used, limit) => `${tenths.format(used)} of ${kilowatts(limit)}`;
export const percent = share => `${tenths.format(100 * share)} %`;

export function span(seconds) {
  if (seconds < 1) return "now";
  if (seconds < 90) return `${count(seconds)} s`;
  if (seconds < 5400) return `${count(seconds / 60)} min`;
  return `${count(seconds / 3600)} h`;
}

/** How long ago a moment was. */
export const age = (moment, now) => {
  const seconds = Math.max(0, (now - moment) / 1000);
  return seconds < 1 ? "1 s" : span(seconds);
};

const natural = new Intl.Collator(undefined, { numeric: true });

/** Orders names so that node2 comes before node10. */
export const inOrder = natural.compare;

export const clockTime = moment => new Date(moment).toLocaleTimeString(undefined, { hour12: false });
