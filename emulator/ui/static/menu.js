// The menu of a message: the bot's commands for messages and for people.
// https://docs.discord.com/developers/interactions/application-commands#user-commands

import { h } from './dom.js';
import { icon } from './icons.js';

const userCommand = 2;
const messageCommand = 3;

// entries lists what the bot offers for a message: {command, target, label}.
export function entries(message, store) {
  return store.commands.flatMap((command) => {
    const bot = store.botOf(command);
    const name = bot ? `${bot}: ${command.name}` : command.name;
    if (command.type === messageCommand) return [{ command, target: message.id, label: name }];
    if (command.type === userCommand && !message.webhook_id) {
      return [{ command, target: message.author.id, label: `${name} (${store.authorName(message)})` }];
    }
    return [];
  });
}

// menuButton draws the button that opens the menu, or null if there would be
// nothing in it.
export function menuButton(message, page) {
  if (!entries(message, page.store).length) return null;
  return h('button', {
    type: 'button', class: 'icon-button menu-button', 'aria-label': 'Commands for this message', 'aria-haspopup': 'menu', 'data-key': 'menu',
    onclick: (event) => open(event.currentTarget, message, page),
  }, icon('more'));
}

function open(button, message, page) {
  const choose = ({ command, target }) => {
    menu.hidePopover();
    page.use(command, target);
  };
  const items = entries(message, page.store).map((entry) => h('button', { type: 'button', role: 'menuitem', onclick: () => choose(entry) }, entry.label));
  const menu = h('div', { class: 'menu', role: 'menu', popover: 'auto', onkeydown: (event) => move(event, items) }, items);
  menu.addEventListener('toggle', (event) => event.newState === 'closed' && menu.remove());
  document.body.append(menu);
  menu.showPopover();
  const at = button.getBoundingClientRect();
  menu.style.top = `${Math.min(at.bottom + 4, innerHeight - menu.offsetHeight - 8)}px`;
  menu.style.left = `${Math.max(8, at.right - menu.offsetWidth)}px`;
  items[0].focus();
}

function move(event, items) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
}
