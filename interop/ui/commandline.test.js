import assert from 'node:assert/strict';
import { test } from 'node:test';
import { find, leaves, parseLine, toLine, toOptions } from '../../emulator/ui/static/commandline.js';

const string = (name, more) => ({ type: 3, name, description: `the ${name}`, ...more });
const commands = [
  { name: 'echo', description: 'Say it again', options: [string('text', { required: true, max_length: 40 }), string('tone', { choices: [{ name: 'Calm', value: 'c' }, { name: 'c', value: 'x' }] })] },
  { name: 'echoes', description: 'Another', options: [] },
  {
    name: 'config', description: 'Settings', options: [
      { type: 1, name: 'show', description: 'Show them' },
      { type: 2, name: 'set', description: '', options: [{ type: 1, name: 'prefix', description: 'Set the prefix', options: [string('value', { required: true })] }] },
    ],
  },
  {
    name: 'all', description: 'Every type', options: [
      { type: 4, name: 'int', min_value: 1, max_value: 10 }, { type: 10, name: 'num' }, { type: 5, name: 'bool' }, { type: 6, name: 'user' },
      { type: 7, name: 'channel' }, { type: 8, name: 'role' }, { type: 9, name: 'mentionable' }, { type: 11, name: 'file' },
    ],
  },
  { type: 3, name: 'Report message', description: '' },
];
const all = leaves(commands);
const lookup = {
  user: (name) => ({ ada: '1' })[name],
  channel: (name) => ({ general: '2' })[name],
  role: (name) => ({ mods: '3' })[name],
};

test('leaves are what can be run', () => {
  assert.deepEqual(all.map((l) => l.name), ['all', 'config set prefix', 'config show', 'echo', 'echoes']);
});

test('find puts the closest first', () => {
  assert.deepEqual(find(all, 'echo').map((l) => l.name), ['echo', 'echoes']);
  assert.deepEqual(find(all, 'CONF').map((l) => l.name), ['config set prefix', 'config show']);
  assert.deepEqual(find(all, 'prefix').map((l) => l.name), ['config set prefix']);
  assert.deepEqual(find(all, 'nothing like it'), []);
});

const good = {
  '/echo text:hello': [['text', 'hello']],
  '/echo text: hello wide world  tone:Calm': [['text', 'hello wide world'], ['tone', 'c']],
  '/echo tone:c text:a:b https://x.test:80': [['text', 'a:b https://x.test:80'], ['tone', 'x']],
  '/echo text:see text:twice': [['text', 'see text:twice']],
  '/config set prefix value:!': [['value', '!']],
  '/config show': [],
  '/all int:10 num:-2.5e3 bool:Yes': [['int', 10], ['num', -2500], ['bool', true]],
  '/all user:ada channel:#general role:@mods mentionable:mods': [['user', '1'], ['channel', '2'], ['role', '3'], ['mentionable', '3']],
  '/all user:<@!7> channel:<#8> role:<@&9> mentionable:175928847299117063': [['user', '7'], ['channel', '8'], ['role', '9'], ['mentionable', '175928847299117063']],
};
for (const [line, want] of Object.entries(good)) {
  test(`parseLine reads ${line}`, () => {
    const parsed = parseLine(all, line, lookup);
    assert.deepEqual(parsed.errors, []);
    assert.deepEqual([...parsed.values], want);
  });
}

const bad = {
  '/echo': ['text', 'This option is required.'],
  '/echo text:': ['text', 'This option is required.'],
  '/echo hello': [null, '“hello” belongs to no option. Write text:… tone:…'],
  '/echoes now': [null, '/echoes takes no options, so “now” has no place.'],
  '/echo text:12345678901234567890123456789012345678901': ['text', 'At most 40 characters.'],
  '/echo text:a tone:loud': ['tone', 'Choose one of Calm, c.'],
  '/all int:1.5': ['int', 'This must be a whole number.'],
  '/all int:11': ['int', 'At most 10.'],
  '/all num:0x10': ['num', 'This must be a number.'],
  '/all num:9007199254740993': ['num', 'This number is too large.'],
  '/all bool:maybe': ['bool', 'This must be true or false.'],
  '/all user:bob': ['user', 'This does not fit: nobody here is called “bob”.'],
  '/all file:x.png': ['file', 'Files cannot be sent from this page.'],
};
for (const [line, [option, message]] of Object.entries(bad)) {
  test(`parseLine refuses ${line}`, () => assert.deepEqual(parseLine(all, line, lookup).errors[0], { option, message }));
}

test('what names no command is text', () => {
  for (const line of ['hello', '/unknown', '/config', '/echotext:x', ' /echo text:x']) assert.equal(parseLine(all, line, lookup), null);
});

test('toOptions puts subcommands around the values', () => {
  const { leaf, values } = parseLine(all, '/config set prefix value:!', lookup);
  assert.deepEqual(toOptions(leaf, values), [
    { type: 2, name: 'set', options: [{ type: 1, name: 'prefix', options: [{ type: 3, name: 'value', value: '!' }] }] },
  ]);
});

test('toLine and parseLine are each other’s inverse', () => {
  const line = '/echo text:hello wide world tone:Calm';
  const { leaf, raw } = parseLine(all, line, lookup);
  assert.equal(toLine(leaf, raw), line);
});
