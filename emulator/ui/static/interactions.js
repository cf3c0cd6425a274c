// Interactions on their way: what the person started and the bot has not yet
// answered. No DOM.

// Interactions follows each interaction from the press to the answer. changed
// is called after every change, with the entry; answered when the server says
// that the bot has answered an entry, with its event.
export class Interactions {
  #waiting = new Map(); // key → entry
  #early = new Map(); // interaction ID → event that came before its ID was known
  #nextKey = 1;
  #changed;
  #answered;

  constructor({ changed, answered }) {
    this.#changed = changed;
    this.#answered = answered;
  }

  // start follows a request that answers {id}. entry says what it is about:
  // {kind, channelID, label} and for components messageID and customID. The
  // error of the request is thrown on.
  async start(entry, request) {
    const key = this.#nextKey++;
    this.#set(key, { ...entry, key, state: 'waiting' });
    let answer;
    try {
      answer = await request;
    } catch (error) {
      this.dismiss(key);
      throw error;
    }
    const current = this.#waiting.get(key);
    if (!current || !answer?.id) return;
    this.#set(key, { ...current, id: answer.id });
    const early = this.#early.get(answer.id);
    this.#early.delete(answer.id);
    if (early) this.event(early);
  }

  // event takes an INTERACTION event.
  event(data) {
    const entry = this.#byID(data.id);
    if (!entry) {
      this.#remember(data);
    } else if (data.state === 'failed') {
      this.#set(entry.key, { ...entry, state: 'failed' });
    } else if (data.state === 'answered') {
      this.dismiss(entry.key);
      this.#answered(data);
    }
  }

  // message takes a message that belongs to an interaction: its answer shows,
  // so nothing waits any more.
  message(message) {
    const entry = this.#byID(message.interaction_metadata?.id ?? message.interaction?.id);
    if (entry && entry.kind === 'command') this.dismiss(entry.key);
  }

  // list returns the entries of a channel, oldest first.
  list(channelID) {
    return [...this.#waiting.values()].filter((e) => e.channelID === channelID);
  }

  // of returns the newest entry about a component of a message, or null.
  of(messageID) {
    return [...this.#waiting.values()].filter((e) => e.messageID === messageID).at(-1) ?? null;
  }

  dismiss(key) {
    const entry = this.#waiting.get(key);
    if (this.#waiting.delete(key)) this.#changed(entry);
  }

  // clear forgets everything, when the connection was lost and nobody will tell
  // how it went.
  clear() {
    for (const key of [...this.#waiting.keys()]) this.dismiss(key);
    this.#early.clear();
  }

  #byID(id) {
    return id ? [...this.#waiting.values()].find((e) => e.id === id) : undefined;
  }

  #set(key, entry) {
    this.#waiting.set(key, entry);
    this.#changed(entry);
  }

  // An event may overtake the answer to the request; a few are enough.
  #remember(data) {
    this.#early.set(data.id, data);
    if (this.#early.size > 20) this.#early.delete(this.#early.keys().next().value);
  }
}
