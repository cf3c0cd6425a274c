// One message on the screen.

import { components, emojiText } from './components.js';
import { h } from './dom.js';
import { embed } from './embeds.js';
import { icon } from './icons.js';
import { markdown, words } from './markdownview.js';
import { attachment } from './media.js';
import { menuButton } from './menu.js';
import { messageFlags } from './state.js';
import { systemText } from './systemtext.js';
import { clock, snowflakeTime } from './time.js';

const has = (message, flag) => ((message.flags ?? 0) & flag) !== 0;

// follows reports whether a message continues the one before it, so that it
// needs no name of its own.
export function follows(message, before) {
  if (!before || before.author?.id !== message.author?.id) return false;
  const plainType = (m) => (m.type ?? 0) === 0;
  if (!plainType(message) || !plainType(before)) return false;
  if (has(message, messageFlags.ephemeral) !== has(before, messageFlags.ephemeral)) return false;
  return snowflakeTime(message.id) - snowflakeTime(before.id) < 5 * 60 * 1000;
}

// draw builds the element of a message. page gives the store and the actions;
// compact leaves out the head.
export function draw(stored, page, compact) {
  const message = started(stored);
  const who = page.store.authorName(message);
  const system = systemText(message, who);
  const classes = ['message', compact && 'compact', system && 'system', has(message, messageFlags.ephemeral) && 'ephemeral'];
  return h('li', { class: classes.filter(Boolean).join(' '), 'data-id': message.id },
    origin(message, page),
    h('div', { class: 'message-side' }, compact ? shortTime(message) : avatar(message, who, system)),
    h('div', { class: 'message-body' },
      !compact && !system && head(message, who, page),
      system ? systemLine(message, system) : content(message, page),
      extras(message, page),
      notes(message, page)),
    !system && menuButton(message, page));
}

// started returns what the first message of a thread stands for: the message
// that the thread was made from, in its place and without its components.
function started(message) {
  const from = message.type === 21 ? message.referenced_message : null;
  return from ? { ...from, id: message.id, channel_id: message.channel_id, thread: null, components: [] } : message;
}

function avatar(message, who, system) {
  if (system) return h('span', { class: 'avatar system-mark', 'aria-hidden': 'true' }, icon('arrow'));
  return initial(message.author?.id ?? '0', who);
}

// initial draws the first letter of a name on a colour of its own.
export function initial(id, name) {
  let hash = 0;
  for (const character of id) hash = (hash * 31 + character.charCodeAt(0)) % 997;
  return h('span', { class: 'avatar', 'aria-hidden': 'true', vars: { '--hue': (hash * 137) % 360 } }, [...name][0]?.toUpperCase() ?? '?');
}

function shortTime(message) {
  return h('time', { class: 'short-time', datetime: message.timestamp }, clock(snowflakeTime(message.id)));
}

function head(message, who) {
  const when = new Date(snowflakeTime(message.id));
  const badge = message.webhook_id && !message.application_id ? 'WEBHOOK' : message.author?.bot ? 'BOT' : null;
  return h('div', { class: 'message-head' },
    h('span', { class: 'author' }, who),
    badge && h('span', { class: 'badge' }, badge),
    h('time', { class: 'muted', datetime: when.toISOString(), title: when.toLocaleString() }, clock(when.getTime())));
}

// origin is the line over a message that says what it answers.
function origin(message, page) {
  const used = message.interaction_metadata ?? message.interaction;
  if (used && (message.type === 20 || message.type === 23)) return commandLine(message, used, page);
  if (message.type === 19) return replyLine(message, page);
  return null;
}

function commandLine(message, used, page) {
  const name = message.interaction_metadata?.name ?? message.interaction?.name;
  const who = page.store.userName(used.user?.id ?? used.user_id) ?? used.user?.username ?? 'Somebody';
  const shown = message.type === 23 ? name : name && `/${name}`;
  return h('div', { class: 'origin' }, icon('reply'), h('b', {}, who), ' used ', shown ? h('span', { class: 'mention' }, shown) : 'a command');
}

