package rest_test

import (
	"context"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/rest"
)

// expressionSamples are requests for emojis, stickers and sounds.
var expressionSamples = []sample{
	{"create_guild_emoji", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Emojis.Create(ctx, 1, discord.CreateGuildEmoji{Name: "blob", Image: pngData, Roles: []discord.RoleID{2}}, rest.Reason("fun"))
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Emojis.Create(ctx, 1, discord.CreateGuildEmoji{Name: "ok", Image: pngData})
		return err
	}},
	{"update_guild_emoji", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Emojis.Update(ctx, 1, 2, discord.UpdateGuildEmoji{Name: "blob", Roles: []discord.RoleID{}})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Emojis.Update(ctx, 1, 2, discord.UpdateGuildEmoji{})
		return err
	}},
	{"create_application_emoji", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Emojis.CreateInApp(ctx, 1, discord.CreateApplicationEmoji{Name: "blob", Image: pngData})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Emojis.CreateInApp(ctx, 1, discord.CreateApplicationEmoji{Name: "ok", Image: pngData})
		return err
	}},
	{"update_application_emoji", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Emojis.UpdateInApp(ctx, 1, 2, discord.UpdateApplicationEmoji{Name: "blob"})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Emojis.UpdateInApp(ctx, 1, 2, discord.UpdateApplicationEmoji{})
		return err
	}},
	{"create_guild_sticker", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Stickers.Create(ctx, 1, discord.CreateGuildSticker{Name: "wave", Description: "hello", Tags: "wave", File: upload("wave.png")}, rest.Reason("fun"))
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Stickers.Create(ctx, 1, discord.CreateGuildSticker{Name: "ok", Tags: "t", File: upload("wave.png")})
		return err
	}},
	{"update_guild_sticker", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Stickers.Update(ctx, 1, 2, discord.UpdateGuildSticker{Name: "wave", Description: discord.Set("hello"), Tags: "wave"})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Stickers.Update(ctx, 1, 2, discord.UpdateGuildSticker{Description: discord.Null[string]()})
		return err
	}},
	{"create_guild_soundboard_sound", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Soundboard.Create(ctx, 1, discord.CreateGuildSoundboardSound{Name: "quack", Sound: mp3Data, Volume: new(0.5), EmojiID: 3, EmojiName: "🦆"})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Soundboard.Create(ctx, 1, discord.CreateGuildSoundboardSound{Name: "ok", Sound: mp3Data})
		return err
	}},
	{"update_guild_soundboard_sound", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Soundboard.Update(ctx, 1, 2, discord.UpdateGuildSoundboardSound{
			Name: "quack", Volume: discord.Set(0.0), EmojiID: discord.Null[discord.EmojiID](), EmojiName: discord.Set("🦆"),
		})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Soundboard.Update(ctx, 1, 2, discord.UpdateGuildSoundboardSound{})
		return err
	}},
	{"send_soundboard_sound", func(ctx context.Context, c *rest.Client) error {
		return c.Soundboard.Send(ctx, 1, discord.SendSoundboardSound{SoundID: 2, SourceGuildID: 3})
	}, func(ctx context.Context, c *rest.Client) error {
		return c.Soundboard.Send(ctx, 1, discord.SendSoundboardSound{SoundID: 2})
	}},
}
