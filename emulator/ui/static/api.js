// The page's side of the emulator's HTTP: the UI API under /ui/ and the control
// API. Failures come as Failure, in words for the person who looks at the page.

export class Failure extends Error {}

// controlBase returns where the control API is: what /ui/state says, without
// the host if it is this server under another of its names.
export function controlBase(control, location) {
  if (!control) return '/control';
  const url = new URL(control, location.href);
  const base = url.port === location.port && url.protocol === location.protocol ? url.pathname : url.href;
  return base.replace(/\/+$/, '');
}

// failureText says what a refused request was refused for: Discord's message,
// and each field that its error tree names.
export function failureText(status, body) {
  if (!body || typeof body !== 'object' || typeof body.message !== 'string') {
    return typeof body?.error === 'string' ? body.error : `The server answered with status ${status}.`;
  }
  const fields = flatten(body.errors, '').map(({ path, message }) => (path ? `${path}: ${message}` : message));
  return fields.length ? `${body.message}: ${fields.join(' ')}` : body.message;
}

// flatten walks Discord's nested errors object, whose leaves are lists under
// the key _errors. https://docs.discord.com/developers/reference#error-messages
function flatten(node, path) {
  if (!node || typeof node !== 'object') return [];
  return Object.entries(node).flatMap(([key, value]) => {
    if (key === '_errors' && Array.isArray(value)) return value.map((e) => ({ path, message: String(e?.message ?? e) }));
    const step = /^\d+$/.test(key) ? `[${key}]` : `${path && '.'}${key}`;
    return flatten(value, path + step);
  });
}

async function call(method, url, body) {
  let response;
  try {
    response = await fetch(url, {
      method,
      headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Failure('The local Discord does not answer. Is it still running?');
  }
  const text = await response.text();
  let answer = null;
  try {
    answer = text ? JSON.parse(text) : null;
  } catch {
    // An answer without JSON is told by its status below.
  }
  if (!response.ok) throw new Failure(failureText(response.status, answer));
  return answer;
}

// API looks through the eyes of one person, or of the world's first one without
// an ID. It holds the address of the control API, which the first state tells.
export class API {
  control = '/control';
  #person;

  constructor(person = null) {
    this.#person = person;
  }

  #path(name, query = {}) {
    const parameters = new URLSearchParams(query);
    if (this.#person) parameters.set('user_id', this.#person);
    return `/ui/${name}${parameters.size ? `?${parameters}` : ''}`;
  }

  async state() {
    const state = await call('GET', this.#path('state'));
    this.control = controlBase(state.control, globalThis.location);
    return state;
  }

  // messages returns up to 50 messages of a channel, oldest first; before is an
  // ID, or null for the newest ones.
  messages(channelID, before = null) {
    const query = { channel_id: channelID, limit: '50' };
    if (before) query.before = before;
    return call('GET', this.#path('messages', query));
  }

  // interaction returns what the bot has answered to an interaction so far.
  interaction(id) {
    return call('GET', `${this.control}/interaction-state?${new URLSearchParams({ id })}`);
  }

  // faults returns what is broken on purpose.
  faults() {
    return call('GET', `${this.control}/faults`);
  }

  // stats returns what one application's bot has done, or with '' what all have.
  stats(applicationID) {
    return call('GET', `${this.control}/stats?${new URLSearchParams({ application_id: applicationID })}`);
  }

  // act posts one thing that a person does, such as user-message, interaction,
  // component or modal, or a fault.
  act(what, body) {
    return call('POST', `${this.control}/${what}`, body);
  }

  // live opens the stream of events; see live.
  live(on) {
    live(this.#path('events'), on);
  }
}

// The names of the events that /ui/events sends.
const eventNames = [
  'MESSAGE_CREATE', 'MESSAGE_UPDATE', 'MESSAGE_DELETE', 'MESSAGE_DELETE_BULK',
  'MESSAGE_REACTION_ADD', 'MESSAGE_REACTION_REMOVE', 'MESSAGE_REACTION_REMOVE_ALL', 'MESSAGE_REACTION_REMOVE_EMOJI',
  'CHANNEL_CREATE', 'CHANNEL_UPDATE', 'CHANNEL_DELETE', 'THREAD_CREATE', 'THREAD_UPDATE', 'THREAD_DELETE', 'TYPING_START',
  'GUILD_CREATE', 'GUILD_UPDATE', 'GUILD_DELETE', 'GUILD_MEMBER_ADD', 'GUILD_MEMBER_UPDATE', 'GUILD_MEMBER_REMOVE',
  'GUILD_ROLE_CREATE', 'GUILD_ROLE_UPDATE', 'GUILD_ROLE_DELETE',
  'COMMANDS_UPDATE', 'INTERACTION', 'BOT_STATUS', 'REQUEST_FAILED',
];

// live keeps the stream of events open. open is called on every connect, also
// the later ones, since what happened in between has to be read again; lost is
// called when the stream ends.
function live(url, { open, event, lost }) {
  const first = 500;
  const longest = 8000;
  let delay = first;
  const connect = () => {
    const source = new EventSource(url);
    source.onopen = () => {
      delay = first;
      open();
    };
    source.onerror = () => {
      // The browser retries only some failures; closing makes them all alike.
      source.close();
      lost();
      setTimeout(connect, delay);
      delay = Math.min(delay * 2, longest);
    };
    for (const name of eventNames) {
      source.addEventListener(name, (e) => {
        const data = decode(e.data);
        if (data) event(name, data);
      });
    }
  };
  connect();
}

function decode(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