function replyLine(message, page) {
  const id = message.message_reference?.message_id;
  const found = message.referenced_message ?? page.store.message(message.channel_id, id);
  if (message.referenced_message === null) return h('div', { class: 'origin' }, icon('reply'), h('i', {}, 'The message this replied to was deleted.'));
  if (!found) return h('div', { class: 'origin' }, icon('reply'), 'Reply to a message that is not loaded');
  const text = words(found.content ?? '', page) || 'a message without text';
  return h('div', { class: 'origin' }, icon('reply'),
    h('button', { type: 'button', class: 'link', onclick: () => page.jump(found.id), 'aria-label': `Reply to ${page.store.authorName(found)}: ${text}` },
      h('b', {}, page.store.authorName(found)), h('span', { class: 'clip' }, text)));
}

function systemLine(message, text) {
  return h('p', { class: 'system-text' }, text, ' ', h('time', { class: 'muted', datetime: message.timestamp }, clock(snowflakeTime(message.id))));
}

function content(message, page) {
  if (has(message, messageFlags.loading)) {
    return h('p', { class: 'thinking', role: 'status' }, h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i')),
      `${page.store.authorName(message)} is thinking…`);
  }
  const edited = message.edited_timestamp && h('span', { class: 'edited muted', title: new Date(message.edited_timestamp).toLocaleString() }, '(edited)');
  if (!message.content && !edited) return null;
  return h('div', { class: 'content markdown' }, message.content ? markdown(message.content, page) : null, edited && ' ', edited);
}

function extras(message, page) {
  const context = {
    page,
    message,
    press: (customID, type, values, from) => page.press(message, { customID, type, values, from }),
  };
  const files = has(message, messageFlags.componentsV2) ? [] : message.attachments ?? [];
  return [
    (message.message_snapshots ?? []).map((s) => forwarded(s.message ?? {}, page)),
    files.map(attachment),
    (message.sticker_items ?? message.stickers ?? []).map((s) => h('div', { class: 'chip' }, `Sticker: ${s.name}`)),
    (message.embeds ?? []).map((e) => embed(e, page)),
    message.poll && poll(message.poll, page),
    message.components?.length ? h('div', { class: 'components' }, components(message.components, context)) : null,
    reactions(message),
    threadLink(message, page),
  ];
}

function forwarded(snapshot, page) {
  return h('blockquote', { class: 'forwarded' }, h('div', { class: 'muted' }, 'Forwarded'),
    h('div', { class: 'markdown' }, markdown(snapshot.content ?? '', page)),
    (snapshot.attachments ?? []).map(attachment), (snapshot.embeds ?? []).map((e) => embed(e, page)));
}

function poll(data, page) {
  const counts = new Map((data.results?.answer_counts ?? []).map((c) => [c.id, c.count]));
  return h('div', { class: 'poll' }, h('div', { class: 'embed-title' }, markdown(data.question?.text ?? '', page)),
    h('ul', {}, (data.answers ?? []).map((a) => h('li', {},
      h('span', {}, a.poll_media?.emoji ? `${emojiText(a.poll_media.emoji)} ` : '', a.poll_media?.text ?? ''),
      h('span', { class: 'muted' }, ` ${counts.get(a.answer_id) ?? 0}`)))));
}

function reactions(message) {
  if (!message.reactions?.length) return null;
  return h('ul', { class: 'reactions', 'aria-label': 'Reactions' }, message.reactions.map((r) => h('li', {
    'aria-label': `${emojiText(r.emoji)}, ${r.count}`,
  }, h('span', { class: 'emoji' }, emojiText(r.emoji)), ` ${r.count}`)));
}

function threadLink(message, page) {
  const thread = message.thread ?? page.store.channels.get(message.id);
  if (!thread || thread.parent_id !== message.channel_id) return null;
  return h('button', { type: 'button', class: 'thread-link', onclick: () => page.openChannel(thread.id) },
    icon('thread'), `Thread: ${thread.name}`);
}

// notes says what is special about a message: who sees it, and how a press on
// one of its components went.
function notes(message, page) {
  const entry = page.interactions.of(message.id);
  const bot = page.store.userName(message.application_id ?? message.author.id) ?? 'the bot';
  return [
    entry?.state === 'failed' && h('p', { class: 'failure', role: 'alert' }, `This interaction failed: ${bot} did not answer in time.`),
    has(message, messageFlags.ephemeral) && h('p', { class: 'only-you muted' }, icon('eye'), ' Only you can see this · ',
      h('button', { type: 'button', class: 'link', onclick: () => page.store.remove(message.channel_id, message.id) }, 'Dismiss message')),
  ];
}
