// The list of messages of the open channel.

import { fill, h } from './dom.js';
import { icon } from './icons.js';
import { refreshTimes } from './markdownview.js';
import { draw, follows } from './message.js';
import { day, dayKey, snowflakeTime } from './time.js';

// near is how many pixels from the end still count as "at the end".
const near = 80;

export class MessageList {
  #page;
  #root; // scrolls
  #list;
  #below; // rows of interactions that wait for the bot
  #newer;
  #atEnd = true;
  #loadingOlder = false;

  constructor(root, newer, page) {
    this.#page = page;
    this.#root = root;
    this.#newer = newer;
    this.#list = h('ol', { class: 'message-list' });
    this.#below = h('ol', { class: 'message-list waiting' });
    root.append(this.#list, this.#below);
    root.addEventListener('scroll', () => this.#scrolled());
    newer.addEventListener('click', () => this.toEnd());
    // Pictures and a growing composer change heights; stay at the end if there.
    const observer = new ResizeObserver(() => this.#atEnd && this.toEnd());
    for (const element of [this.#list, this.#below, root]) observer.observe(element);
    setInterval(() => refreshTimes(this.#list), 15000);
  }

  get #channelID() {
    return this.#page.store.current;
  }

  get #messages() {
    return this.#page.store.messages.get(this.#channelID) ?? null;
  }

  // show draws the open channel from its newest message.
  show() {
    this.#atEnd = true;
    this.redraw();
    this.toEnd();
  }

  // redraw draws every message anew where the person reads.
  redraw() {
    const focus = this.#focusKey();
    const messages = this.#messages;
    this.#root.setAttribute('aria-busy', String(!messages));
    if (!messages) fill(this.#list, h('li', { class: 'empty muted' }, 'Loading messages…'));
    else if (!messages.length) fill(this.#list, this.#empty());
    else fill(this.#list, this.#beginning(), messages.map((m, i) => this.#rows(m, messages[i - 1])));
    this.waiting();
    this.#refocus(focus);
    if (this.#atEnd) this.toEnd();
  }

  #beginning() {
    if (!this.#page.store.complete.has(this.#channelID)) return null;
    return h('li', { class: 'beginning muted' }, `This is the beginning of ${this.#page.channelTitle(this.#channelID)}.`);
  }

  #empty() {
    return h('li', { class: 'empty muted' }, h('p', {}, `No messages in ${this.#page.channelTitle(this.#channelID)} yet.`),
      h('p', {}, 'Write one below, or type / for the commands of the bot.'));
  }

  // rows returns a message, after the name of its day if it opens one.
  #rows(message, before) {
    const at = snowflakeTime(message.id);
    const newDay = !before || dayKey(snowflakeTime(before.id)) !== dayKey(at);
    const row = draw(message, this.#page, !newDay && follows(message, before));
    return newDay ? [h('li', { class: 'day', role: 'separator' }, h('span', {}, day(at))), row] : [row];
  }

  // added draws the newest message.
  added(id) {
    const messages = this.#messages;
    const i = messages.length - 1;
    if (i === 0 || messages[i].id !== id) {
      this.redraw();
      return;
    }
    this.#list.append(...this.#rows(messages[i], messages[i - 1]));
    const mine = messages[i].author?.id === this.#page.store.self?.id;
    if (this.#atEnd || mine) this.toEnd();
    else this.#newer.hidden = false;
  }

  // changed draws one message anew.
  changed(id) {
    const messages = this.#messages;
    const i = messages?.findIndex((m) => m.id === id) ?? -1;
    const old = this.#row(id);
    if (i < 0 || !old) return;
    const focus = this.#focusKey();
    old.replaceWith(draw(messages[i], this.#page, old.classList.contains('compact')));
    this.#refocus(focus);
    if (this.#atEnd) this.toEnd();
  }

  // older draws messages that came before the others and keeps the place.
  older() {
    const height = this.#root.scrollHeight;
    const top = this.#root.scrollTop;
    this.redraw();
    this.#root.scrollTop = top + this.#root.scrollHeight - height;
  }

  // waiting draws the commands that the bot has not answered.
  waiting() {
    const { interactions, store } = this.#page;
    const entries = interactions.list(this.#channelID).filter((e) => e.kind === 'command');
    fill(this.#below, entries.map((entry) => h('li', { class: `message pending ${entry.state}` },
      h('div', { class: 'message-side' }),
      h('div', { class: 'message-body' },
        h('div', { class: 'origin' }, icon('reply'), 'You used ', h('span', { class: 'mention' }, entry.label)),
        entry.state === 'failed' ? this.#failed(entry) : h('p', { class: 'thinking', role: 'status' },
          h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i')), `Waiting for ${store.userName(entry.applicationID) ?? 'the bot'}…`)))));
    if (this.#atEnd) this.toEnd();
  }

  #failed(entry) {
    return h('p', { class: 'failure', role: 'alert' }, `${this.#page.store.userName(entry.applicationID) ?? 'The bot'} did not answer in time. `,
      h('button', { type: 'button', class: 'link', onclick: () => this.#page.interactions.dismiss(entry.key) }, 'Dismiss'));
  }

  // jump scrolls to a message and points it out.
  jump(id) {
    const row = this.#row(id);
    if (!row) return false;
    row.scrollIntoView({ block: 'center', behavior: calm() ? 'auto' : 'smooth' });
    row.classList.remove('pointed');
    requestAnimationFrame(() => row.classList.add('pointed'));
    return true;
  }

  // press marks the element of a component that was used as busy.
  busy(message) {
    const entry = this.#page.interactions.of(message.id);
    const row = this.#row(message.id);
    const used = entry && entry.state !== 'failed' ? row?.querySelector(`[data-key="${CSS.escape(`press:${entry.customID}`)}"]`) : null;
    for (const element of row?.querySelectorAll('[aria-busy]') ?? []) element.removeAttribute('aria-busy');
    used?.setAttribute('aria-busy', 'true');
  }

  toEnd() {
    this.#root.scrollTop = this.#root.scrollHeight;
    this.#atEnd = true;
    this.#newer.hidden = true;
  }

  #row(id) {
    return this.#list.querySelector(`[data-id="${CSS.escape(id)}"]`);
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.#root;
    this.#atEnd = scrollHeight - scrollTop - clientHeight < near;
    if (this.#atEnd) this.#newer.hidden = true;
    if (scrollTop < near) this.#loadOlder();
  }

  async #loadOlder() {
    const messages = this.#messages;
    if (this.#loadingOlder || !messages?.length || this.#page.store.complete.has(this.#channelID)) return;
    this.#loadingOlder = true;
    try {
      await this.#page.loadOlder(this.#channelID, messages[0].id);
    } finally {
      this.#loadingOlder = false;
    }
  }

  // The focused component survives the redrawing of its message.
  #focusKey() {
    const active = document.activeElement;
    const row = active?.closest?.('[data-id]');
    return row && active.dataset.key ? { id: row.dataset.id, key: active.dataset.key } : null;
  }

  #refocus(focus) {
    if (!focus) return;
    this.#row(focus.id)?.querySelector(`[data-key="${CSS.escape(focus.key)}"]`)?.focus({ preventScroll: true });
  }
}

function calm() {
  return globalThis.matchMedia('(prefers-reduced-motion: reduce)').matches;
}
