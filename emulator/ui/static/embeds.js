// Embeds of a message.
// https://docs.discord.com/developers/resources/message#embed-object

import { externalLink, h } from './dom.js';
import { markdown } from './markdownview.js';
import { picture } from './media.js';

// colorOf writes a colour number as CSS, or null for none.
export function colorOf(number) {
  if (!Number.isInteger(number) || number < 0 || number > 0xffffff) return null;
  return `#${number.toString(16).padStart(6, '0')}`;
}

// embed draws one embed.
export function embed(data, page) {
  const color = colorOf(data.color);
  return h('article', { class: 'embed', vars: color ? { '--embed-color': color } : {} },
    h('div', { class: 'embed-main' },
      data.provider?.name && h('div', { class: 'muted' }, data.provider.name),
      data.author?.name && h('div', { class: 'embed-author' }, maybeLink(data.author.url, data.author.name)),
      data.title && h('div', { class: 'embed-title' }, maybeLink(data.url, markdown(data.title, page))),
      data.description && h('div', { class: 'markdown' }, markdown(data.description, page)),
      fields(data.fields, page),
      data.image && picture(data.image.url, data.image.description ?? 'Image', data.image),
      data.video?.url && h('p', {}, externalLink(data.video.url, 'Video')),
      footer(data)),
    data.thumbnail && h('div', { class: 'embed-thumbnail' }, picture(data.thumbnail.url, data.thumbnail.description ?? 'Thumbnail')));
}

function maybeLink(url, content) {
  return url ? externalLink(url, content) : content;
}

function fields(list, page) {
  if (!list?.length) return null;
  return h('dl', { class: 'embed-fields' }, list.map((field) => h('div', { class: field.inline ? 'inline' : 'wide' },
    h('dt', {}, markdown(field.name, page)),
    h('dd', { class: 'markdown' }, markdown(field.value, page)))));
}

function footer(data) {
  const when = data.timestamp ? new Date(data.timestamp) : null;
  const parts = [data.footer?.text, when && !Number.isNaN(when.getTime()) && when.toLocaleString()].filter(Boolean);
  return parts.length ? h('div', { class: 'embed-footer muted' }, parts.join(' · ')) : null;
}
