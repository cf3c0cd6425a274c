import assert from 'node:assert/strict';
import { test } from 'node:test';
import { controlBase, failureText } from '../../emulator/ui/static/api.js';
import { Interactions } from '../../emulator/ui/static/interactions.js';
import { mentionsOf, withMentions } from '../../emulator/ui/static/mentions.js';
import { Store } from '../../emulator/ui/static/state.js';
import { compareIDs, snowflakeTime, timestamp } from '../../emulator/ui/static/time.js';

function loaded() {
  const store = new Store();
  store.load({
    user: { id: '1', username: 'ada', global_name: 'Ada' },
    bots: [{ user: { id: '2', username: 'bot', bot: true }, online: true }],
    guilds: [{
      id: '10', name: 'Workshop', applications: ['2'], channels: [{ id: '20', name: 'general', type: 0 }, { id: '21', name: 'other', type: 0 }], threads: [],
      roles: [{ id: '30', name: 'mods' }], members: [{ user: { id: '1', username: 'ada' }, nick: 'Countess' }],
    }],
    commands: [],
  });
  store.open('20');
  store.setMessages('20', [message('100', 'a'), message('102', 'c')]);
  return store;
}

const message = (id, content, more) => ({ id, channel_id: '20', author: { id: '2', username: 'bot' }, content, ...more });
const contents = (store) => store.messages.get('20').map((m) => m.content).join('');

test('messages stay in the order of their IDs', () => {
  const store = loaded();
  store.apply('MESSAGE_CREATE', message('103', 'd'));
  store.apply('MESSAGE_CREATE', message('101', 'b'));
  store.apply('MESSAGE_CREATE', message('103', 'd')); // again
  assert.equal(contents(store), 'abcd');
  assert.ok(compareIDs('99', '100') < 0);
});

test('an update keeps what it does not mention', () => {
  const store = loaded();
  store.apply('MESSAGE_UPDATE', { id: '100', channel_id: '20', content: 'A', edited_timestamp: 'now' });
  assert.deepEqual(store.message('20', '100'), { ...message('100', 'A'), edited_timestamp: 'now' });
});

test('deleted messages go', () => {
  const store = loaded();
  store.apply('MESSAGE_DELETE', { id: '100', channel_id: '20' });
  store.apply('MESSAGE_DELETE_BULK', { ids: ['102', '999'], channel_id: '20' });
  assert.equal(contents(store), '');
});

test('older messages come before the others until the beginning', () => {
  const store = loaded();
  store.setMessages('20', [message('98', 'y'), message('99', 'z')], { older: true, pageSize: 2 });
  assert.equal(contents(store), 'yzac');
  store.setMessages('20', [message('97', 'x')], { older: true, pageSize: 2 });
  assert.equal(contents(store), 'xyzac');
  assert.ok(store.complete.has('20'));
});

test('reactions are counted', () => {
  const store = loaded();
  const react = (name, user, emoji) => store.apply(`MESSAGE_REACTION_${name}`, { channel_id: '20', message_id: '100', user_id: user, emoji });
  const up = { id: null, name: '👍' };
  react('ADD', '1', up);
  react('ADD', '2', up);
  react('ADD', '2', { id: '5', name: 'x' });
  assert.deepEqual(store.message('20', '100').reactions.map((r) => [r.emoji.name, r.count]), [['👍', 2], ['x', 1]]);
  react('REMOVE', '1', up);
  react('REMOVE_EMOJI', undefined, { id: '5', name: 'renamed' });
  assert.deepEqual(store.message('20', '100').reactions.map((r) => [r.emoji.name, r.count]), [['👍', 1]]);
});

