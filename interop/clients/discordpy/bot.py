"""A bot with discord.py. What it has to do is told in ../README.md."""

import asyncio
import io
import json
import logging
import os
import sys
import traceback

import aiohttp
import discord
import yarl
from discord import app_commands

discord.http.Route.BASE = os.environ['DISCORD_API']
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ['DISCORD_GATEWAY'] + '/')

CONTENT = bytes(i * 7 % 251 for i in range(70000))


def tell(step, detail=''):
    print(json.dumps({'step': step, 'detail': str(detail)}), flush=True)


def failed():
    tell('error', traceback.format_exc())


class Bot(discord.Client):
    def __init__(self):
        intents = discord.Intents(guilds=True, guild_messages=True, guild_reactions=True, message_content=True)
        super().__init__(intents=intents)
        self.tree = app_commands.CommandTree(self)

    async def on_error(self, event, *args, **kwargs):
        failed()

    # READY comes at once; on_ready waits for the guilds, two seconds at least.
    async def on_connect(self):
        tell('ready', self.user.id)

    async def on_ready(self):
        guild = self.get_guild(int(os.environ['DISCORD_GUILD_ID']))
        tell('guild', guild.id if guild else 'missing')

    async def on_message(self, message):
        answer = ANSWERS.get(message.content.split(' ')[0])
        if answer and not message.author.bot:
            await answer(self, message)

    async def on_reaction_add(self, reaction, user):
        if user == self.user:
            tell('reacted', reaction.emoji)


async def ping(bot, message):
    await message.reply('pong')
    tell('pong')


async def edit(bot, message):
    sent = await message.channel.send('before')
    await sent.edit(content='after')
    tell('edited')


async def react(bot, message):
    await message.add_reaction('👍')


async def command(bot, message):
    @app_commands.command(description='Says hello')
    @app_commands.describe(name='To whom')
    async def greet(interaction: discord.Interaction, name: str):
        if name == 'defer':
            await interaction.response.defer()
            await interaction.edit_original_response(content='hello at last')
        else:
            await interaction.response.send_message(f'hello, {name}')
            await interaction.edit_original_response(content=f'hello again, {name}')
            await interaction.followup.send('one more thing')
        tell('answered', name)

    @bot.tree.error
    async def on_error(interaction, error):
        tell('error', ''.join(traceback.format_exception(error)))

    bot.tree.add_command(greet, guild=message.guild)
    synced = await bot.tree.sync(guild=message.guild)
    tell('command', synced[0].name)


class Press(discord.ui.View):
    @discord.ui.button(label='Press', custom_id='pressed', style=discord.ButtonStyle.primary)
    async def press(self, interaction, _):
        await interaction.response.edit_message(content='pressed it', view=None)
        tell('clicked')

    async def on_error(self, interaction, error, item):
        tell('error', ''.join(traceback.format_exception(error)))


async def button(bot, message):
    await message.channel.send('press', view=Press())
    tell('button')


async def thread(bot, message):
    started = await message.create_thread(name='talk')
    await started.send('in the thread')
    tell('thread', started.id)


async def file(bot, message):
    sent = await message.channel.send('a file', file=discord.File(io.BytesIO(CONTENT), 'bytes.bin'))
    async with aiohttp.ClientSession() as session, session.get(sent.attachments[0].url) as response:
        back = await response.read()
    tell('file', 'identical' if back == CONTENT else f'{response.status}, {len(back)} bytes')


async def history(bot, message):
    tell('history', ','.join([m.content async for m in message.channel.history(limit=3, before=message)]))


async def many(bot, message):
    sent = await asyncio.gather(*(message.channel.send(f'number {i}') for i in range(8)))
    tell('many', len(sent))


ANSWERS = {
    '!ping': ping, '!edit': edit, '!react': react, '!command': command, '!button': button,
    '!thread': thread, '!file': file, '!history': history, '!many': many,
}

try:
    Bot().run(os.environ['DISCORD_TOKEN'], log_level=logging.DEBUG)
except Exception:  # whatever ends the bot, the test should hear of it
    failed()
    sys.exit(1)
