// The form for the options of a slash command.

import { optionTypes, read, readAll } from './commandline.js';
import { h } from './dom.js';
import { icon } from './icons.js';
import { channels, people, roles } from './selects.js';

const typeNames = {
  3: 'text', 4: 'whole number', 5: 'true or false', 6: 'member', 7: 'channel', 8: 'role', 9: 'member or role', 10: 'number', 11: 'file',
};

export class CommandForm {
  element;
  #leaf;
  #store;
  #on;
  #fields = new Map(); // option name → {input, error}

  // raw holds what is already typed by option name, errors what is wrong with
  // it. on.run gets the values, on.cancel the raw texts.
  constructor(leaf, raw, errors, store, on) {
    this.#leaf = leaf;
    this.#store = store;
    this.#on = on;
    const cancel = () => on.cancel(this.#texts());
    this.element = h('div', {
      class: 'command-form', role: 'group', 'aria-label': `Options of /${leaf.name}`,
      onkeydown: (event) => this.#key(event, cancel),
    },
    h('div', { class: 'command-head' },
      h('b', {}, `/${leaf.name}`), h('span', { class: 'muted clip' }, leaf.description),
      h('button', { type: 'button', class: 'icon-button', 'aria-label': 'Back to writing', onclick: cancel }, icon('close'))),
    h('div', { class: 'command-fields' }, leaf.options.map((option) => this.#field(option, raw.get(option.name) ?? ''))),
    h('div', { class: 'command-foot' },
      h('span', { class: 'muted' }, leaf.options.length ? 'Enter runs the command, Escape goes back.' : 'This command has no options.'),
      h('button', { type: 'submit', class: 'button primary' }, 'Run')));
    this.#showErrors(errors);
  }

  focus() {
    const wrong = this.element.querySelector('[aria-invalid="true"]');
    (wrong ?? this.element.querySelector('input, select') ?? this.element.querySelector('[type=submit]')).focus();
  }

  // submit runs the command if every option is right, else says what is not.
  submit() {
    const { values, errors } = readAll(this.#leaf, this.#texts(), this.#store.lookup);
    this.#showErrors(errors);
    if (errors.length) this.focus();
    else this.#on.run(values);
  }

  #key(event, cancel) {
    if (event.key === 'Escape') {
      event.preventDefault();
      cancel();
    } else if (event.key === 'Enter' && event.target.matches('select')) {
      event.preventDefault(); // a select does not submit by itself
      this.submit();
    }
  }

  #texts() {
    return new Map([...this.#fields].map(([name, { input }]) => [name, input.value]));
  }

  #showErrors(errors) {
    for (const [name, field] of this.#fields) showError(field, errors.find((e) => e.option === name));
  }

  #field(option, raw) {
    const id = `option-${option.name}`;
    const error = h('p', { class: 'field-error', id: `${id}-error`, role: 'alert', hidden: true });
    const input = this.#input(option, raw, { id, 'aria-describedby': `${id}-about ${id}-error`, 'aria-required': String(Boolean(option.required)) });
    input.addEventListener('input', () => showError({ input, error }, null)); // it is being put right
    this.#fields.set(option.name, { input, error });
    return h('div', { class: 'field' },
      h('label', { for: id }, option.name, option.required ? h('span', { class: 'required', title: 'required' }, ' *') : null,
        h('span', { class: 'muted kind' }, option.choices?.length ? 'choice' : typeNames[option.type] ?? 'text')),
      input,
      h('p', { class: 'muted about', id: `${id}-about` }, option.description),
      error);
  }

  #input(option, raw, attributes) {
    if (option.choices?.length) {
      return choose(attributes, option.choices.map((c) => ({ value: c.name, label: c.name })), this.#chosen(option, raw));
    }
    switch (option.type) {
      case optionTypes.boolean:
        return choose(attributes, [{ value: 'true', label: 'True' }, { value: 'false', label: 'False' }], this.#chosen(option, raw));
      case optionTypes.user: case optionTypes.role: case optionTypes.mentionable: case optionTypes.channel:
        return choose(attributes, this.#references(option), this.#chosen(option, raw));
      case optionTypes.attachment:
        return h('input', { ...attributes, type: 'text', disabled: true, placeholder: 'Files cannot be sent from this page.' });
      default: {
        const input = h('input', { ...attributes, type: 'text', autocomplete: 'off', inputmode: inputModes[option.type] ?? 'text' });
        input.value = raw;
        return input;
      }
    }
  }

  // references lists people, roles or channels with their mentions as values,
  // which read the same in a typed line.
  #references(option) {
    const users = () => people(this.#store).map((e) => ({ ...e, value: `<@${e.value}>` }));
    const groups = () => roles(this.#store).map((e) => ({ ...e, value: `<@&${e.value}>` }));
    switch (option.type) {
      case optionTypes.user: return users();
      case optionTypes.role: return groups();
      case optionTypes.mentionable: return [...users(), ...groups()];
      default: {
        const places = option.channel_types?.length ? option.channel_types : null;
        return channels(this.#store, places).map((e) => ({ ...e, value: `<#${e.value}>` }));
      }
    }
  }

  // chosen finds the entry that a typed text meant.
  #chosen(option, raw) {
    if (!raw) return '';
    const { value } = read(option, raw, this.#store.lookup);
    if (value === undefined) return '';
    if (option.choices?.length) return option.choices.find((c) => c.value === value)?.name ?? '';
    if (option.type === optionTypes.boolean) return String(value);
    return this.#references(option).find((e) => /\d+/.exec(e.value)?.[0] === value)?.value ?? '';
  }
}

const inputModes = { 4: 'numeric', 10: 'decimal' };

function showError({ input, error }, wrong) {
  error.textContent = wrong?.message ?? '';
  error.hidden = !wrong;
  if (wrong) input.setAttribute('aria-invalid', 'true');
  else input.removeAttribute('aria-invalid');
}

function choose(attributes, list, value) {
  const select = h('select', { ...attributes, class: 'select' }, h('option', { value: '' }, '—'),
    list.map((e) => h('option', { value: e.value }, e.label)));
  select.value = value;
  return select;
}
