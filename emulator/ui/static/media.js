// Files and pictures. A picture is drawn if this server has it; what lies
// elsewhere is a link, since the page asks no other server for anything.

import { externalLink, h, localFile } from './dom.js';
import { icon } from './icons.js';
import { spoiler } from './markdownview.js';

// size writes a number of bytes.
export function size(bytes) {
  if (!Number.isFinite(bytes)) return '';
  const units = ['bytes', 'KiB', 'MiB', 'GiB'];
  let n = bytes;
  let unit = 0;
  for (; n >= 1024 && unit < units.length - 1; unit++) n /= 1024;
  return `${unit ? n.toFixed(1) : n} ${units[unit]}`;
}

const spoilerFlag = 1 << 3;

// attachment draws one attachment of a message.
export function attachment(file) {
  const type = file.content_type ?? '';
  const name = file.title ?? file.filename ?? 'file';
  const hidden = Boolean((file.flags ?? 0) & spoilerFlag) || file.filename?.startsWith('SPOILER_');
  const body = playable(type, file.url, file.description ?? name, file) ?? fileCard(name, file.url, file.size, type);
  return h('div', { class: 'attachment' }, hidden ? spoiler([body]) : body);
}

function playable(type, url, description, dimensions) {
  if (type.startsWith('image/')) return localFile(url) ? picture(url, description, dimensions) : null;
  if (!localFile(url)) return null;
  if (type.startsWith('audio/')) return h('audio', { controls: true, preload: 'none', src: localFile(url), 'aria-label': description });
  if (type.startsWith('video/')) return h('video', { controls: true, preload: 'metadata', src: localFile(url), 'aria-label': description });
  return null;
}

// fileCard draws a file as a link with its size.
export function fileCard(name, url, bytes, type = '') {
  return h('div', { class: 'file' },
    h('span', { class: 'file-mark', 'aria-hidden': 'true' }, extension(name)),
    h('div', { class: 'file-text' },
      externalLink(localFile(url) ?? url, name),
      h('div', { class: 'muted' }, [size(bytes), type.split(';')[0]].filter(Boolean).join(' · '))));
}

function extension(name) {
  return (/\.([A-Za-z0-9]{1,4})$/.exec(name)?.[1] ?? 'file').toLowerCase();
}

// picture draws an image of this server, or a link to one elsewhere. The whole
// image opens on a click.
export function picture(url, description, { width, height } = {}) {
  const local = localFile(url);
  if (!local) return h('p', { class: 'picture-link' }, externalLink(url, description || 'Image', icon('out')));
  const image = h('img', { src: local, alt: description ?? '', width: width || null, height: height || null, loading: 'lazy' });
  const link = h('a', { href: local, target: '_blank', rel: 'noopener', class: 'picture' }, image);
  image.addEventListener('error', () => link.replaceWith(fileCard(description || 'image', url)));
  return link;
}
