// The list of servers, channels and threads.

import { fill, h } from './dom.js';
import { icon } from './icons.js';
import { canHoldMessages, channelTypes, threadTypes } from './state.js';
import { compareIDs } from './time.js';
import { initial } from './message.js';

const icons = { 2: 'voice', 5: 'announcement', 13: 'stage', 15: 'forum', 16: 'forum' };
const kinds = { 2: 'voice channel', 5: 'announcement channel', 13: 'stage channel', 15: 'forum', 16: 'media channel' };

// markOf draws the sign in front of a channel's name.
export function markOf(channel) {
  return icon(threadTypes.has(channel.type) ? 'thread' : icons[channel.type] ?? 'text');
}

// tree orders the channels of a guild: those without a category, then each
// category with its own; threads follow the channel they belong to.
export function tree(channels) {
  const place = (a, b) => voiceLast(a) - voiceLast(b) || (a.position ?? 0) - (b.position ?? 0) || compareIDs(a.id, b.id);
  const under = (id) => channels.filter((c) => (c.parent_id ?? null) === id && !threadTypes.has(c.type)).sort(place);
  const threads = (id) => channels.filter((c) => threadTypes.has(c.type) && c.parent_id === id && !c.thread_metadata?.archived)
    .sort((a, b) => compareIDs(a.id, b.id));
  const withThreads = (list) => list.map((channel) => ({ channel, threads: threads(channel.id) }));
  const top = under(null);
  return [
    { category: null, channels: withThreads(top.filter((c) => c.type !== channelTypes.category)) },
    ...top.filter((c) => c.type === channelTypes.category).map((category) => ({ category, channels: withThreads(under(category.id)) })),
  ];
}

const voiceLast = (channel) => (channel.type === channelTypes.voice || channel.type === channelTypes.stage ? 1 : 0);

// drawSidebar fills the navigation with everything the store knows.
export function drawSidebar(root, page) {
  const { store } = page;
  const focused = root.contains(document.activeElement) ? document.activeElement.dataset.channel : null;
  fill(root,
    h('div', { class: 'brand' }, 'Local Discord'),
    h('div', { class: 'guilds' }, store.guilds.map((guild) => drawGuild(guild, page))),
    store.self && person(store));
  if (focused) root.querySelector(`[data-channel="${CSS.escape(focused)}"]`)?.focus();
}

// person shows who is looking; where there are several people it lets one be
// another, which loads the page anew.
function person(store) {
  const name = store.userName(store.self.id);
  const others = store.people;
  const become = (event) => { location.search = new URLSearchParams({ user_id: event.currentTarget.value }); };
  const who = others.length < 2 ? h('div', { class: 'author clip' }, name)
    : h('select', { class: 'select', 'aria-label': 'Who you are', onchange: become },
      others.map((u) => h('option', { value: u.id, selected: u.id === store.self.id }, store.userName(u.id))));
  return h('div', { class: 'person' }, initial(store.self.id, name ?? '?'), h('div', { class: 'person-name' }, who, h('div', { class: 'muted' }, 'This is you')));
}

function drawGuild(guild, page) {
  const channels = [...page.store.channels.values()].filter((c) => c.guild_id === guild.id);
  return h('section', { 'aria-label': guild.name }, h('h2', { class: 'guild-name' }, guild.name),
    tree(channels).filter((part) => part.category || part.channels.length).map((part) => [
      part.category && h('h3', { class: 'category' }, part.category.name),
      h('ul', { class: 'channels' }, part.channels.map(({ channel, threads }) => h('li', {}, entry(channel, page),
        threads.length ? h('ul', { class: 'threads' }, threads.map((t) => h('li', {}, entry(t, page)))) : null))),
    ]));
}

function entry(channel, { store, openChannel }) {
  const current = channel.id === store.current;
  const unread = store.unread.has(channel.id);
  const kind = kinds[channel.type] ?? (threadTypes.has(channel.type) ? 'thread' : 'text channel');
  const name = [markOf(channel), h('span', { class: 'clip' }, channel.name)];
  if (!canHoldMessages(channel)) return h('span', { class: 'channel closed', title: `A ${kind}: its posts are listed below it` }, name);
  return h('button', {
    type: 'button',
    class: `channel${current ? ' current' : ''}${unread ? ' unread' : ''}`,
    'data-channel': channel.id,
    'aria-current': current ? 'page' : null,
    'aria-label': `${channel.name}, ${kind}${unread ? ', unread' : ''}`,
    onclick: () => openChannel(channel.id),
  }, name, unread && h('span', { class: 'unread-dot', 'aria-hidden': 'true' }));
}
