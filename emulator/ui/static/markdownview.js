// Drawing the tree of markdown.js.

import { externalLink, h } from './dom.js';
import { parse, plain } from './markdown.js';
import { timestamp } from './time.js';

const elements = { bold: 'strong', italic: 'em', underline: 'u', strike: 's', quote: 'blockquote', subtext: 'small' };

const places = {
  customize: 'Channels & Roles', browse: 'Browse Channels', guide: 'Server Guide', 'linked-roles': 'Linked Roles',
};

// markdown draws the text of a message. page gives the store.
export function markdown(text, page) {
  return draw(parse(text), page);
}

// words returns the text of a message on one line, without formatting.
export function words(text, page) {
  return plain(parse(text), (node) => label(node, page)).replace(/\s+/g, ' ').trim();
}

function draw(nodes, page) {
  return nodes.map((node) => drawNode(node, page));
}

function drawNode(node, page) {
  switch (node.type) {
    case 'text': return node.text;
    case 'heading': return h(`h${node.level + 2}`, { class: 'md-heading' }, draw(node.children, page));
    case 'list': return list(node, page);
    case 'code': return h('code', {}, node.text);
    case 'codeblock': return codeBlock(node);
    case 'spoiler': return spoiler(draw(node.children, page));
    case 'link': return externalLink(node.url, draw(node.children, page));
    case 'channel': return channelMention(node, page);
    case 'user': return h('span', { class: `mention${node.id === page.store.self?.id ? ' mention-me' : ''}` }, label(node, page));
    case 'role': case 'everyone': case 'command': case 'place': return h('span', { class: 'mention' }, label(node, page));
    case 'emoji': return h('span', { class: 'emoji', title: `Custom emoji ${node.id}` }, `:${node.name}:`);
    case 'time': return time(node);
    default: return h(elements[node.type] ?? 'span', {}, draw(node.children ?? [], page));
  }
}

function label(node, { store }) {
  switch (node.type) {
    case 'user': return `@${store.userName(node.id) ?? 'unknown user'}`;
    case 'role': return `@${(store.roles.get(node.id)?.name ?? 'unknown role').replace(/^@/, '')}`;
    case 'channel': return `#${store.channels.get(node.id)?.name ?? 'unknown channel'}`;
    case 'everyone': return node.text;
    case 'command': return `/${node.name}`;
    case 'place': return places[node.name];
    case 'emoji': return `:${node.name}:`;
    case 'time': return timestamp(node.seconds, node.style);
    default: return '';
  }
}

function list(node, page) {
  const items = node.items.map((item) => h('li', {}, draw(item, page)));
  return node.ordered ? h('ol', { start: node.start }, items) : h('ul', {}, items);
}

function codeBlock(node) {
  return h('pre', { tabindex: '0', 'aria-label': node.language ? `Code, ${node.language}` : 'Code' }, h('code', {}, node.text));
}

function channelMention(node, page) {
  const known = page.store.channels.has(node.id);
  if (!known) return h('span', { class: 'mention' }, label(node, page));
  return h('a', { class: 'mention', href: `#${node.id}` }, label(node, page));
}

// spoiler hides nodes until the person asks for them.
export function spoiler(nodes) {
  const hidden = h('span', { class: 'spoiler-text', inert: true }, nodes);
  const box = h('span', { class: 'spoiler', role: 'button', tabindex: '0', 'aria-label': 'Spoiler, press to show' }, hidden);
  const show = (event) => {
    if (event.type === 'keydown' && event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    hidden.inert = false;
    box.classList.add('shown');
    for (const name of ['role', 'tabindex', 'aria-label']) box.removeAttribute(name);
    box.removeEventListener('click', show);
    box.removeEventListener('keydown', show);
  };
  box.addEventListener('click', show);
  box.addEventListener('keydown', show);
  return box;
}

function time(node) {
  const date = new Date(node.seconds * 1000);
  const valid = !Number.isNaN(date.getTime());
  return h('time', {
    class: 'timestamp',
    datetime: valid ? date.toISOString() : null,
    title: timestamp(node.seconds, 'F'),
    'data-relative': node.style === 'R' ? node.seconds : null,
  }, timestamp(node.seconds, node.style));
}

// refreshTimes writes the relative times of a part of the page anew.
export function refreshTimes(root) {
  for (const element of root.querySelectorAll('time[data-relative]')) {
    element.textContent = timestamp(Number(element.dataset.relative), 'R');
  }
}
