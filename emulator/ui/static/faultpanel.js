// The panel that breaks things on purpose: what the control API offers of faults,
// and what the bots make of them.

import { Failure } from './api.js';
import { fill, h } from './dom.js';
import { closeCodes, delays, dropped, drops, failed, failing, failures, faultsOf, inForce, news } from './faults.js';
import { icon } from './icons.js';

// How often the server is asked, in milliseconds: while the panel is open, and
// while it is closed over something that is broken.
const openEvery = 1000;
const closedEvery = 5000;

// How many lines of what happened are kept.
const maxLines = 50;

// The numbers at the top, and what they are called there.
const counted = {
  identifies: 'identifies', resumes: 'resumes', heartbeats: 'heartbeats', requests: 'requests', responses_429: '429s',
};

export class FaultPanel {
  #root;
  #button;
  #api;
  #page;
  #faults = null; // what /control/faults told last
  #stats = new Map(); // application ID, or '' for all → what /control/stats told last
  #drawn = null; // the bots and guilds that are on the panel
  #turn = 0; // counts what was asked; answers to older questions are not looked at
  #timer = null;
  #done = Promise.resolve(); // when everything is that the person asked for

  #title = h('h2', { id: 'faults-title', tabindex: '-1' }, 'Faults');
  #whose = h('select', { class: 'select', id: 'fault-bot', onchange: () => this.#choose() });
  #whoseRow = h('div', { class: 'fault-whose', hidden: true }, h('label', { for: 'fault-bot' }, 'Faults and counts of'), this.#whose);
  #counts = h('dl', { class: 'fault-counts' }, Object.entries(counted).map(([key, label]) => tile(key, label, '–')));
  #gatewayDelay = delay('gateway-delay', (latency) => this.#gateway({ latency }, `The gateway is ${speed(latency)}${this.#whom()}.`));
  #restDelay = delay('rest-delay', (latency) => {
    const said = `REST is ${speed(latency)}${this.#whom()}.`;
    this.#post('latency', { latency, application_id: this.#chosen() }, () => said);
  });
  #deaf = h('input', { type: 'checkbox', 'aria-describedby': 'deaf-about', onchange: () => this.#ignoreHeartbeats() });
  #outages = h('div', { class: 'fault' });
  #now = h('p', { class: 'fault-now', id: 'fault-now' });
  #lines = h('div', { class: 'fault-lines', role: 'log', 'aria-label': 'What happened', tabindex: '0' });

  constructor(root, button, api, page) {
    this.#root = root;
    this.#button = button;
    this.#api = api;
    this.#page = page;
    fill(button, icon('fault'), h('span', { class: 'button-text' }, 'Faults'));
    button.addEventListener('click', () => (this.isOpen ? this.close() : this.#open()));
    fill(root,
      h('header', { class: 'fault-head' }, this.#title,
        h('button', { type: 'button', class: 'icon-button', 'aria-label': 'Close the faults', onclick: () => this.close() }, icon('close'))),
      this.#whoseRow,
      this.#counts,
      h('div', { class: 'fault-list' }, this.#connection(), this.#speed(), this.#requests(), section('Outage', this.#outages)),
      h('footer', { class: 'fault-foot' }, this.#lines, this.#now,
        h('button', { type: 'button', class: 'button secondary', 'aria-describedby': 'fault-now', onclick: () => this.#end() }, 'All back to normal')));
    document.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || event.defaultPrevented || !this.isOpen || document.querySelector('dialog[open], [popover]:popover-open')) return;
      this.close();
    });
  }

  get isOpen() {
    return !this.#root.hidden;
  }

  #open() {
    this.#root.hidden = false;
    this.#button.setAttribute('aria-expanded', 'true');
    this.#title.focus();
    this.refresh();
  }

  close() {
    if (!this.isOpen) return;
    this.#root.hidden = true;
    this.#button.setAttribute('aria-expanded', 'false');
    this.#button.focus();
    this.refresh();
  }

  // learn takes over which bots and guilds there are.
  learn() {
    const { bots, guilds } = this.#page.store;
    const drawn = JSON.stringify([bots.map(({ user }) => [user.id, this.#nameOf(user.id)]), guilds.map(({ id, name }) => [id, name])]);
    if (drawn !== this.#drawn) this.#draw(bots, guilds);
    this.#drawn = drawn;
    this.refresh();
  }

  #draw(bots, guilds) {
    const chosen = this.#whose.value;
    this.#whoseRow.hidden = bots.length < 2;
    fill(this.#whose, h('option', { value: '' }, 'all bots'), bots.map(({ user }) => h('option', { value: user.id }, this.#nameOf(user.id))));
    this.#whose.value = bots.some(({ user }) => user.id === chosen) ? chosen : '';
    fill(this.#outages, guilds.map((guild) => {
      const box = h('input', { type: 'checkbox', 'data-guild': guild.id, 'aria-describedby': 'outage-about', onchange: () => this.#takeDown(guild, box) });
      return h('label', { class: 'check' }, box, `${guild.name} is down`);
    }), h('p', { class: 'muted about', id: 'outage-about' },
      'The bot is told that the server is unavailable, and hears nothing of it until it is back. It should not think that it was thrown out.'));
    if (this.#faults) this.#show(this.#faults);
  }

  // refresh asks what is broken and, while the panel is open, what the bots have
  // done; and goes on asking as long as anybody wants to know.
  async refresh() {
    clearTimeout(this.#timer);
    this.#turn += 1;
    const turn = this.#turn;
    let again = this.isOpen ? openEvery : null;
    try {
      const [faults, stats] = await Promise.all([this.#api.faults(), this.isOpen ? this.#askStats() : null]);
      if (turn !== this.#turn) return;
      if (this.#show(faults)) again ??= closedEvery;
      if (stats) this.#count(stats);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (turn !== this.#turn) return; // the page itself tells that the server is gone
    }
    if (again) this.#timer = setTimeout(() => this.refresh(), again);
  }

  // The sections of the panel.

  #connection() {
    const code = h('select', { class: 'select', id: 'close-code', onchange: () => explain() }, closeCodes.map(({ label, codes }) => h('optgroup', { label },
      Object.entries(codes).map(([value, reason]) => h('option', { value }, `${value} ${reason}`)))));
    const about = h('p', { class: 'muted about', id: 'close-about', role: 'status' });
    const explain = () => { about.textContent = closeCodes.find(({ codes }) => code.value in codes).hint; };
    explain();
    const close = () => this.#drop({ done: `closed with ${code.value}`, body: { mode: 'close', code: Number(code.value) } });
    return section('Connection', drops.map((drop) => offer(drop.label, drop.hint, () => this.#drop(drop))),
      h('div', { class: 'fault' }, h('label', { for: 'close-code' }, 'Close with a code'),
        h('div', { class: 'fault-row' }, code, button('Close', 'close-about', close)), about),
      h('div', { class: 'fault' }, h('label', { class: 'check' }, this.#deaf, 'Leave heartbeats unanswered'),
        h('p', { class: 'muted about', id: 'deaf-about' }, 'The line looks open, but nobody is there. The bot should notice within two heartbeats, a minute and a half, and resume.')),
      offer('Damage the next frame', 'Wrong bytes arrive. The bot should connect again and resume.',
        () => this.#gateway({ corrupt: 1 }, 'The next frame arrives damaged.')));
  }

  #speed() {
    return section('Speed', h('div', { class: 'fault' },
      h('div', { class: 'fault-row' },
        h('div', {}, h('label', { for: 'gateway-delay' }, 'Gateway slower by'), this.#gatewayDelay),
        h('div', {}, h('label', { for: 'rest-delay' }, 'REST slower by'), this.#restDelay)),
      h('p', { class: 'muted about' }, 'A bot has 3 seconds to answer an interaction: both delays count.')));
  }

  #requests() {
    const how = h('select', { class: 'select', id: 'fail-how', onchange: () => explain() }, failures.map(({ label }) => h('option', {}, label)));
    const many = h('select', { class: 'select', 'aria-label': 'How many requests' },
      [1, 3, 10].map((n) => h('option', { value: n }, n === 1 ? 'the next request' : `the next ${n}`)));
    const about = h('p', { class: 'muted about', id: 'fail-about', role: 'status' });
    const explain = () => { about.textContent = failures[how.selectedIndex].hint; };
    explain();
    const fail = () => {
      const { label, body } = failures[how.selectedIndex];
      const said = failing(Number(many.value), label, this.#several() ? this.#who() : null);
      this.#post('fail-next', { ...body, count: Number(many.value), application_id: this.#chosen() }, () => said);
    };
    return section('Requests', h('div', { class: 'fault' }, h('label', { for: 'fail-how' }, 'Fail with'), how,
      h('div', { class: 'fault-row' }, many, button('Fail', 'fail-about', fail)), about));
  }

  // What the person does.

  #choose() {
    if (this.#faults) this.#show(this.#faults);
    this.#drawCounts(null);
    this.refresh();
  }

  #drop({ done, body }) {
    const who = this.#who();
    this.#post('drop', { ...body, application_id: this.#chosen() }, (answer) => dropped(answer.dropped, done, who));
  }

  // gateway changes one fault of the gateway: the control API replaces all.
  #gateway(change, said) {
    const chosen = this.#chosen();
    this.#act(async () => {
      const { gateway } = faultsOf(await this.#api.faults(), chosen);
      await this.#api.act('gateway-faults', { ...gateway, ...change, application_id: chosen });
      return said;
    });
  }

  #ignoreHeartbeats() {
    const deaf = this.#deaf.checked;
    const said = deaf ? 'Heartbeats get no answer' : 'Heartbeats are answered again';
    this.#gateway({ miss_acks: deaf ? -1 : 0 }, `${said}${this.#whom()}.`);
  }

  #takeDown(guild, box) {
    const said = box.checked ? `${guild.name} is down.` : `${guild.name} is back.`;
    this.#post('guild-available', { guild_id: guild.id, available: !box.checked }, () => said);
  }

  #end() {
    this.#post('end-faults', {}, () => 'All is back to normal.');
  }

  #post(what, body, said) {
    this.#act(async () => said(await this.#api.act(what, body)));
  }

  // act does one thing after the other, and says what it did. Answers that are
  // still on their way are from before.
  async #act(action) {
    clearTimeout(this.#timer);
    this.#turn += 1;
    const doing = this.#done.then(() => this.#page.attempt('Nothing was changed.', async () => this.#say(await action())));
    this.#done = doing.catch(() => {}); // who waits for it hears of the error
    await doing;
    this.refresh();
  }

  // What the person sees.

  // show returns whether anything is broken.
  #show(faults) {
    this.#faults = faults;
    const { latency, gateway } = faultsOf(faults, this.#chosen());
    this.#deaf.checked = gateway.miss_acks !== 0;
    choose(this.#gatewayDelay, gateway.latency);
    choose(this.#restDelay, latency);
    for (const box of this.#outages.querySelectorAll('input')) box.checked = faults.unavailable.includes(box.dataset.guild);
    const { guilds } = this.#page.store;
    const list = inForce(faults, (id) => guilds.find((g) => g.id === id)?.name ?? `server ${id}`, (id) => this.#nameOf(id));
    this.#now.textContent = list.length ? `Now: ${list.join(', ')}.` : 'Nothing is broken now.';
    this.#button.classList.toggle('marked', list.length > 0);
    this.#button.setAttribute('aria-label', list.length ? 'Faults, some in force' : 'Faults');
    return list.length > 0;
  }

  // askStats asks what all have done together, and what each bot has.
  async #askStats() {
    const ids = ['', ...this.#page.store.bots.map(({ user }) => user.id)];
    return new Map(await Promise.all(ids.map(async (id) => [id, await this.#api.stats(id)])));
  }

  #count(stats) {
    const before = this.#stats;
    this.#stats = stats;
    this.#drawCounts(before.get(this.#whose.value));
    for (const [id, now] of stats) {
      if (id && before.has(id)) for (const line of news(before.get(id), now, this.#nameOf(id))) this.#say(line);
    }
  }

  // drawCounts points out what has changed since before, which is null if that is
  // of no interest.
  #drawCounts(before) {
    const stats = this.#stats.get(this.#whose.value);
    for (const [key, label] of Object.entries(counted)) {
      const value = stats?.[key] ?? '–';
      if (before?.[key] === value) continue;
      this.#counts.querySelector(`[data-key=${key}]`).replaceWith(tile(key, label, value, before ? 'fresh' : null));
    }
  }

  // failed tells of a request that a fault has met.
  failed(request) {
    const who = request.application_id ? this.#nameOf(request.application_id) : 'Nobody’s token';
    this.#say(failed(request, this.#several() ? who : null));
    if (this.isOpen) this.refresh(); // one less is to fail
  }

  #say(line) {
    this.#lines.append(h('p', {}, line));
    while (this.#lines.children.length > maxLines) this.#lines.firstElementChild.remove();
    this.#lines.scrollTop = this.#lines.scrollHeight;
  }

  // several reports whether there is more than one bot to tell apart.
  #several() {
    return this.#page.store.bots.length > 1;
  }

  // whom adds to a sentence for whom it is so, where there are several bots.
  #whom() {
    return this.#several() ? ` for ${this.#who() ?? 'all bots'}` : '';
  }

  // chosen returns the application whose bot is meant; undefined: all of them.
  #chosen() {
    return this.#whose.value || undefined;
  }

  // who names the bot that is meant, or returns null where it may be any of
  // several.
  #who() {
    const { bots } = this.#page.store;
    const id = this.#chosen() ?? (bots.length === 1 ? bots[0].user.id : null);
    return id && this.#nameOf(id);
  }

  #nameOf(id) {
    return this.#page.store.userName(id) ?? id;
  }
}

const speed = (latency) => (latency === '0s' ? 'as fast as before' : `slower by ${delays[latency] ?? latency}`);

// tile draws a number over what it counts.
function tile(key, label, value, kind) {
  return h('div', { class: kind, 'data-key': key }, h('dt', {}, label), h('dd', {}, value));
}

function section(name, ...children) {
  const id = `faults-${name.toLowerCase()}`;
  return h('section', { class: 'fault-section', 'aria-labelledby': id }, h('h3', { id }, name), children);
}

// offer draws a fault that is one button.
function offer(label, hint, onclick) {
  const id = `fault-${label.toLowerCase().replace(/\W+/g, '-')}`;
  return h('div', { class: 'fault' }, button(label, id, onclick), h('p', { class: 'muted about', id }, hint));
}

function button(label, about, onclick) {
  return h('button', { type: 'button', class: 'button secondary', 'aria-describedby': about, onclick }, label);
}

function delay(id, changed) {
  return h('select', { class: 'select', id, onchange: (event) => changed(event.currentTarget.value) },
    Object.entries(delays).map(([value, label]) => h('option', { value }, label)));
}

// choose shows a delay, also one that somebody else has set.
function choose(select, latency) {
  if (![...select.options].some((o) => o.value === latency)) select.append(h('option', { value: latency }, latency));
  select.value = latency;
}
