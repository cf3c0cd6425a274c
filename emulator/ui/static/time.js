// Times in words. Every function takes the present moment and the locale, so
// that tests need no clock.

// snowflakeTime returns when an ID was made, in milliseconds since 1970.
export function snowflakeTime(id) {
  return Number((BigInt(id) >> 22n) + 1420070400000n);
}

// compareIDs orders two IDs by age; IDs do not fit a JavaScript number.
export function compareIDs(a, b) {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

const styles = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
  s: { dateStyle: 'short', timeStyle: 'short' },
  S: { dateStyle: 'short', timeStyle: 'medium' },
};

// timestamp writes <t:seconds:style>; unknown styles read like the default f.
// https://docs.discord.com/developers/reference#message-formatting-timestamp-styles
export function timestamp(seconds, style, now = Date.now(), locale = undefined, timeZone = undefined) {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return 'an impossible date';
  if (style === 'R') return relative(seconds * 1000 - now, locale);
  return new Intl.DateTimeFormat(locale, { ...(styles[style] ?? styles.f), timeZone }).format(date);
}

const units = [
  ['year', 365 * 86400], ['month', 30 * 86400], ['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1],
];

function relative(milliseconds, locale) {
  const seconds = Math.round(milliseconds / 1000);
  const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size) ?? units.at(-1);
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(Math.trunc(seconds / size), unit);
}

// dayKey says which local day a moment falls on.
export function dayKey(milliseconds) {
  const d = new Date(milliseconds);
  return `${d.getFullYear()}-${d.getMonth()}-${d.getDate()}`;
}

// day writes the date that heads a day of messages.
export function day(milliseconds, now = Date.now(), locale = undefined) {
  if (dayKey(milliseconds) === dayKey(now)) return 'Today';
  if (dayKey(milliseconds) === dayKey(now - 86400000)) return 'Yesterday';
  return new Intl.DateTimeFormat(locale, { dateStyle: 'full' }).format(new Date(milliseconds));
}

// clock writes hours and minutes.
export function clock(milliseconds, locale = undefined) {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(new Date(milliseconds));
}
