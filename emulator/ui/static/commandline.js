// Slash commands as text: which commands there are, which ones a person means,
// and what the options of a typed line like "/echo text:hello" are. No DOM.

// Option types of application commands.
// https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-type
export const optionTypes = {
  subcommand: 1, group: 2, string: 3, integer: 4, boolean: 5, user: 6, channel: 7, role: 8, mentionable: 9, number: 10, attachment: 11,
};

// leaves lists what can be run: a command without subcommands, or each of its
// subcommands. path holds the names of group and subcommand.
export function leaves(commands) {
  return commands.filter((c) => (c.type ?? 1) === 1).flatMap((command) => walk(command, command, []))
    .sort((a, b) => a.name.localeCompare(b.name));
}

function walk(command, node, path) {
  const options = node.options ?? [];
  const nested = options.filter((o) => o.type === optionTypes.subcommand || o.type === optionTypes.group);
  if (nested.length) return nested.flatMap((o) => walk(command, o, [...path, o]));
  const name = [command.name, ...path.map((o) => o.name)].join(' ');
  return [{ command, path, name, description: node.description ?? '', options }];
}

// find returns the leaves whose name fits what was typed after the slash, the
// closest ones first.
export function find(all, typed) {
  const wanted = typed.trim().toLowerCase();
  const rank = (leaf) => {
    const name = leaf.name.toLowerCase();
    if (name === wanted) return 0;
    if (name.startsWith(wanted)) return 1;
    if (name.includes(wanted)) return 2;
    return leaf.description.toLowerCase().includes(wanted) ? 3 : 4;
  };
  return all.map((leaf) => [rank(leaf), leaf]).filter(([r]) => r < 4)
    .sort((a, b) => a[0] - b[0]).map(([, leaf]) => leaf);
}

// named returns the leaf that a typed line starts with, and the rest of the
// line; null if the line names none completely.
export function named(all, line) {
  if (!line.startsWith('/')) return null;
  const typed = line.slice(1);
  const fits = (leaf) => typed === leaf.name || (typed.startsWith(leaf.name) && /\s/.test(typed[leaf.name.length]));
  const leaf = all.filter(fits).sort((a, b) => b.name.length - a.name.length)[0];
  return leaf ? { leaf, rest: typed.slice(leaf.name.length).trim() } : null;
}

// split cuts the rest of a line into raw texts by option. A value reaches to
// the next "name:" of an option of this command, so it may hold spaces and
// other colons.
export function split(leaf, rest) {
  const raw = new Map();
  const marks = [];
  for (const match of rest.matchAll(/(^|\s)([^\s:]+):/gu)) {
    const option = leaf.options.find((o) => o.name === match[2]);
    if (option && !marks.some((m) => m.option === option)) {
      marks.push({ option, from: match.index, to: match.index + match[0].length });
    }
  }
  marks.forEach((mark, i) => raw.set(mark.option.name, rest.slice(mark.to, marks[i + 1]?.from).trim()));
  return { raw, stray: rest.slice(0, marks[0]?.from).trim() };
}

// parseLine reads a typed command. The result holds the leaf, the raw text of
// each option, the values that are right, and errors as {option, message};
// null if the line names no command.
export function parseLine(all, line, lookup) {
  const start = named(all, line);
  if (!start) return null;
  const { raw, stray } = split(start.leaf, start.rest);
  const { values, errors } = readAll(start.leaf, raw, lookup);
  if (stray) errors.unshift({ option: null, message: strayMessage(start.leaf, stray) });
  return { leaf: start.leaf, raw, values, errors };
}

function strayMessage(leaf, stray) {
  if (!leaf.options.length) return `/${leaf.name} takes no options, so “${stray}” has no place.`;
  return `“${stray}” belongs to no option. Write ${leaf.options.map((o) => `${o.name}:…`).join(' ')}`;
}

