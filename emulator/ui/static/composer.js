// Writing: the text box, the list of commands that opens after a slash, and the
// form for the options of a command.

import { CommandForm } from './commandform.js';
import { find, leaves, named, optionTypes, parseLine, toLine, toOptions } from './commandline.js';
import { fill, h } from './dom.js';
import { mentionsOf, withMentions } from './mentions.js';

// shown is how many commands the list shows at once; typing finds the others.
const shown = 50;

export class Composer {
  #page;
  #root;
  #input;
  #picker; // the list box
  #hint;
  #error;
  #send;
  #form = null; // CommandForm while one is open
  #found = []; // leaves in the picker
  #active = 0;
  #drafts = new Map(); // channel ID → text

  constructor(root, page) {
    this.#page = page;
    this.#root = root;
    this.#input = h('textarea', {
      id: 'composer-input', rows: '1', maxlength: '4000', autocomplete: 'off', spellcheck: 'true',
      role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': 'command-list',
      oninput: () => this.#typed(),
      onkeydown: (event) => this.#key(event),
      onblur: () => setTimeout(() => this.#closePicker(), 150),
      onfocus: () => this.#typed(),
    });
    this.#picker = h('ul', { id: 'command-list', class: 'picker', role: 'listbox', 'aria-label': 'Commands', hidden: true });
    this.#hint = h('div', { class: 'hint', hidden: true });
    this.#error = h('p', { class: 'field-error', role: 'alert', hidden: true });
    this.#send = h('button', { type: 'submit', class: 'button primary send' }, 'Send');
    this.#drawText();
    root.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
  }

  #drawText() {
    fill(this.#root, this.#picker, this.#hint, this.#error, h('div', { class: 'composer-row' }, this.#input, this.#send));
  }

  // opened prepares the box for a channel and brings its draft back.
  opened(channelID, title) {
    this.#form = null;
    this.#drawText();
    this.#input.setAttribute('aria-label', `Message ${title}`);
    this.#input.placeholder = `Message ${title}`;
    this.#setText(this.#drafts.get(channelID) ?? '');
  }

  focus() {
    (this.#form ?? this.#input).focus();
  }

  #setText(text) {
    this.#input.value = text;
    this.#typed();
  }

  get #leaves() {
    return leaves(this.#page.store.commands);
  }

  // typed follows every change of the text.
  #typed() {
    const text = this.#input.value;
    this.#drafts.set(this.#page.store.current, text);
    this.#input.style.height = 'auto';
    this.#input.style.height = `${Math.min(this.#input.scrollHeight + 2, 220)}px`;
    this.#showError(null);
    const focused = document.activeElement === this.#input;
    const line = text.startsWith('/') && !text.includes('\n') && focused ? text : null;
    const start = line === null ? null : named(this.#leaves, line);
    const complete = start && line.length > start.leaf.name.length + 1;
    this.#showHint(complete ? start : null, line);
    if (line === null || complete) this.#closePicker();
    else this.#openPicker(find(this.#leaves, line.slice(1)), line);
  }

  #showError(text) {
    this.#error.hidden = !text;
    this.#error.textContent = text ?? '';
  }

  // showHint tells the options of the command that is being typed.
  #showHint(start, line) {
    this.#hint.hidden = !start;
    if (!start) return;
    const { raw } = parseLine(this.#leaves, line, this.#page.store.lookup);
    fill(this.#hint, h('b', {}, `/${start.leaf.name}`), h('span', { class: 'muted' }, ` ${start.leaf.description} `),
      start.leaf.options.map((o) => h('span', { class: `hint-option${raw.has(o.name) ? ' given' : ''}`, title: o.description },
        `${o.name}:`, h('span', { class: 'muted' }, o.required ? ' required' : ' optional'))));
  }

  #openPicker(found, line) {
    this.#found = found.slice(0, shown);
    this.#active = 0;
    const none = !this.#found.length;
    const text = this.#page.store.commands.length ? `No command fits ${line}.` : 'The bot has registered no commands.';
    fill(this.#picker, none ? h('li', { class: 'muted picker-empty', role: 'option', 'aria-disabled': 'true' }, text)
      : this.#found.map((leaf, i) => this.#item(leaf, i)));
    this.#picker.hidden = false;
    this.#input.setAttribute('aria-expanded', 'true');
    this.#mark();
  }

  #item(leaf, i) {
    return h('li', {
      id: `command-${i}`, role: 'option', class: 'picker-item',
      // Pressing must not take the focus out of the text box.
      onpointerdown: (event) => event.preventDefault(),
      onclick: () => this.#pick(leaf),
      onpointermove: () => { this.#active = i; this.#mark(); },
    }, h('b', {}, `/${leaf.name}`), h('span', { class: 'muted clip' }, leaf.description), this.#botOf(leaf),
    h('span', { class: 'picker-options' }, leaf.options.slice(0, 4).map((o) => h('span', { class: 'hint-option' }, o.name))));
  }

  // botOf tells whose command it is, where there are several bots.
  #botOf(leaf) {
    const bot = this.#page.store.botOf(leaf.command);
    return bot && h('span', { class: 'badge' }, bot);
  }

  #mark() {
    for (const [i, item] of [...this.#picker.children].entries()) {
      item.setAttribute('aria-selected', String(this.#found.length > 0 && i === this.#active));
    }
    const active = this.#found.length ? this.#picker.children[this.#active] : null;
    active?.scrollIntoView({ block: 'nearest' });
    if (active) this.#input.setAttribute('aria-activedescendant', active.id);
    else this.#input.removeAttribute('aria-activedescendant');
  }

  #closePicker() {
    this.#picker.hidden = true;
    this.#found = [];
    this.#input.setAttribute('aria-expanded', 'false');
    this.#input.removeAttribute('aria-activedescendant');
  }

  #key(event) {
    if (event.isComposing) return;
    if (!this.#picker.hidden && this.#pickerKey(event)) {
      event.preventDefault();
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      this.#submit();
    }
  }

  #pickerKey(event) {
    const n = this.#found.length;
    switch (event.key) {
      case 'Escape': this.#closePicker(); return true;
      case 'ArrowDown': case 'ArrowUp':
        if (!n) return false;
        this.#active = (this.#active + (event.key === 'ArrowDown' ? 1 : n - 1)) % n;
        this.#mark();
        return true;
      case 'Tab': case 'Enter':
        if (!n || event.shiftKey) return false;
        if (event.key === 'Enter' && this.#ready()) return false;
        this.#pick(this.#found[this.#active]);
        return true;
      default: return false;
    }
  }

  // ready reports whether the text names the marked command completely and
  // there is nothing more to ask.
  #ready() {
    const start = named(this.#leaves, this.#input.value);
    const marked = this.#found[this.#active];
    return start?.leaf.name === marked?.name && start.leaf.command.id === marked.command.id && start.leaf.options.length === 0;
  }

  #pick(leaf) {
    this.#closePicker();
    this.#openForm(leaf, new Map());
  }

  #openForm(leaf, raw, errors = []) {
    this.#form = new CommandForm(leaf, raw, errors, this.#page.store, {
      run: (values) => this.#run(leaf, values),
      cancel: (texts) => this.#backToText(toLine(leaf, texts)),
    });
    fill(this.#root, this.#form.element);
    this.#form.focus();
  }

  #backToText(text) {
    this.#form = null;
    this.#drawText();
    this.#setText(text);
    this.#input.focus();
    if (!text) return;
    this.#closePicker();
  }

  #submit() {
    if (this.#form) {
      this.#form.submit();
      return;
    }
    const text = this.#input.value;
    if (!text.trim()) return;
    const parsed = text.includes('\n') ? null : parseLine(this.#leaves, text.trim(), this.#page.store.lookup);
    if (parsed) this.#submitCommand(parsed);
    else this.#sendText(text);
  }

  #submitCommand({ leaf, raw, values, errors }) {
    const stray = errors.find((e) => e.option === null);
    if (stray) this.#showError(stray.message);
    else if (errors.length) this.#openForm(leaf, raw, errors);
    else this.#run(leaf, values);
  }

  #run(leaf, values) {
    const mentions = mentionsOf(this.#page.store);
    const options = leaf.options.filter((o) => o.type === optionTypes.string && !o.choices?.length && values.has(o.name));
    for (const { name } of options) values.set(name, withMentions(values.get(name), mentions));
    this.#backToText('');
    this.#page.run(leaf, toOptions(leaf, values));
  }

  // sendText posts the text. It goes away at once and comes back if the server
  // refuses it.
  async #sendText(text) {
    const channelID = this.#page.store.current;
    this.#setText('');
    const sent = await this.#page.say(channelID, withMentions(text, mentionsOf(this.#page.store)));
    if (sent || channelID !== this.#page.store.current || this.#input.value) return;
    this.#setText(text);
  }
}
