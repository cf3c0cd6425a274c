// The page of the local Discord: this module joins the parts. The store knows,
// the API asks, the views draw; a person's actions go to the server, and what
// the server did comes back as events.

import { API, Failure } from './api.js';
import { Composer } from './composer.js';
import { fill, h } from './dom.js';
import { FaultPanel } from './faultpanel.js';
import { icon } from './icons.js';
import { Interactions } from './interactions.js';
import { MessageList } from './messages.js';
import { openModal } from './modal.js';
import { drawSidebar, markOf } from './sidebar.js';
import { Store, canHoldMessages, threadTypes } from './state.js';
import { toast } from './toast.js';

const element = (id) => document.getElementById(id);
const api = new API(new URLSearchParams(location.search).get('user_id'));
const store = new Store();
const interactions = new Interactions({ changed: interactionChanged, answered });

// page is what the views may use.
const page = {
  store,
  interactions,
  openChannel,
  channelTitle,
  loadOlder,
  say,
  run,
  use,
  press,
  attempt,
  jump(id) {
    if (!list.jump(id)) toast('That message is further up than what is loaded.', 'note');
  },
};

const list = new MessageList(element('messages'), element('newer'), page);
const composer = new Composer(element('composer'), page);
const faults = new FaultPanel(element('faults'), element('faults-button'), api, page);

// The type of the interaction response that opens a modal.
const modalResponse = 9;

// Events wait in held while an answer is under way that they would mix with.
let held = null;

function channelTitle(id) {
  const channel = store.channels.get(id);
  if (!channel) return 'this channel';
  return threadTypes.has(channel.type) ? `the thread ${channel.name}` : `#${channel.name}`;
}

// attempt runs an action of the person; a failure becomes a notice. It returns
// whether the action worked.
async function attempt(what, action) {
  try {
    await action();
    return true;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    toast(`${what} ${error.message}`);
    return false;
  }
}

function say(channelID, content) {
  return attempt('The message was not sent.', async () => {
    store.upsert(await api.act('user-message', { channel_id: channelID, content, user_id: store.self?.id }));
  });
}

function run(leaf, options) {
  command(leaf.command, `/${leaf.name}`, { options });
}

// use runs a command of a menu on a message or a person.
function use(menuCommand, target) {
  command(menuCommand, menuCommand.name, { target_id: target });
}

function command({ name, application_id: applicationID }, label, more) {
  const channelID = store.current;
  const request = { channel_id: channelID, guild_id: store.channels.get(channelID)?.guild_id, user_id: store.self?.id, command: name, application_id: applicationID, ...more };
  list.toEnd();
  attempt('The command was not sent.', () => interactions.start({ kind: 'command', channelID, label, applicationID }, api.act('interaction', request)));
}

function press(message, { customID, values }) {
  const before = interactions.of(message.id);
  if (before?.state === 'failed') interactions.dismiss(before.key);
  else if (before?.customID === customID) return; // the first press is still on its way
  const entry = { kind: 'component', channelID: message.channel_id, messageID: message.id, customID };
  const request = { message_id: message.id, custom_id: customID, user_id: store.self?.id, values };
  attempt('The press was not sent.', () => interactions.start(entry, api.act('component', request)));
}

// answered looks whether a bot answered an interaction with a modal; all other
// answers are messages, or changes of some.
async function answered({ id, message }) {
  if (message) return;
  await attempt('The answer of the bot was not loaded.', async () => {
    const { response } = await api.interaction(id);
    if (response?.type !== modalResponse) return;
    const submit = (answer) => attempt('The form was not sent.', () => api.act('modal', { interaction_id: id, user_id: store.self?.id, ...answer }));
    openModal(response.data, page, store.features.modal ? submit : null);
  });
}

function interactionChanged(entry) {
  if (entry.channelID !== store.current) return;
  if (entry.kind === 'command') {
    list.waiting();
    return;
  }
  const message = store.message(entry.channelID, entry.messageID);
  if (!message) return;
  list.changed(message.id);
  list.busy(message);
}

// holding runs a request while events wait, so that they are applied on top of
// its answer and in their order.
async function holding(request) {
  const outermost = held === null;
  held ??= [];
  try {
    return await request();
  } finally {
    if (outermost) {
      const events = held;
      held = null;
      const counted = events.filter(([name]) => name.startsWith('MESSAGE_REACTION_'));
      for (const event of events) if (!counted.includes(event)) apply(...event);
      // Nobody can tell whether the answer already counts these; a new one does.
      if (counted.length && store.current) load(store.current);
    }
  }
}

async function load(channelID) {
  await attempt('The messages were not loaded.', () => holding(async () => {
    store.setMessages(channelID, await api.messages(channelID));
  }));
}

async function loadOlder(channelID, before) {
  await attempt('Older messages were not loaded.', () => holding(async () => {
    store.setMessages(channelID, await api.messages(channelID, before), { older: true });
  }));
}

