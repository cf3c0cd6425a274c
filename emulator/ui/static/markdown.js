// Discord's markdown as a tree. parse never fails: what is not markdown is
// text. The module touches no DOM; markdownview.js draws the tree.
//
// Nodes: {type: 'text', text}; with children: bold, italic, underline, strike,
// spoiler, quote, heading (level), subtext, link (url); code (text), codeblock
// (language, text), list (ordered, start, items: [[nodes]]); mentions: user,
// role, channel (id), everyone (text), command (name, id), place (name); emoji
// (name, id, animated); time (seconds, style).
//
// Formats: https://docs.discord.com/developers/reference#message-formatting

// deepest is where nesting stops being read; deeper markup stays text.
const deepest = 10;

// parse reads the text of a message.
export function parse(text) {
  return parseInline(String(text ?? ''), { depth: 0, quote: false, lineStart: true });
}

// plain returns the words of a tree without its formatting; name tells what to
// call a node that stands for something else.
export function plain(nodes, name = () => '') {
  return nodes.map((node) => {
    if (node.type === 'list') return `\n${node.items.map((item) => plain(item, name)).join('\n')}\n`;
    const words = node.children ? plain(node.children, name) : node.text ?? name(node);
    return blocks.has(node.type) ? `${words}\n` : words;
  }).join('');
}

const blocks = new Set(['quote', 'heading', 'subtext', 'codeblock']);

function parseInline(text, context) {
  const nodes = [];
  let words = '';
  const flush = () => {
    if (words) nodes.push({ type: 'text', text: words });
    words = '';
  };
  for (let at = 0; at < text.length;) {
    const found = context.depth < deepest ? firstRule(text, at, context) : null;
    if (!found) {
      words += text[at++];
      continue;
    }
    if (found.text !== undefined) {
      words += found.text;
    } else {
      flush();
      nodes.push(found.node);
    }
    at = found.end;
  }
  flush();
  return nodes;
}

function firstRule(text, at, context) {
  const lineStart = at === 0 ? context.lineStart : text[at - 1] === '\n';
  for (const rule of rulesByStart.get(text[at]) ?? []) {
    if (rule.block && !lineStart) continue;
    rule.pattern.lastIndex = at;
    const match = rule.pattern.exec(text);
    if (!match) continue;
    const result = rule.read(match, context);
    if (!result) continue;
    const end = at + (result.length ?? match[0].length);
    return result.text === undefined ? { node: result.node, end } : { text: result.text, end };
  }
  return null;
}

// inner reads what stands inside a node.
function inner(text, context, changes = {}) {
  return parseInline(text, { depth: context.depth + 1, quote: context.quote, lineStart: false, ...changes });
}

// wrap makes a rule whose first group is the content of a node.
function wrap(start, type, pattern) {
  return { start, pattern, read: (m, context) => ({ node: { type, children: inner(m[1], context) } }) };
}

// value makes a rule for a node without content.
function value(start, pattern, make) {
  return { start, pattern, read: (m) => ({ node: make(m) }) };
}

function readQuote(match, context) {
  if (context.quote) return null;
  const whole = match[1] !== undefined;
  const body = whole ? match[1] : match[0].replace(/^> ?/gm, '').replace(/\n$/, '');
  return { node: { type: 'quote', children: inner(body, context, { quote: true, lineStart: true }) } };
}

function readURL(match) {
  let url = match[0];
  // A closing bracket belongs to the sentence unless the URL opened it.
  while (url.endsWith(')') && url.split(')').length > url.split('(').length) url = url.slice(0, -1);
  return { node: { type: 'link', url, children: [{ type: 'text', text: url }] }, length: url.length };
}

function readMaskedLink(match, context) {
  if (context.link) return null;
  return { node: { type: 'link', url: match[2], children: inner(match[1], context, { link: true }) } };
}

const listLine = /^( *)([-*]|\d{1,9}\.) +([^\n]*)$/;

function readList(match, context) {
  const lines = sameList(match[0].split('\n').filter(Boolean).map((line) => listLine.exec(line)));
  const root = newList(lines[0]);
  const open = [{ indent: lines[0][1].length, list: root }];
  for (const line of lines) {
    const indent = line[1].length;
    while (open.length > 1 && indent < open.at(-1).indent) open.pop();
    if (indent > open.at(-1).indent + 1 && open.at(-1).list.items.length && open.length < deepest) {
      const nested = newList(line);
      open.at(-1).list.items.at(-1).push(nested);
      open.push({ indent, list: nested });
    }
    open.at(-1).list.items.push(inner(line[3], context));
  }
  return { node: root, length: lines.reduce((n, line) => n + line[0].length + 1, 0) };
}

