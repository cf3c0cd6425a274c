// What the page knows: guilds, channels, people, commands, and the messages of
// the channels that were opened. Events change it; listeners hear what changed.
// No DOM and no network.

import { compareIDs } from './time.js';

// Channel types. https://docs.discord.com/developers/resources/channel#channel-object-channel-types
export const channelTypes = { text: 0, dm: 1, voice: 2, category: 4, announcement: 5, stage: 13, forum: 15, media: 16 };
export const threadTypes = new Set([10, 11, 12]);

// Message flags that the page looks at.
export const messageFlags = { ephemeral: 1 << 6, loading: 1 << 7, componentsV2: 1 << 15 };

// canHoldMessages says whether a channel is a place to write in.
export function canHoldMessages(channel) {
  return ![channelTypes.category, channelTypes.forum, channelTypes.media, 14].includes(channel.type);
}

export class Store {
  self = null;
  bots = []; // {user, online}, the default one first
  features = {};
  home = null; // ID of the channel to begin with
  guilds = [];
  channels = new Map(); // by ID, threads included
  users = new Map();
  members = new Map(); // by user ID
  roles = new Map();
  #commands = []; // of all bots
  messages = new Map(); // channel ID → messages, oldest first
  complete = new Set(); // channels whose first message is loaded
  typing = new Map(); // channel ID → Map of user ID → end in milliseconds
  unread = new Set();
  current = null; // ID of the channel on the screen
  #listeners = [];

  // listen calls f with every change: {kind, channelID?, id?}.
  listen(f) {
    this.#listeners.push(f);
  }

  #tell(change) {
    for (const f of this.#listeners) f(change);
  }

  // load takes the answer of /ui/state.
  load(state) {
    this.self = state.user;
    this.bots = state.bots ?? [];
    this.home = state.channel_id ?? null;
    this.features = state.features ?? {};
    this.guilds = (state.guilds ?? []).map(({ id, name, applications }) => ({ id, name, applications }));
    this.channels = new Map();
    this.roles = new Map();
    this.members = new Map();
    for (const guild of state.guilds ?? []) this.#loadGuild(guild);
    for (const user of [state.user, ...this.bots.map((b) => b.user)]) this.#learn(user);
    this.#commands = state.commands ?? [];
    this.#tell({ kind: 'all' });
  }

