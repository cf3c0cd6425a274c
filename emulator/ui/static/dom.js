// Building DOM nodes. Data only ever becomes text nodes and attributes here;
// nothing in this page parses HTML.

// linkTarget returns the URL if a link may point to it (http and https only),
// else null. Relative URLs belong to this server.
export function linkTarget(url, base = globalThis.location?.href) {
  try {
    const parsed = new URL(url, base);
    return parsed.protocol === 'http:' || parsed.protocol === 'https:' ? parsed.href : null;
  } catch {
    return null;
  }
}

// h builds an element. An attribute that is a function becomes a listener
// (onclick), false, null and undefined leave the attribute out, true makes it
// empty, and an object under `vars` sets CSS custom properties. Children are
// nodes, text, nested arrays; null and false are left out.
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    setAttribute(element, name, value);
  }
  append(element, children);
  return element;
}

function setAttribute(element, name, value) {
  if (value === false || value === null || value === undefined) return;
  if (typeof value === 'function') {
    element.addEventListener(name.slice(2), value);
  } else if (name === 'vars') {
    for (const [key, v] of Object.entries(value)) element.style.setProperty(key, v);
  } else if (name === 'href' || name === 'src') {
    const target = linkTarget(value);
    if (target) element.setAttribute(name, target);
  } else {
    element.setAttribute(name, value === true ? '' : String(value));
  }
}

function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : String(child));
  }
}

// fill replaces the children of an element.
export function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
  return element;
}

// externalLink builds a link that opens in a new tab and tells the other side
// nothing. A URL that may not be a link becomes plain text.
export function externalLink(url, ...children) {
  const label = children.length ? children : [url];
  if (!linkTarget(url)) return h('span', {}, label);
  return h('a', { href: url, target: '_blank', rel: 'noopener noreferrer', title: url }, label);
}

// localFile returns the path of a URL that this server serves, under whichever
// name the person opened the page, or null for a URL elsewhere: the page loads
// nothing from other servers.
export function localFile(url, location = globalThis.location) {
  let parsed;
  try {
    parsed = new URL(url, location.href);
  } catch {
    return null;
  }
  const loopback = (host) => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(host);
  if (parsed.protocol !== location.protocol || parsed.port !== location.port) return null;
  if (parsed.hostname !== location.hostname && !(loopback(parsed.hostname) && loopback(location.hostname))) return null;
  return parsed.pathname + parsed.search;
}
