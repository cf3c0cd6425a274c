// A bot with eris. What it has to do is told in ../README.md.
import https from 'node:https';
import net from 'node:net';
import { Client, CommandInteraction, ComponentInteraction } from 'eris';
import { bytes, compare, failed, tell } from '../report/report.js';

// eris only speaks https, to a host without a port, so its agent opens another
// connection than it asks for.
const api = new URL(process.env.DISCORD_API);
const agent = new https.Agent();
agent.createConnection = () => net.connect(Number(api.port), api.hostname);

const client = new Client(`Bot ${process.env.DISCORD_TOKEN}`, {
  intents: ['guilds', 'guildMessages', 'guildMessageReactions', 'messageContent'],
  rest: { domain: api.host, baseURL: api.pathname, agent },
});

const answers = {
  '!ping': async (message) => {
    await client.createMessage(message.channel.id, { content: 'pong', messageReference: { messageID: message.id } });
    tell('pong');
  },
  '!edit': async (message) => {
    const sent = await client.createMessage(message.channel.id, 'before');
    await sent.edit('after');
    tell('edited');
  },
  '!react': async (message) => {
    await message.addReaction('👍');
  },
  '!command': async (message) => {
    const command = await client.createGuildCommand(message.guildID, {
      type: 1,
      name: 'greet',
      description: 'Says hello',
      options: [{ type: 3, name: 'name', description: 'To whom', required: true }],
    });
    tell('command', command.name);
  },
  '!button': async (message) => {
    const button = { type: 2, custom_id: 'pressed', label: 'Press', style: 1 };
    await client.createMessage(message.channel.id, { content: 'press', components: [{ type: 1, components: [button] }] });
    tell('button');
  },
  '!thread': async (message) => {
    const thread = await message.createThreadWithMessage({ name: 'talk' });
    await thread.createMessage('in the thread');
    tell('thread', thread.id);
  },
  '!file': async (message) => {
    const sent = await client.createMessage(message.channel.id, { content: 'a file' }, { name: 'bytes.bin', file: bytes });
    await compare(sent.attachments[0].url);
  },
  '!history': async (message) => {
    const page = await client.getMessages(message.channel.id, { limit: 3, before: message.id });
    tell('history', page.map((m) => m.content).join(','));
  },
  '!many': async (message) => {
    const all = Array.from({ length: 8 }, (_, i) => client.createMessage(message.channel.id, `number ${i}`));
    tell('many', (await Promise.all(all)).length);
  },
};

client.on('debug', (line) => console.error(line));
client.on('warn', (line) => console.error(line));
// eris tells of each lost connection as an error, and then opens a new one.
client.on('error', (error, shard) => (shard === undefined ? failed(error) : console.error(error)));
client.on('shardPreReady', () => tell('ready', client.user.id));
client.once('ready', () => tell('guild', client.guilds.get(process.env.DISCORD_GUILD_ID)?.id ?? 'missing'));
client.on('messageCreate', (message) => {
  if (message.author.bot) return;
  answers[message.content.split(' ')[0]]?.(message).catch(failed);
});
client.on('messageReactionAdd', (message, emoji, reactor) => {
  if (reactor.id === client.user.id) tell('reacted', emoji.name);
});

async function greet(interaction) {
  const name = interaction.data.options.find((option) => option.name === 'name').value;
  if (name === 'defer') {
    await interaction.defer();
    await interaction.editOriginalMessage('hello at last');
  } else {
    await interaction.createMessage(`hello, ${name}`);
    await interaction.editOriginalMessage(`hello again, ${name}`);
    await interaction.createFollowup('one more thing');
  }
  tell('answered', name);
}

client.on('interactionCreate', async (interaction) => {
  try {
    if (interaction instanceof CommandInteraction && interaction.data.name === 'greet') {
      await greet(interaction);
    } else if (interaction instanceof ComponentInteraction && interaction.data.custom_id === 'pressed') {
      await interaction.editParent({ content: 'pressed it', components: [] });
      tell('clicked');
    }
  } catch (error) {
    failed(error);
  }
});

await client.connect();