  #loadGuild(guild) {
    for (const channel of [...(guild.channels ?? []), ...(guild.threads ?? [])]) {
      this.channels.set(channel.id, { guild_id: guild.id, ...channel });
    }
    for (const role of guild.roles ?? []) this.roles.set(role.id, role);
    for (const member of guild.members ?? []) this.#learnMember(member);
  }

  #learn(user) {
    if (user?.id) this.users.set(user.id, { ...this.users.get(user.id), ...user });
  }

  #learnMember(member) {
    if (!member?.user?.id) return;
    this.#learn(member.user);
    this.members.set(member.user.id, member);
  }

  #learnMessage(message) {
    if (!message.webhook_id) this.#learn(message.author);
    for (const user of message.mentions ?? []) this.#learn(user);
    if (message.referenced_message) this.#learn(message.referenced_message.author);
    this.#learn(message.interaction_metadata?.user);
  }

  // userName returns what a person is called here, or null if unknown.
  userName(id) {
    const user = this.users.get(id);
    return this.members.get(id)?.nick ?? user?.global_name ?? user?.username ?? null;
  }

  // commands lists what the bots offer in the channel on the screen.
  get commands() {
    const guild = this.guilds.find((g) => g.id === this.channels.get(this.current)?.guild_id);
    const offered = guild?.applications;
    return offered ? this.#commands.filter((c) => offered.includes(c.application_id)) : this.#commands;
  }

  // botOf names the bot of a command where there are several, else null.
  botOf(command) {
    return this.bots.length > 1 ? this.userName(command.application_id) : null;
  }

  // people lists the members who are no bots.
  get people() {
    return [...this.members.values()].map((m) => m.user).filter((u) => !u.bot);
  }

  // authorName returns what the author of a message is called.
  authorName(message) {
    const author = message.author ?? {};
    const nick = message.webhook_id ? null : this.members.get(author.id)?.nick ?? message.member?.nick;
    return nick ?? author.global_name ?? author.username ?? 'unknown';
  }

  // lookup finds the things that a typed name means; see commandline.read.
  get lookup() {
    const byName = (values, name, names) => {
      const wanted = name.toLowerCase();
      for (const value of values) {
        if (names(value).some((n) => n?.toLowerCase() === wanted)) return value.user?.id ?? value.id;
      }
      return undefined;
    };
    return {
      user: (name) => byName(this.members.values(), name, (m) => [m.user.username, m.nick])
        ?? byName(this.users.values(), name, (u) => [u.username, u.global_name]),
      channel: (name) => byName(this.channels.values(), name, (c) => [c.name]),
      role: (name) => byName(this.roles.values(), name, (r) => [r.name, r.name.replace(/^@/, '')]),
    };
  }

  // setMessages replaces the loaded messages of a channel, or adds older ones
  // before them. A short page means that the beginning is reached.
  setMessages(channelID, messages, { older = false, pageSize = 50 } = {}) {
    const known = older ? this.messages.get(channelID) ?? [] : [];
    const byID = new Map([...messages, ...known].map((m) => [m.id, m]));
    const sorted = [...byID.values()].sort((a, b) => compareIDs(a.id, b.id));
    for (const message of sorted) this.#learnMessage(message);
    this.messages.set(channelID, sorted);
    if (messages.length < pageSize) this.complete.add(channelID);
    else if (!older) this.complete.delete(channelID);
    this.#tell({ kind: older ? 'older' : 'messages', channelID });
  }

  // forget drops the messages of all channels, for they may have changed
  // unseen.
  forget() {
    this.messages.clear();
    this.complete.clear();
    this.typing.clear();
  }

  message(channelID, id) {
    return this.messages.get(channelID)?.find((m) => m.id === id) ?? null;
  }

  // open makes a channel the one on the screen.
  open(channelID) {
    this.current = channelID;
    this.unread.delete(channelID);
    this.#tell({ kind: 'open', channelID });
  }

  // apply takes an event. It returns 'reload' if only /ui/state can tell what
  // the event means.
  apply(name, data) {
    const handler = handlers[name];
    return handler ? handler(this, data) : 'reload';
  }

  // upsert puts a message in its place. Messages older than what is loaded stay
  // out: scrolling back will bring them.
  upsert(message, { create = true } = {}) {
    this.#learnMessage(message);
    const channelID = message.channel_id;
    const list = this.messages.get(channelID);
    if (create && channelID !== this.current && message.author?.id !== this.self?.id) {
      this.unread.add(channelID);
      this.#tell({ kind: 'channels' });
    }
    if (create) this.#stopTyping(channelID, message.author?.id);
    if (!list) return;
    const at = list.findIndex((m) => compareIDs(m.id, message.id) >= 0);
    if (at >= 0 && list[at].id === message.id) {
      list[at] = { ...list[at], ...message };
      this.#tell({ kind: 'message', channelID, id: message.id });
    } else if (at !== 0 || list.length === 0 || this.complete.has(channelID)) {
      list.splice(at < 0 ? list.length : at, 0, message);
      this.#tell({ kind: at < 0 ? 'new' : 'messages', channelID, id: message.id });
    }
  }

  // remove takes a message away, here only or because it was deleted.
  remove(channelID, id) {
    const list = this.messages.get(channelID);
    const at = list?.findIndex((m) => m.id === id) ?? -1;
    if (at < 0) return;
    list.splice(at, 1);
    this.#tell({ kind: 'gone', channelID, id });
  }

  #stopTyping(channelID, userID) {
    if (this.typing.get(channelID)?.delete(userID)) this.#tell({ kind: 'typing', channelID });
  }

  // change alters a loaded message in place.
  change(data, alter) {
    const message = this.message(data.channel_id, data.message_id);
    if (!message) return;
    alter(message);
    this.#tell({ kind: 'message', channelID: data.channel_id, id: data.message_id });
  }

  setChannel(channel) {
    const known = this.channels.get(channel.id);
    this.channels.set(channel.id, { ...known, ...channel });
    this.#tell({ kind: 'channels' });
  }

  removeChannel(channel) {
    this.channels.delete(channel.id);
    this.messages.delete(channel.id);
    this.#tell({ kind: 'channels' });
  }

  setTyping({ channel_id: channelID, user_id: userID, member }, until) {
    this.#learnMember(member);
    if (userID === this.self?.id) return;
    const typers = this.typing.get(channelID) ?? new Map();
    this.typing.set(channelID, typers.set(userID, until));
    this.#tell({ kind: 'typing', channelID });
  }

  setCommands(commands) {
    this.#commands = commands;
    this.#tell({ kind: 'commands' });
  }

  setBotOnline(id, online) {
    this.bots = this.bots.map((b) => (b.user.id === id ? { ...b, online } : b));
    this.#tell({ kind: 'bot' });
  }
}

