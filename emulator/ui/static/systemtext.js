// System messages in words, by message type.
// https://docs.discord.com/developers/resources/message#message-object-message-types

// The types that are shown like a message somebody wrote.
const written = new Set([0, 19, 20, 21, 23]);

const boost = (level) => (m, who) => `${who} boosted the server${m.content ? ` ${m.content} times` : ''}. It has reached level ${level}.`;

const texts = {
  1: (m, who) => `${who} added ${m.mentions?.[0]?.username ?? 'somebody'} to the group.`,
  2: (m, who) => `${who} removed ${m.mentions?.[0]?.username ?? 'somebody'} from the group.`,
  3: (m, who) => `${who} started a call.`,
  4: (m, who) => `${who} changed the channel name: ${m.content}`,
  5: (m, who) => `${who} changed the channel icon.`,
  6: (m, who) => `${who} pinned a message to this channel.`,
  7: (m, who) => `${who} joined the server.`,
  8: (m, who) => `${who} boosted the server${m.content ? ` ${m.content} times` : ''}.`,
  9: boost(1),
  10: boost(2),
  11: boost(3),
  12: (m, who) => `${who} added ${m.content} to this channel.`,
  14: () => 'This server is no longer in Server Discovery.',
  15: () => 'This server is in Server Discovery again.',
  16: () => 'This server has failed the requirements of Server Discovery for one week.',
  17: () => 'This server has failed the requirements of Server Discovery for three weeks in a row.',
  18: (m, who) => `${who} started a thread: ${m.content}`,
  22: () => 'Invite your friends to this server.',
  24: (m, who) => `AutoMod acted on a message of ${who}.`,
  25: (m, who) => `${who} ${m.role_subscription_data?.is_renewal ? 'renewed' : 'joined'} ${m.role_subscription_data?.tier_name ?? 'a role subscription'}.`,
  26: (m, who) => `${who} was offered a premium feature.`,
  27: (m, who) => `${who} started the stage: ${m.content}`,
  28: (m, who) => `${who} ended the stage: ${m.content}`,
  29: (m, who) => `${who} is now a speaker.`,
  31: (m, who) => `${who} changed the stage topic: ${m.content}`,
  32: (m, who) => `${who} upgraded an app to premium for this server.`,
  36: (m, who) => `${who} turned on security actions until ${m.content}.`,
  37: (m, who) => `${who} turned off security actions.`,
  38: (m, who) => `${who} reported a raid.`,
  39: (m, who) => `${who} reported a false alarm.`,
  44: (m, who) => `${who} bought something.`,
  46: (m, who) => `The poll of ${who} has closed.`,
};

// systemText returns the words for a system message of a person called who, or
// null for a message that somebody wrote.
export function systemText(message, who) {
  const type = message.type ?? 0;
  if (written.has(type)) return null;
  return texts[type]?.(message, who) ?? `A message of type ${type}, which this page does not know.`;
}
