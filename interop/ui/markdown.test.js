import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse, plain } from '../../emulator/ui/static/markdown.js';

// short writes a tree in a line: type(children) or type:text.
function short(nodes) {
  return nodes.map((node) => {
    switch (node.type) {
      case 'text': return JSON.stringify(node.text);
      case 'list': return `${node.ordered ? `ol${node.start}` : 'ul'}[${node.items.map(short).join(' | ')}]`;
      case 'heading': return `h${node.level}(${short(node.children)})`;
      case 'link': return `link<${node.url}>(${short(node.children)})`;
      case 'codeblock': return `block<${node.language}>:${JSON.stringify(node.text)}`;
      case 'time': return `time:${node.seconds}${node.style}`;
      case 'command': return `command:${node.name}:${node.id}`;
      case 'emoji': return `emoji:${node.animated ? 'a' : ''}${node.name}:${node.id}`;
      case 'user': case 'role': case 'channel': return `${node.type}:${node.id}`;
      default: return node.children ? `${node.type}(${short(node.children)})` : `${node.type}:${JSON.stringify(node.text ?? node.name)}`;
    }
  }).join(' ');
}

const cases = {
  'nothing': ['', ''],
  'words': ['hello there', '"hello there"'],
  'bold, italic, underline, strike, spoiler': ['**b** *i* _i_ __u__ ~~s~~ ||x||',
    'bold("b") " " italic("i") " " italic("i") " " underline("u") " " strike("s") " " spoiler("x")'],
  'nested styles': ['**a *b* __c__**', 'bold("a " italic("b") " " underline("c"))'],
  'bold and italic at once': ['***x***', 'bold(italic("x"))'],
  'snake case is not italic': ['snake_case_name', '"snake_case_name"'],
  'unclosed marks are text': ['**a *b ~~c ||d `e', '"**a *b ~~c ||d `e"'],
  'an escaped mark is text': ['\\*a\\* \\<@1>', '"*a* <@1>"'],
  'code keeps its marks': ['`**a**` ``b`c``', 'code:"**a**" " " code:"b`c"'],
  'a code block and its language': ['a\n```go\nx := 1\n\ty()\n```\nb', '"a\\n" block<go>:"x := 1\\n\\ty()" "b"'],
  'a code block without a language': ['```\nplain\n```', 'block<>:"plain"'],
  'one word in a fence is code, not a language': ['```word```', 'block<>:"word"'],
  'a quote': ['> a **b**\n> c\nd', 'quote("a " bold("b") "\\nc") "d"'],
  'a quote to the end': ['a\n>>> b\nc', '"a\\n" quote("b\\nc")'],
  'no quote in the middle of a line': ['a > b', '"a > b"'],
  'headings': ['# A\n### B\n#### C\n#no', 'h1("A") h3("B") "#### C\\n#no"'],
  'small print': ['-# a\nb', 'subtext("a") "b"'],
  'a nested list': ['- a\n  - b\n- c', 'ul["a" ul["b"] | "c"]'],
  'a numbered list keeps its start': ['3. a\n4. **b**', 'ol3["a" | bold("b")]'],
  'a list of another kind is another list': ['- a\n1. b\nend', 'ul["a"] ol1["b"] "end"'],
  'links': ['see https://example.com/a_(b). <https://x.test/?q=1>',
    '"see " link<https://example.com/a_(b)>("https://example.com/a_(b)") ". " link<https://x.test/?q=1>("https://x.test/?q=1")'],
  'a link in brackets': ['(https://example.com/a)', '"(" link<https://example.com/a>("https://example.com/a") ")"'],
  'a masked link': ['[the **docs**](https://example.com)', 'link<https://example.com>("the " bold("docs"))'],
  'a masked link to a script stays text': ['[x](javascript:alert(1))', '"[x](javascript:alert(1))"'],
  'mentions': ['<@1> <@!2> <@&3> <#4> @everyone', 'user:1 " " user:2 " " role:3 " " channel:4 " " everyone:"@everyone"'],
  'commands, emoji, times, places': ['</echo:1> </a b c:2> <:x:3> <a:y_1:4> <t:5> <t:-6:R> <id:browse>',
    'command:echo:1 " " command:a b c:2 " " emoji:x:3 " " emoji:ay_1:4 " " time:5f " " time:-6R " " place:"browse"'],
  'markup of the web is text': ['<b>x</b><script>1</script>', '"<b>x</b><script>1</script>"'],
};

for (const [name, [text, want]] of Object.entries(cases)) {
  test(`parse: ${name}`, () => assert.equal(short(parse(text)).replaceAll('undefined', ''), want));
}

test('plain leaves the words', () => {
  const tree = parse('# Title\n- **one**\n- <@7>\n`x`');
  assert.equal(plain(tree, (node) => `@${node.id}`).replace(/\s+/g, ' '), 'Title one @7 x');
});

test('no text takes long or nests without end', () => {
  const started = performance.now();
  for (const piece of ['*', '_', '**a', '> ', '>>> ', '[', '||', '`', '- ', '~~', '<@', '*_', '__*', '((', 'https://', '\\']) {
    const tree = parse(piece.repeat(Math.floor(4000 / piece.length)));
    assert.ok(depth(tree) <= 30, `${JSON.stringify(piece)} nests ${depth(tree)} levels`);
  }
  assert.ok(performance.now() - started < 5000, 'parsing took too long');
});

function depth(nodes) {
  const below = nodes.flatMap((node) => [node.children ?? [], ...(node.items ?? [])]);
  return nodes.length ? 1 + Math.max(0, ...below.map(depth)) : 0;
}
