// A bot with oceanic.js. What it has to do is told in ../README.md.
import { Client } from 'oceanic.js';
import { bytes, compare, failed, tell } from '../report/report.js';

const client = new Client({
  auth: `Bot ${process.env.DISCORD_TOKEN}`,
  gateway: { intents: ['GUILDS', 'GUILD_MESSAGES', 'GUILD_MESSAGE_REACTIONS', 'MESSAGE_CONTENT'] },
  rest: { baseURL: process.env.DISCORD_API },
});

const send = (message, options) => client.rest.channels.createMessage(message.channelID, options);

const answers = {
  '!ping': async (message) => {
    await send(message, { content: 'pong', messageReference: { messageID: message.id } });
    tell('pong');
  },
  '!edit': async (message) => {
    const sent = await send(message, { content: 'before' });
    await sent.edit({ content: 'after' });
    tell('edited');
  },
  '!react': async (message) => {
    await message.createReaction('👍');
  },
  '!command': async (message) => {
    const command = await client.application.createGuildCommand(message.guildID, {
      type: 1,
      name: 'greet',
      description: 'Says hello',
      options: [{ type: 3, name: 'name', description: 'To whom', required: true }],
    });
    tell('command', command.name);
  },
  '!button': async (message) => {
    const button = { type: 2, customID: 'pressed', label: 'Press', style: 1 };
    await send(message, { content: 'press', components: [{ type: 1, components: [button] }] });
    tell('button');
  },
  '!thread': async (message) => {
    const thread = await message.startThread({ name: 'talk' });
    await thread.createMessage({ content: 'in the thread' });
    tell('thread', thread.id);
  },
  '!file': async (message) => {
    const sent = await send(message, { content: 'a file', files: [{ name: 'bytes.bin', contents: bytes }] });
    await compare(sent.attachments.first().url);
  },
  '!history': async (message) => {
    const page = await client.rest.channels.getMessages(message.channelID, { limit: 3, before: message.id });
    tell('history', page.map((m) => m.content).join(','));
  },
  '!many': async (message) => {
    const sent = await Promise.all(Array.from({ length: 8 }, (_, i) => send(message, { content: `number ${i}` })));
    tell('many', sent.length);
  },
};

client.on('debug', (line) => console.error(line));
client.on('warn', (line) => console.error(line));
// oceanic.js tells of each lost connection as an error, and then opens a new one.
client.on('error', (error, shard) => (shard === undefined ? failed(error) : console.error(error)));
client.on('shardPreReady', () => tell('ready', client.user.id));
client.once('ready', () => tell('guild', client.guilds.get(process.env.DISCORD_GUILD_ID)?.id ?? 'missing'));
client.on('messageCreate', (message) => {
  if (message.author.bot) return;
  answers[message.content.split(' ')[0]]?.(message).catch(failed);
});
client.on('messageReactionAdd', (message, reactor, reaction) => {
  if (reactor.id === client.user.id) tell('reacted', reaction.emoji.name);
});

async function greet(interaction) {
  const name = interaction.data.options.getString('name', true);
  if (name === 'defer') {
    await interaction.defer();
    await interaction.editOriginal({ content: 'hello at last' });
  } else {
    await interaction.createMessage({ content: `hello, ${name}` });
    await interaction.editOriginal({ content: `hello again, ${name}` });
    await interaction.createFollowup({ content: 'one more thing' });
  }
  tell('answered', name);
}

client.on('interactionCreate', async (interaction) => {
  try {
    if (interaction.isCommandInteraction() && interaction.data.name === 'greet') {
      await greet(interaction);
    } else if (interaction.isComponentInteraction() && interaction.data.customID === 'pressed') {
      await interaction.editParent({ content: 'pressed it', components: [] });
      tell('clicked');
    }
  } catch (error) {
    failed(error);
  }
});

await client.connect();