// Typing shows for ten seconds, as in Discord.
const typingLasts = 10000;

const sameEmoji = (a, b) => (a.id || b.id ? a.id === b.id : a.name === b.name);

function addReaction(store, data) {
  store.change(data, (message) => {
    const reactions = (message.reactions ?? []).map((r) => ({ ...r }));
    let reaction = reactions.find((r) => sameEmoji(r.emoji, data.emoji));
    if (!reaction) reactions.push(reaction = { count: 0, emoji: data.emoji });
    reaction.count += 1;
    message.reactions = reactions;
  });
}

function removeReaction(store, data) {
  store.change(data, (message) => {
    message.reactions = (message.reactions ?? []).map((r) => (sameEmoji(r.emoji, data.emoji) ? { ...r, count: r.count - 1 } : r))
      .filter((r) => r.count > 0);
  });
}

const handlers = {
  MESSAGE_CREATE: (store, message) => store.upsert(message),
  MESSAGE_UPDATE: (store, message) => store.upsert(message, { create: false }),
  MESSAGE_DELETE: (store, { channel_id: channelID, id }) => store.remove(channelID, id),
  MESSAGE_DELETE_BULK: (store, { channel_id: channelID, ids }) => ids.forEach((id) => store.remove(channelID, id)),
  MESSAGE_REACTION_ADD: addReaction,
  MESSAGE_REACTION_REMOVE: removeReaction,
  MESSAGE_REACTION_REMOVE_ALL: (store, data) => store.change(data, (m) => { m.reactions = []; }),
  MESSAGE_REACTION_REMOVE_EMOJI: (store, data) => store.change(data, (m) => {
    m.reactions = (m.reactions ?? []).filter((r) => !sameEmoji(r.emoji, data.emoji));
  }),
  CHANNEL_CREATE: (store, channel) => store.setChannel(channel),
  CHANNEL_UPDATE: (store, channel) => store.setChannel(channel),
  CHANNEL_DELETE: (store, channel) => store.removeChannel(channel),
  THREAD_CREATE: (store, channel) => store.setChannel(channel),
  THREAD_UPDATE: (store, channel) => store.setChannel(channel),
  THREAD_DELETE: (store, channel) => store.removeChannel(channel),
  TYPING_START: (store, data) => store.setTyping(data, Date.now() + typingLasts),
  COMMANDS_UPDATE: (store, data) => {
    const commands = Array.isArray(data) ? data : data.commands;
    if (!Array.isArray(commands)) return 'reload';
    store.setCommands(commands);
    return undefined;
  },
  BOT_STATUS: (store, { id, online }) => store.setBotOnline(id, Boolean(online)),
};
