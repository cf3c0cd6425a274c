// Names that a person writes, as the mentions that Discord's clients send.

// mentionsOf lists what can be mentioned by name: {text: '@ada', mention:
// '<@1>'}, the longest first. Where two share a name the first known wins.
export function mentionsOf(store) {
  const found = new Map();
  const add = (text, mention) => {
    const key = text.toLowerCase();
    if (text.length > 1 && !found.has(key)) found.set(key, { text: key, mention });
  };
  for (const user of store.users.values()) {
    for (const name of [user.username, store.userName(user.id)]) if (name) add(`@${name}`, `<@${user.id}>`);
  }
  for (const role of store.roles.values()) {
    if (role.name !== '@everyone') add(`@${role.name}`, `<@&${role.id}>`);
  }
  for (const channel of store.channels.values()) add(`#${channel.name}`, `<#${channel.id}>`);
  return [...found.values()].sort((a, b) => b.text.length - a.text.length);
}

// withMentions replaces the names in a text by mentions, but not inside code.
export function withMentions(text, mentions) {
  if (!mentions.length) return text;
  const byText = new Map(mentions.map((m) => [m.text, m.mention]));
  const names = mentions.map((m) => RegExp.escape?.(m.text) ?? m.text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&'));
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}_<&#@])(?:${names.join('|')})(?![\\p{L}\\p{N}_])`, 'giu');
  return text.split(/(```[^]*?```|`[^`]*`)/).map((part, i) => (
    i % 2 ? part : part.replace(pattern, (name) => byText.get(name.toLowerCase()) ?? name)
  )).join('');
}
