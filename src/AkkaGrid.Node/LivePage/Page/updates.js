// The names of updates, and what is known of their keys.

const mostKeys = 500;
const keys = new Map();

/** An update's name in parts: its origin, its incarnation, its number there. */
export function parse(dot) {
  const [, origin, incarnation, sequence] = /^(.*)\.([0-9a-f]{16}):(\d+)$/.exec(dot) ?? [null, dot, "", "0"];
  return { origin, incarnation, sequence: Number(sequence) };
}

/** An update's name as people read it. */
export function short(dot) {
  const { origin, sequence } = parse(dot);
  return `${origin}:${sequence}`;
}

export function learn({ dot, key, keys: number }) {
  keys.delete(dot);
  keys.set(dot, key == null ? "a record of charging" : number > 1 ? `“${key}” and ${number - 1} more` : `“${key}”`);
  if (keys.size > mostKeys) keys.delete(keys.keys().next().value);
}

/** An update with its key, where that is known. */
export function named(dot) {
  const key = keys.get(dot);
  return key ? `${key} (${short(dot)})` : short(dot);
}

/** A number for each origin, which gives it its colour: the same on every page. */
export const colourOf = origin => [...origin].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 6;

/** A letter or number for each origin, so that colour alone need not tell. */
export const letterOf = origin => (/\d{1,2}$/.exec(origin) ?? [origin.slice(0, 1)])[0];