async function openChannel(id) {
  closeSidebar();
  store.open(id);
  history.replaceState(null, '', `#${id}`);
  composer.opened(id, channelTitle(id));
  if (!globalThis.matchMedia('(pointer: coarse)').matches) composer.focus();
  if (!store.messages.has(id)) await load(id);
}

// firstChannel chooses where to begin: the address, the channel that was open,
// the world's first one, any to write in.
function firstChannel() {
  const wanted = [location.hash.slice(1), store.current, store.home].find((id) => store.channels.has(id));
  return wanted ?? [...store.channels.values()].find((c) => canHoldMessages(c) && c.type === 0)?.id ?? null;
}

// sync reads everything again, at the start and after each reconnect.
async function sync() {
  const ok = await attempt('The page could not be loaded.', () => holding(async () => {
    const state = await api.state();
    store.forget();
    interactions.clear();
    store.load(state);
  }));
  const id = ok ? firstChannel() : null;
  if (id && id !== store.current) await openChannel(id);
  else if (id) await load(id);
}

let reloading = null;

// reload reads the state again for events whose meaning only it can tell; many
// such events make one request.
function reload() {
  reloading ??= setTimeout(() => {
    reloading = null;
    attempt('The page could not be loaded.', () => holding(async () => store.load(await api.state())));
  }, 100);
}

function apply(name, data) {
  if (held) {
    held.push([name, data]);
    return;
  }
  if (name === 'INTERACTION') {
    if (data.message) store.upsert(data.message, { create: false });
    interactions.event(data);
    return;
  }
  if (name === 'REQUEST_FAILED') {
    faults.failed(data);
    return;
  }
  if (name === 'MESSAGE_CREATE') interactions.message(data);
  if (store.apply(name, data) === 'reload') reload();
}

function drawHeader() {
  const channel = store.channels.get(store.current);
  const guild = store.guilds.find((g) => g.id === channel?.guild_id);
  fill(element('channel-name'), channel && markOf(channel), h('span', { class: 'clip' }, channel?.name ?? 'No channel'));
  element('channel-topic').textContent = channel?.topic ?? '';
  document.title = [channel && `#${channel.name}`, guild?.name, 'Local Discord'].filter(Boolean).join(' – ');
  fill(element('bot-status'), store.bots.map(({ user, online }) => {
    const state = online ? 'online' : 'offline';
    return h('span', { class: 'bot' }, h('span', { class: `dot ${state}`, 'aria-hidden': 'true' }),
      h('span', { class: 'clip' }, store.userName(user.id)), h('span', { class: 'muted' }, state));
  }));
}

let typingEnds = null;

function drawTyping() {
  clearTimeout(typingEnds);
  const now = Date.now();
  const typers = [...store.typing.get(store.current) ?? []].filter(([, until]) => until > now);
  const names = typers.map(([id]) => store.userName(id) ?? 'Somebody');
  const verb = names.length === 1 ? 'is' : 'are';
  element('typing').textContent = names.length ? `${names.join(', ')} ${verb} typing…` : '';
  if (typers.length) typingEnds = setTimeout(drawTyping, Math.min(...typers.map(([, until]) => until)) - now + 50);
}

const sidebar = () => drawSidebar(element('sidebar'), page);

// draws says what to draw again after each kind of change.
const draws = {
  all: () => { sidebar(); drawHeader(); list.redraw(); faults.learn(); },
  channels: () => { sidebar(); drawHeader(); if (store.current && !store.channels.has(store.current)) leave(); },
  commands: () => list.redraw(),
  bot: drawHeader,
  open: () => { sidebar(); drawHeader(); drawTyping(); list.show(); },
  messages: () => list.redraw(),
  older: () => list.older(),
  new: (change) => list.added(change.id),
  message: (change) => list.changed(change.id),
  gone: () => list.redraw(),
  typing: drawTyping,
};

// leave goes to another channel when the open one was deleted.
function leave() {
  const id = firstChannel();
  if (id) openChannel(id);
}

store.listen((change) => {
  if (change.kind !== 'open' && change.channelID && change.channelID !== store.current) return;
  draws[change.kind](change);
});

const narrow = element('menu');
narrow.append(icon('menu'));

function closeSidebar() {
  document.body.classList.remove('sidebar-open');
  narrow.setAttribute('aria-expanded', 'false');
}

narrow.addEventListener('click', () => {
  const open = document.body.classList.toggle('sidebar-open');
  narrow.setAttribute('aria-expanded', String(open));
  if (open) element('sidebar').querySelector('[aria-current]')?.focus();
});
element('shade').addEventListener('click', () => {
  closeSidebar();
  faults.close();
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && document.body.classList.contains('sidebar-open')) {
    closeSidebar();
    narrow.focus();
  }
});
globalThis.addEventListener('hashchange', () => {
  const id = location.hash.slice(1);
  if (id !== store.current && store.channels.has(id)) openChannel(id);
});

api.live({
  open: () => {
    element('connection').hidden = true;
    sync();
  },
  event: apply,
  lost: () => { element('connection').hidden = false; },
});
