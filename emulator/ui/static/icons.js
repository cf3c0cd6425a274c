// Small line drawings, as SVG nodes. They say nothing to a screen reader: the
// text next to them does.

const paths = {
  text: 'M6.5 2.5 5 13.5M11 2.5 9.5 13.5M3 5.8h10.4M2.6 10.2H13',
  voice: 'M3 6v4h2.4L9 13V3L5.4 6zM11 5.8a3 3 0 0 1 0 4.4M12.8 4a5.6 5.6 0 0 1 0 8',
  announcement: 'M3 6v4l2 .3L6 14h1.6l-.6-3.4 5 2.4V3L5.6 5.7z',
  stage: 'M8 2.5a2 2 0 0 1 2 2v3a2 2 0 0 1-4 0v-3a2 2 0 0 1 2-2zM3.8 7.3a4.2 4.2 0 0 0 8.4 0M8 11.6V14',
  forum: 'M2.5 3.5h8v6h-4l-2.4 2v-2H2.5zM12.3 6h1.2v5.5H12v2L9.6 11.5H7.8',
  thread: 'M4 2.5v5.2a2 2 0 0 0 2 2h6.5M9.7 6.9l2.8 2.8-2.8 2.8',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  close: 'M4 4l8 8M12 4l-8 8',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  eye: 'M1.8 8S4.2 3.9 8 3.9 14.2 8 14.2 8 11.8 12.1 8 12.1 1.8 8 1.8 8zM8 6.3a1.7 1.7 0 1 0 0 3.4 1.7 1.7 0 0 0 0-3.4z',
  reply: 'M3 13V8.5a3 3 0 0 1 3-3h7M10.4 2.9 13 5.5l-2.6 2.6',
  arrow: 'M2.5 8h10.5M9.5 4.5 13 8l-3.5 3.5',
  fault: 'M9 1.8 3.4 9.2h4.2L7 14.2l5.6-7.4H8.4z',
  out: 'M6 4h6v6M12 4 4.5 11.5',
};

const namespace = 'http://www.w3.org/2000/svg';

// icon returns a drawing by name.
export function icon(name) {
  const svg = document.createElementNS(namespace, 'svg');
  const path = document.createElementNS(namespace, 'path');
  const attributes = { viewBox: '0 0 16 16', class: 'icon', 'aria-hidden': 'true', focusable: 'false' };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  path.setAttribute('d', paths[name] ?? paths.text);
  svg.append(path);
  return svg;
}
