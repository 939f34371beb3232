// The names of updates, and the keys that they change.

const maxKeys = 500;
const keys = new Map();

/** The parts of an update's name: its origin, its incarnation, its number there. */
export function parse(dot) {
  const [, origin, incarnation, sequence] = /^(.*)\.([0-9a-f]{16}):(\d+)$/.exec(dot) ?? [null, dot, "", "0"];
  return { origin, incarnation, sequence: Number(sequence) };
}

/** An update's name for display. */
export function short(dot) {
  const { origin, sequence } = parse(dot);
  return `${origin}:${sequence}`;
}

export function learn({ dot, key, keys: number }) {
  keys.delete(dot);
  keys.set(dot, key == null ? "a charging record" : number > 1 ? `“${key}” and ${number - 1} more` : `“${key}”`);
  if (keys.size > maxKeys) keys.delete(keys.keys().next().value);
}

/** An update with its key, if that is known. */
export function named(dot) {
  const key = keys.get(dot);
  return key ? `${key} (${short(dot)})` : short(dot);
}

/** The number of an origin's colour, the same on every page. */
export const colourOf = origin => [...origin].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 6;

/** A letter or number for each origin, so that colour is not the only sign. */
export const letterOf = origin => (/\d{1,2}$/.exec(origin) ?? [origin.slice(0, 1)])[0];