// readAll checks the raw text of every option of a leaf.
export function readAll(leaf, raw, lookup) {
  const values = new Map();
  const errors = [];
  for (const option of leaf.options) {
    const text = raw.get(option.name) ?? '';
    if (text === '') {
      if (option.required) errors.push({ option: option.name, message: 'This option is required.' });
      continue;
    }
    const result = read(option, text, lookup);
    if (result.error) errors.push({ option: option.name, message: result.error });
    else values.set(option.name, result.value);
  }
  return { values, errors };
}

// read turns the text of one option into its value: {value} or {error}. lookup
// answers user(name), channel(name) and role(name) with an ID or undefined.
export function read(option, text, lookup) {
  if (option.choices?.length) return readChoice(option, text);
  switch (option.type) {
    case optionTypes.integer: return readNumber(option, text, /^[+-]?\d+$/, 'a whole number');
    case optionTypes.number: return readNumber(option, text, /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i, 'a number');
    case optionTypes.boolean: return readBoolean(text);
    case optionTypes.user: return readReference(text, /^<@!?(\d+)>$/, '@', lookup.user, 'nobody here is called');
    case optionTypes.channel: return readReference(text, /^<#(\d+)>$/, '#', lookup.channel, 'there is no channel');
    case optionTypes.role: return readReference(text, /^<@&(\d+)>$/, '@', lookup.role, 'there is no role');
    case optionTypes.mentionable:
      return readReference(text, /^<@[!&]?(\d+)>$/, '@', (name) => lookup.user(name) ?? lookup.role(name), 'there is no member or role');
    case optionTypes.attachment: return { error: 'Files cannot be sent from this page.' };
    default: return readString(option, text);
  }
}

function readChoice(option, text) {
  const wanted = text.toLowerCase();
  const choice = option.choices.find((c) => c.name === text) ?? option.choices.find((c) => String(c.value) === text)
    ?? option.choices.find((c) => c.name.toLowerCase() === wanted);
  if (choice) return { value: choice.value };
  return { error: `Choose one of ${option.choices.map((c) => c.name).join(', ')}.` };
}

function readString(option, text) {
  const { min_length: min, max_length: max } = option;
  const length = [...text].length;
  if (min !== undefined && length < min) return { error: `At least ${min} characters.` };
  if (max !== undefined && length > max) return { error: `At most ${max} characters.` };
  return { value: text };
}

function readNumber(option, text, shape, kind) {
  const value = Number(text);
  if (!shape.test(text) || !Number.isFinite(value)) return { error: `This must be ${kind}.` };
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) return { error: 'This number is too large.' };
  if (option.min_value !== undefined && value < option.min_value) return { error: `At least ${option.min_value}.` };
  if (option.max_value !== undefined && value > option.max_value) return { error: `At most ${option.max_value}.` };
  return { value };
}

function readBoolean(text) {
  const value = { true: true, yes: true, on: true, false: false, no: false, off: false }[text.toLowerCase()];
  return value === undefined ? { error: 'This must be true or false.' } : { value };
}

function readReference(text, mention, sign, byName, missing) {
  const id = mention.exec(text)?.[1] ?? /^\d{15,20}$/.exec(text)?.[0];
  if (id) return { value: id };
  const name = text.startsWith(sign) ? text.slice(1) : text;
  const found = byName(name);
  return found ? { value: found } : { error: `This does not fit: ${missing} “${name}”.` };
}

// toOptions builds the options of an interaction, with the subcommand's levels
// around the values.
export function toOptions(leaf, values) {
  const given = leaf.options.filter((o) => values.has(o.name))
    .map((o) => ({ type: o.type, name: o.name, value: values.get(o.name) }));
  return leaf.path.reduceRight((options, level) => [{ type: level.type, name: level.name, options }], given);
}

// toLine writes a leaf and its raw texts as a line that parseLine reads again.
export function toLine(leaf, raw) {
  const given = leaf.options.filter((o) => raw.get(o.name)).map((o) => ` ${o.name}:${raw.get(o.name)}`);
  return `/${leaf.name}${given.join('')}`;
}