// sameList returns the first lines up to one that begins a list of the other
// kind at the outer level.
function sameList(lines) {
  const [outer, ordered] = [lines[0][1].length, isOrdered(lines[0])];
  const end = lines.findIndex((line) => line[1].length <= outer && isOrdered(line) !== ordered);
  return end < 0 ? lines : lines.slice(0, end);
}

function isOrdered(line) {
  return /\d/.test(line[2]);
}

function newList(line) {
  const ordered = isOrdered(line);
  return { type: 'list', ordered, start: ordered ? Number.parseInt(line[2], 10) : 1, items: [] };
}

// The order decides where two rules could read the same characters.
const rules = [
  { start: '\\', pattern: /\\([^0-9A-Za-z\s])/y, read: (m) => ({ text: m[1] }) },
  value('`', /```(?:([a-z0-9_+\-.#]+?)\n)?\n*([^\n][^]*?)\n*```\n?/iy, (m) => ({ type: 'codeblock', language: m[1] ?? '', text: m[2] })),
  value('`', /(`+)([^]*?[^`])\1(?!`)/y, (m) => ({ type: 'code', text: m[2] })),
  {
    start: '#', block: true, pattern: /(#{1,3}) +([^\n]+)(?:\n|$)/y,
    read: (m, context) => ({ node: { type: 'heading', level: m[1].length, children: inner(m[2], context) } }),
  },
  { start: '-', block: true, pattern: /-# +([^\n]+)(?:\n|$)/y, read: (m, context) => ({ node: { type: 'subtext', children: inner(m[1], context) } }) },
  { start: '>', block: true, pattern: />>> ([^]*)|(?:> [^\n]*(?:\n|$))+/y, read: readQuote },
  { start: '-* 0123456789', block: true, pattern: /(?: *(?:[-*]|\d{1,9}\.) +[^\n]*(?:\n|$))+/y, read: readList },
  value('<', /<(https?:\/\/[^\s<>]+)>/y, (m) => ({ type: 'link', url: m[1], children: [{ type: 'text', text: m[1] }] })),
  value('<', /<@!?(\d{1,20})>/y, (m) => ({ type: 'user', id: m[1] })),
  value('<', /<@&(\d{1,20})>/y, (m) => ({ type: 'role', id: m[1] })),
  value('<', /<#(\d{1,20})>/y, (m) => ({ type: 'channel', id: m[1] })),
  value('<', /<\/([^\s:<>][^:<>\n]{0,98}):(\d{1,20})>/y, (m) => ({ type: 'command', name: m[1], id: m[2] })),
  value('<', /<(a?):(\w{1,32}):(\d{1,20})>/y, (m) => ({ type: 'emoji', name: m[2], id: m[3], animated: m[1] === 'a' })),
  value('<', /<t:(-?\d{1,13})(?::([tTdDfFRsS]))?>/y, (m) => ({ type: 'time', seconds: Number(m[1]), style: m[2] ?? 'f' })),
  value('<', /<id:(customize|browse|guide|linked-roles)(?::\d{1,20})?>/y, (m) => ({ type: 'place', name: m[1] })),
  value('@', /@(?:everyone|here)\b/y, (m) => ({ type: 'everyone', text: m[0] })),
  { start: 'h', pattern: /https?:\/\/[^\s<]+[^<.,:;"'\]\s]/y, read: readURL },
  { start: '[', pattern: /\[((?:\\[^]|[^\][\\\n])+)\]\(\s*<?(https?:\/\/[^\s<>()]+(?:\([^\s<>()]*\)[^\s<>()]*)*)>?(?:\s+"[^"\n]*")?\s*\)/y, read: readMaskedLink },
  wrap('*', 'bold', /\*\*((?:\\[^]|[^\\])+?)\*\*(?!\*)/y),
  wrap('_', 'underline', /__((?:\\[^]|[^\\])+?)__(?!_)/y),
  wrap('*', 'italic', /\*(?=\S)((?:\*\*|\\[^]|\s+(?:\\[^]|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)/y),
  wrap('_', 'italic', /\b_((?:__|\\[^]|[^\\_])+?)_(?!\w)/y),
  wrap('~', 'strike', /~~([^]+?)~~/y),
  wrap('|', 'spoiler', /\|\|([^]+?)\|\|/y),
];

const rulesByStart = new Map();
for (const rule of rules) {
  for (const character of rule.start) {
    rulesByStart.set(character, [...(rulesByStart.get(character) ?? []), rule]);
  }
}
