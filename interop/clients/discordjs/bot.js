// A bot with discord.js. What it has to do is told in ../README.md.
import {
  ActionRowBuilder, ApplicationCommandOptionType, ButtonBuilder, ButtonStyle, Client, Events, GatewayIntentBits,
} from 'discord.js';
import { bytes, compare, failed, tell } from '../report/report.js';

const client = new Client({
  intents: [
    GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.GuildMessageReactions,
    GatewayIntentBits.MessageContent,
  ],
  rest: { api: process.env.DISCORD_API.replace(/\/v\d+$/, ''), version: '10' },
});

const answers = {
  '!ping': async (message) => {
    await message.reply('pong');
    tell('pong');
  },
  '!edit': async (message) => {
    const sent = await message.channel.send('before');
    await sent.edit('after');
    tell('edited');
  },
  '!react': async (message) => {
    await message.react('👍');
  },
  '!command': async (message) => {
    const command = await message.guild.commands.create({
      name: 'greet',
      description: 'Says hello',
      options: [{ type: ApplicationCommandOptionType.String, name: 'name', description: 'To whom', required: true }],
    });
    tell('command', command.name);
  },
  '!button': async (message) => {
    const button = new ButtonBuilder().setCustomId('pressed').setLabel('Press').setStyle(ButtonStyle.Primary);
    await message.channel.send({ content: 'press', components: [new ActionRowBuilder().addComponents(button)] });
    tell('button');
  },
  '!thread': async (message) => {
    const thread = await message.startThread({ name: 'talk' });
    await thread.send('in the thread');
    tell('thread', thread.id);
  },
  '!file': async (message) => {
    const sent = await message.channel.send({ content: 'a file', files: [{ attachment: bytes, name: 'bytes.bin' }] });
    await compare(sent.attachments.first().url);
  },
  '!history': async (message) => {
    const page = await message.channel.messages.fetch({ limit: 3, before: message.id });
    tell('history', page.map((m) => m.content).join(','));
  },
  '!many': async (message) => {
    const sent = await Promise.all(Array.from({ length: 8 }, (_, i) => message.channel.send(`number ${i}`)));
    tell('many', sent.length);
  },
};

client.on(Events.Debug, (line) => console.error(line));
client.on(Events.Error, failed);
client.on(Events.ClientReady, (ready) => {
  tell('ready', ready.user.id);
  tell('guild', ready.guilds.cache.get(process.env.DISCORD_GUILD_ID)?.id ?? 'missing');
});
client.on(Events.ShardReady, () => {
  if (client.isReady()) tell('ready', client.user.id);
});
client.on(Events.MessageCreate, (message) => {
  if (message.author.bot) return;
  answers[message.content.split(' ')[0]]?.(message).catch(failed);
});
client.on(Events.MessageReactionAdd, (reaction, user) => {
  if (user.id === client.user.id) tell('reacted', reaction.emoji.name);
});

async function greet(interaction) {
  const name = interaction.options.getString('name', true);
  if (name === 'defer') {
    await interaction.deferReply();
    await interaction.editReply('hello at last');
  } else {
    await interaction.reply(`hello, ${name}`);
    await interaction.editReply(`hello again, ${name}`);
    await interaction.followUp('one more thing');
  }
  tell('answered', name);
}

client.on(Events.InteractionCreate, async (interaction) => {
  try {
    if (interaction.isChatInputCommand() && interaction.commandName === 'greet') {
      await greet(interaction);
    } else if (interaction.isButton() && interaction.customId === 'pressed') {
      await interaction.update({ content: 'pressed it', components: [] });
      tell('clicked');
    }
  } catch (error) {
    failed(error);
  }
});

await client.login(process.env.DISCORD_TOKEN);