test('commands are those of the bots that are there, and named where there are several', () => {
  const store = loaded();
  const one = { id: '40', application_id: '2', name: 'one' };
  store.apply('COMMANDS_UPDATE', [one, { id: '41', application_id: '3', name: 'elsewhere' }]);
  assert.deepEqual(store.commands, [one]);
  assert.equal(store.botOf(one), null);
  store.load({
    user: { id: '1', username: 'ada' }, commands: [one],
    bots: [{ user: { id: '2', username: 'bot' }, online: true }, { user: { id: '3', username: 'twin' }, online: false }],
    guilds: [{ id: '10', name: 'Workshop', applications: ['2', '3'], channels: [{ id: '20', name: 'general', type: 0 }] }],
  });
  assert.equal(store.botOf(one), 'bot');
  store.apply('BOT_STATUS', { id: '3', online: true });
  assert.deepEqual(store.bots.map((b) => b.online), [true, true]);
});

test('a message elsewhere marks its channel as unread', () => {
  const store = loaded();
  store.apply('MESSAGE_CREATE', { ...message('200', 'x'), channel_id: '21' });
  assert.deepEqual([...store.unread], ['21']);
  store.open('21');
  assert.equal(store.unread.size, 0);
});

test('an event nobody handles asks for the state again', () => {
  assert.equal(loaded().apply('GUILD_ROLE_CREATE', {}), 'reload');
  assert.equal(loaded().apply('COMMANDS_UPDATE', {}), 'reload');
});

test('names that are written become mentions, but not in code', () => {
  const mentions = mentionsOf(loaded());
  assert.equal(withMentions('@ada, @Countess @mods #general', mentions), '<@1>, <@1> <@&30> <#20>');
  assert.equal(withMentions('`@ada` a@ada.test @adam <@1> ```\n#general```', mentions), '`@ada` a@ada.test @adam <@1> ```\n#general```');
});

test('an interaction waits until its answer, also one that comes early', async () => {
  const changes = [];
  const answers = [];
  const interactions = new Interactions({ changed: (e) => changes.push(e.state), answered: (e) => answers.push(e.id) });
  const entry = { kind: 'command', channelID: '20', label: '/echo' };
  await interactions.start(entry, Promise.resolve({ id: '7' }));
  assert.equal(interactions.list('20').length, 1);
  interactions.event({ id: '7', state: 'answered' });
  assert.equal(interactions.list('20').length, 0);

  let reply;
  const started = interactions.start(entry, new Promise((resolve) => { reply = resolve; }));
  interactions.event({ id: '8', state: 'answered' });
  reply({ id: '8' });
  await started;
  assert.equal(interactions.list('20').length, 0);
  assert.deepEqual(answers, ['7', '8']);

  await interactions.start(entry, Promise.resolve({ id: '9' }));
  interactions.event({ id: '9', state: 'failed' });
  assert.deepEqual(interactions.list('20').map((e) => e.state), ['failed']);

  await assert.rejects(interactions.start(entry, Promise.reject(new Error('refused'))), /refused/);
  assert.equal(interactions.list('20').length, 1);
});

test('failures are told in words', () => {
  const errors = { embeds: { 0: { title: { _errors: [{ code: 'X', message: 'Too long.' }] } } } };
  assert.equal(failureText(400, { code: 50035, message: 'Invalid Form Body', errors }), 'Invalid Form Body: embeds[0].title: Too long.');
  assert.equal(failureText(400, { error: 'channel_id: missing' }), 'channel_id: missing');
  assert.equal(failureText(502, null), 'The server answered with status 502.');
});

test('the control API is asked under the name the page was opened with', () => {
  const location = { href: 'http://localhost:8080/#1', port: '8080', protocol: 'http:' };
  assert.equal(controlBase('http://127.0.0.1:8080/control/', location), '/control');
  assert.equal(controlBase(undefined, location), '/control');
});

test('timestamps read as Discord writes them', () => {
  const at = 1700000000;
  const write = (style, now = at * 1000) => timestamp(at, style, now, 'en-GB', 'UTC');
  assert.equal(write('t'), '22:13');
  assert.equal(write('D'), '14 November 2023');
  assert.equal(write('f'), '14 November 2023 at 22:13');
  assert.equal(write('R', (at + 7200) * 1000), '2 hours ago');
  assert.equal(write('R', (at - 86400) * 1000), 'tomorrow');
  assert.equal(timestamp(9e12, 'f'), 'an impossible date');
  assert.equal(snowflakeTime('175928847299117063'), 1462015105796);
});
