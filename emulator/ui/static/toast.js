// Short notices at the edge of the page.

import { h } from './dom.js';
import { icon } from './icons.js';

const stays = 8000;

// toast shows a notice, which goes away by itself or on a click.
export function toast(text, kind = 'error') {
  const box = document.getElementById('toasts');
  const note = h('div', { class: `toast ${kind}`, role: kind === 'error' ? 'alert' : 'status' },
    h('p', {}, text),
    h('button', { type: 'button', class: 'icon-button', 'aria-label': 'Dismiss', onclick: () => note.remove() }, icon('close')));
  box.append(note);
  while (box.children.length > 4) box.firstElementChild.remove();
  setTimeout(() => note.remove(), stays);
}
