// Message components, old rows of buttons and components V2 alike. A component
// of an unknown type becomes a neutral box; nothing here trusts a field to be
// there. https://docs.discord.com/developers/components/reference

import { externalLink, h } from './dom.js';
import { colorOf } from './embeds.js';
import { markdown, spoiler } from './markdownview.js';
import { icon } from './icons.js';
import { fileCard, picture } from './media.js';
import { select } from './selects.js';

// components draws a list of components. context holds page, message, and
// press(customID, values), which says that the person used a component.
export function components(list, context) {
  return (list ?? []).map((component) => draw(component, context));
}

function draw(component, context) {
  const kind = kinds[component?.type];
  return kind ? kind(component, context) : unknown(component);
}

function unknown(component) {
  return h('div', { class: 'component-unknown muted' }, `A component of type ${component?.type ?? '?'}, which this page does not know.`);
}

const kinds = {
  1: (row, context) => h('div', { class: 'row' }, components(row.components, context)),
  2: button,
  3: select,
  5: select,
  6: select,
  7: select,
  8: select,
  9: section,
  10: (text, { page }) => h('div', { class: 'markdown' }, markdown(text.content, page)),
  11: (thumbnail) => h('div', { class: 'thumbnail' }, medium(thumbnail.media, thumbnail)),
  12: gallery,
  13: file,
  14: separator,
  17: container,
};

const styles = { 1: 'primary', 2: 'secondary', 3: 'success', 4: 'danger' };
const linkStyle = 5;
const premiumStyle = 6;

function button(component, context) {
  const content = [component.emoji && h('span', { class: 'emoji' }, emojiText(component.emoji)), component.label];
  if (component.style === linkStyle) return linkButton(component, content);
  const premium = component.style === premiumStyle;
  const key = `press:${component.custom_id}`;
  return h('button', {
    type: 'button',
    class: `button ${styles[component.style] ?? 'secondary'}`,
    'data-key': key,
    disabled: Boolean(component.disabled) || premium,
    title: premium ? 'Premium buttons open Discord’s shop, which is not here.' : null,
    'aria-label': component.label ? null : component.emoji?.name ?? 'Button',
    onclick: (event) => context.press(component.custom_id, component.type, undefined, event.currentTarget),
  }, premium ? 'Premium' : content);
}

function linkButton(component, content) {
  if (component.disabled) return h('span', { class: 'button secondary', 'aria-disabled': 'true' }, content, icon('out'));
  const link = externalLink(component.url, content, icon('out'));
  link.className = 'button secondary';
  return link;
}

// emojiText shows a unicode emoji as it is and a custom one by its name.
export function emojiText(emoji) {
  return emoji.id ? `:${emoji.name ?? 'emoji'}:` : emoji.name ?? '';
}

function section(component, context) {
  return h('div', { class: 'section' },
    h('div', { class: 'section-text' }, components(component.components, context)),
    component.accessory && h('div', { class: 'section-accessory' }, draw(component.accessory, context)));
}

function gallery(component, context) {
  const items = (component.items ?? []).map((item) => h('li', {}, medium(item.media, item)));
  return h('ul', { class: 'gallery', 'data-count': Math.min(items.length, 3), 'aria-label': 'Pictures' }, items);
}

function medium(media, { description, spoiler: hidden }) {
  const body = picture(media?.url, description || 'Image', media);
  return hidden ? spoiler([body]) : body;
}

function file(component) {
  const url = component.file?.url ?? '';
  const name = component.name ?? decodeURIComponentSafe(url.split(/[?#]/)[0].split('/').at(-1)) ?? 'file';
  const card = fileCard(name, url, component.size, component.file?.content_type);
  return component.spoiler ? spoiler([card]) : card;
}

function decodeURIComponentSafe(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function separator(component) {
  const line = component.divider !== false;
  return h('div', { class: `separator${component.spacing === 2 ? ' large' : ''}${line ? ' line' : ''}`, role: line ? 'separator' : null });
}

function container(component, context) {
  const color = colorOf(component.accent_color);
  const body = h('div', { class: `container${color ? ' accented' : ''}`, vars: color ? { '--embed-color': color } : {} },
    components(component.components, context));
  return component.spoiler ? spoiler([body]) : body;
}
