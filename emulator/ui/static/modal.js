// Modals: the form that a bot answers an interaction with.
// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal

import { h } from './dom.js';
import { markdown } from './markdownview.js';
import { checkBoxes, checked, entries, option } from './selects.js';

// openModal shows the modal of an INTERACTION event. submit gets {custom_id,
// components}, the components in the form that Discord sends to the bot; it
// returns whether the server took them. Without submit the form only shows.
export function openModal(modal, page, submit) {
  const fields = (modal.components ?? []).map((component) => field(component, page));
  const send = async (event) => {
    event.preventDefault();
    if (!submit) return;
    const sent = await submit({ custom_id: modal.custom_id, components: fields.map((f) => f.read()).filter(Boolean) });
    if (sent) dialog.close();
  };
  const dialog = h('dialog', { class: 'modal', 'aria-labelledby': 'modal-title', onclose: () => dialog.remove() },
    h('form', { onsubmit: send },
      h('h2', { id: 'modal-title' }, modal.title ?? 'Form'),
      fields.map((f) => f.element),
      !submit && h('p', { class: 'muted' }, 'This local Discord cannot send forms back yet.'),
      h('div', { class: 'modal-foot' },
        h('button', { type: 'button', class: 'button secondary', onclick: () => dialog.close() }, 'Cancel'),
        h('button', { type: 'submit', class: 'button primary', disabled: !submit }, 'Submit'))));
  document.body.append(dialog);
  dialog.showModal();
}

// field draws a top-level component: {element, read}, where read returns the
// component's response structure or null if it has none.
function field(component, page) {
  switch (component?.type) {
    case 1: return row(component, page);
    case 10: return { element: h('div', { class: 'markdown' }, markdown(component.content, page)), read: () => withID(component, { type: 10 }) };
    case 18: return labelled(component, page);
    default: return { element: h('p', { class: 'component-unknown muted' }, `A field of type ${component?.type ?? '?'}, which this page does not know.`), read: () => null };
  }
}

// row is the old form of a modal: rows that hold one text input with a label.
function row(component, page) {
  const inputs = (component.components ?? []).map((child) => ({ child, control: control(child, page) }));
  const element = h('div', {}, inputs.map(({ child, control: c }) => named(child.label, null, c.element)));
  return { element, read: () => withID(component, { type: 1, components: inputs.map(({ control: c }) => c.read()).filter(Boolean) }) };
}

function labelled(component, page) {
  const c = control(component.component, page);
  const element = named(component.label, component.description, c.element);
  return { element, read: () => withID(component, { type: 18, component: c.read() }) };
}

// named puts a name over a control, for the eye and for screen readers.
function named(label, description, element) {
  element.setAttribute('aria-label', [label, description].filter(Boolean).join('. '));
  return h('div', { class: 'field' }, h('span', { class: 'field-name', 'aria-hidden': 'true' }, label),
    description && h('span', { class: 'muted about', 'aria-hidden': 'true' }, description), element);
}

function withID(component, response) {
  return component.id === undefined ? response : { ...response, id: component.id };
}

function control(component, page) {
  const draw = controls[component?.type];
  if (!draw) return { element: h('p', { class: 'muted' }, 'A field that this page does not know.'), read: () => null };
  const { element, value } = draw(component, page);
  return { element, read: () => withID(component, { type: component.type, custom_id: component.custom_id, ...value() }) };
}

const controls = {
  3: choice, 5: choice, 6: choice, 7: choice, 8: choice,
  4: textInput,
  19: () => ({ element: h('input', { type: 'file', disabled: true, title: 'Files cannot be sent from this page.' }), value: () => ({ values: [] }) }),
  21: radios,
  22: boxes,
  23: (component) => {
    const box = h('input', { type: 'checkbox', checked: Boolean(component.default) });
    return { element: box, value: () => ({ value: box.checked }) };
  },
};

function textInput(component) {
  const attributes = {
    required: component.required !== false, minlength: component.min_length, maxlength: component.max_length ?? 4000, placeholder: component.placeholder,
  };
  const input = component.style === 2 ? h('textarea', { ...attributes, rows: '4' }) : h('input', { ...attributes, type: 'text' });
  input.value = component.value ?? '';
  return { element: input, value: () => ({ value: input.value }) };
}

function choice(component, page) {
  const list = entries(component, page.store);
  if ((component.max_values ?? 1) > 1) {
    const group = checkBoxes(list, component.custom_id);
    return { element: group, value: () => ({ values: checked(group) }) };
  }
  const select = h('select', { class: 'select', required: component.required !== false },
    h('option', { value: '' }, component.placeholder ?? '—'), list.map(option));
  return { element: select, value: () => ({ values: select.value ? [select.value] : [] }) };
}

function radios(component) {
  const group = h('div', { class: 'check-list', role: 'radiogroup' }, (component.options ?? []).map((o) => h('label', { class: 'check' },
    h('input', { type: 'radio', name: component.custom_id, value: o.value, checked: Boolean(o.default), required: component.required !== false }),
    h('span', {}, o.label, o.description && h('span', { class: 'muted' }, ` ${o.description}`)))));
  return { element: group, value: () => ({ value: checked(group)[0] ?? null }) };
}

function boxes(component) {
  const list = (component.options ?? []).map((o) => ({ value: o.value, label: o.label, description: o.description, chosen: Boolean(o.default) }));
  const group = checkBoxes(list, component.custom_id);
  return { element: group, value: () => ({ values: checked(group) }) };
}
