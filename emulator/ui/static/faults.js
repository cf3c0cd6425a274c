// The faults that the page offers, and in words what came of them. No DOM and no
// network.

// Ways to lose the connection to the gateway: body is what /control/drop takes,
// done what has happened then to a connection.
export const drops = [
  {
    label: 'Break the connection', done: 'broken', body: { mode: 'abrupt' },
    hint: 'The network fails without a word. The bot should connect again and resume: it misses nothing.',
  },
  {
    label: 'Ask to reconnect', done: 'asked to reconnect', body: { mode: 'reconnect' },
    hint: 'Op 7: Discord is about to restart a server. The bot should reconnect and resume at once.',
  },
  {
    label: 'Invalid session, can resume', done: 'told that its session is invalid', body: { mode: 'invalid', resumable: true },
    hint: 'Op 9 with true, which is rare. The bot should resume.',
  },
  {
    label: 'Invalid session, lost', done: 'told that its session is lost', body: { mode: 'invalid', resumable: false },
    hint: 'Op 9 with false: nothing is left to resume. The bot should start anew.',
  },
];

// Codes to close a connection with, by what Discord expects of the bot then.
// https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
export const closeCodes = [
  {
    label: 'The bot should resume', codes: { 4000: 'unknown error', 4002: 'decode error', 4008: 'rate limited' },
    hint: 'The bot should connect again and resume.',
  },
  {
    label: 'The bot should start anew', codes: { 4007: 'invalid sequence', 4009: 'session timed out' },
    hint: 'Nothing is left to resume. The bot should start anew.',
  },
  {
    label: 'Fatal: the bot should stop', codes: { 4004: 'authentication failed', 4011: 'sharding required', 4013: 'invalid intents', 4014: 'disallowed intents' },
    hint: 'Fatal: your bot should stop and say why. The bot of accord demo does, which ends the demo.',
  },
];

// Ways in which requests fail: body is what /control/fail-next takes.
export const failures = [
  { label: '500 server error', hint: 'Discord stumbles. The bot should try again, if the request may happen twice.', body: { status: 500 } },
  { label: '429 for this route', hint: 'The bot should wait 2 seconds with this route; the others go on.', body: { status: 429, retry_after: 2 } },
  { label: '429 for all routes', hint: 'The global limit: the bot should send nothing for 2 seconds.', body: { status: 429, retry_after: 2, global: true } },
  {
    label: '403 missing permissions', hint: 'Trying again is of no use. The bot should say what it may not do.',
    body: { status: 403, body: { message: 'Missing Permissions', code: 50013 } },
  },
  { label: 'Connection cut', hint: 'No answer, and nothing was done. The bot may try again, but can’t know that.', body: { status: 0 } },
  { label: 'Answer lost', hint: 'It was done, but no answer comes. A bot that just tries again does it twice.', body: { status: 0, after: true } },
];

// The delays to choose from, as the control API writes them.
export const delays = { '0s': 'none', '300ms': '300 ms', '2s': '2 seconds' };

const count = (n, thing) => `${n} ${thing}${n === 1 ? '' : 's'}`;

// dropped tells what came of a drop: n is how many connections it met, who the
// bot that was meant, or null for any of several.
export function dropped(n, done, who) {
  if (n > 0) return `${count(n, 'connection')} ${done}.`;
  return who ? `${who} is not connected.` : 'No bot is connected.';
}

// failing tells which requests are going to fail: those of a bot, or with null
// anybody's.
export function failing(n, label, who) {
  const next = n === 1 ? 'next request' : `next ${n} requests`;
  return `The ${next}${who ? ` of ${who}` : ''} ${n === 1 ? 'fails' : 'fail'}: ${label}.`;
}

// failed tells of a request that has failed, as the event REQUEST_FAILED does. who
// is the bot that made it, or null where that goes without saying.
export function failed({ method, path, status }, who) {
  return `${who ? `${who}: ` : ''}${method} ${path} ${status ? `was answered with ${status}` : 'got no answer'}.`;
}

// inForce lists what is broken now, as /control/faults tells it: for all, and then
// for each bot for which it is not the same. guildName and botName name a guild
// and a bot.
export function inForce(faults, guildName, botName) {
  const own = faults.bots.filter((bot) => bot.failures || bot.drops || delaysOf(bot).join() !== delaysOf(faults).join());
  return [
    ...list(faults),
    ...faults.unavailable.map((id) => `${guildName(id)} down`),
    ...own.map((bot) => `${botName(bot.application_id)}: ${list(bot).join(' and ') || 'nothing'}`),
  ];
}

// list tells the faults of one bot, or of all.
function list(faults) {
  return [...delaysOf(faults), faults.failures && `${count(faults.failures, 'request')} to fail`, faults.drops && `${count(faults.drops, 'connection')} to end`].filter(Boolean);
}

// delaysOf tells those faults that a bot has either of its own or as all have them.
function delaysOf({ latency, gateway }) {
  const wait = (delay) => delays[delay] ?? delay;
  return [
    gateway.latency !== '0s' && `gateway slower by ${wait(gateway.latency)}`,
    gateway.miss_acks && `${gateway.miss_acks < 0 ? 'heartbeats' : count(gateway.miss_acks, 'heartbeat')} without answer`,
    gateway.corrupt && `${count(gateway.corrupt, 'frame')} to be damaged`,
    gateway.truncate && `${count(gateway.truncate, 'frame')} to be halved`,
    gateway.repeat && `${count(gateway.repeat, 'event')} again in each resume`,
    latency !== '0s' && `REST slower by ${wait(latency)}`,
  ].filter(Boolean);
}

// faultsOf returns the faults of a bot; those of all where it has none of its own,
// or none is named.
export function faultsOf(faults, applicationID) {
  return faults.bots.find((bot) => bot.application_id === applicationID) ?? faults;
}

// news tells what a bot has done between two answers of /control/stats: whether it
// resumes or starts anew is what one breaks connections for.
export function news(before, after, who) {
  const resumed = after.resumes - before.resumes;
  const identified = after.identifies - before.identifies;
  const refused = after.responses_429 - before.responses_429;
  const often = (n) => (n === 1 ? '' : ` ${n} times`);
  return [
    resumed > 0 && `${who} asked to resume${often(resumed)}.`,
    identified > 0 && `${who} started anew${often(identified)}.`,
    refused > 0 && `${count(refused, 'request')} of ${who} answered with 429.`,
  ].filter(Boolean);
}
