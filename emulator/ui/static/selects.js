// Select menus: of given strings, and of people, roles and channels. One choice
// is a native select; several are a list of check boxes with a button.
// https://docs.discord.com/developers/components/reference#string-select

import { h } from './dom.js';
import { canHoldMessages } from './state.js';

const placeholders = {
  3: 'Make a selection', 5: 'Choose a member', 6: 'Choose a role', 7: 'Choose a member or role', 8: 'Choose a channel',
};

// entries lists what a select offers: {value, label, description, chosen}.
export function entries(component, store) {
  const preset = new Set((component.default_values ?? []).map((v) => v.id));
  const mark = (list) => list.map((e) => ({ ...e, chosen: preset.has(e.value) }));
  switch (component.type) {
    case 3: return (component.options ?? []).map((o) => ({
      value: o.value, label: `${o.emoji && !o.emoji.id ? `${o.emoji.name} ` : ''}${o.label}`, description: o.description, chosen: Boolean(o.default),
    }));
    case 5: return mark(people(store));
    case 6: return mark(roles(store));
    case 7: return mark([...people(store), ...roles(store)]);
    case 8: return mark(channels(store, component.channel_types));
    default: return [];
  }
}

// people lists everybody the page knows.
export function people(store) {
  return [...store.users.values()].map((u) => ({ value: u.id, label: store.userName(u.id) ?? u.id, description: u.bot ? 'app' : undefined }));
}

// roles lists the roles of the server.
export function roles(store) {
  return [...store.roles.values()].map((r) => ({ value: r.id, label: `@${r.name.replace(/^@/, '')}` }));
}

// channels lists the channels of some types, or all that hold messages.
export function channels(store, types) {
  return [...store.channels.values()].filter((c) => (types?.length ? types.includes(c.type) : canHoldMessages(c)))
    .map((c) => ({ value: c.id, label: `#${c.name}` }));
}

// select draws a select menu of a message.
export function select(component, context) {
  const list = entries(component, context.page.store);
  const send = (values, from) => context.press(component.custom_id, component.type, values, from);
  const many = (component.max_values ?? 1) > 1 || component.min_values === 0;
  return many ? checkList(component, list, send) : single(component, list, send);
}

function single(component, list, send) {
  const label = component.placeholder || placeholders[component.type];
  const box = h('select', {
    class: 'select', 'aria-label': label, 'data-key': `press:${component.custom_id}`, disabled: Boolean(component.disabled),
    onchange: (event) => event.currentTarget.value && send([event.currentTarget.value], event.currentTarget),
  }, h('option', { value: '' }, label), list.map(option));
  return h('div', { class: 'select-box' }, box);
}

// option draws one entry of a native select.
export function option(entry) {
  const text = entry.description ? `${entry.label} – ${entry.description}` : entry.label;
  return h('option', { value: entry.value, selected: entry.chosen }, text);
}

function checkList(component, list, send) {
  const least = component.min_values ?? 1;
  const most = component.max_values ?? 1;
  const label = component.placeholder || placeholders[component.type];
  const boxes = checkBoxes(list, component.custom_id);
  const done = h('button', { type: 'button', class: 'button primary', onclick: (event) => send(checked(boxes), event.currentTarget) }, 'Choose');
  const check = () => {
    const n = checked(boxes).length;
    done.disabled = n < least || n > most;
  };
  boxes.addEventListener('change', check);
  check();
  const key = `press:${component.custom_id}`;
  return h('details', { class: 'select-many', inert: Boolean(component.disabled) },
    h('summary', { 'data-key': key }, label, h('span', { class: 'muted' }, ` (${range(least, most)})`)), boxes, done);
}

function range(least, most) {
  return least === most ? `${least}` : `${least} to ${most}`;
}

// checkBoxes draws a list of entries to tick.
export function checkBoxes(list, name) {
  return h('div', { class: 'check-list', role: 'group' }, list.map((entry) => h('label', { class: 'check' },
    h('input', { type: 'checkbox', name, value: entry.value, checked: entry.chosen }),
    h('span', {}, entry.label, entry.description && h('span', { class: 'muted' }, ` ${entry.description}`)))));
}

// checked returns the values of the ticked boxes.
export function checked(root) {
  return [...root.querySelectorAll('input:checked')].map((box) => box.value);
}
