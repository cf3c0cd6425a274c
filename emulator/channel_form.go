package emulator

import (
	"slices"
	"strings"

	"github.com/accord-go/accord/discord"
)

// channelForm is a new channel of a guild, or a change of one.
//
// Discord docs: https://docs.discord.com/developers/resources/channel#modify-channel
type channelForm struct {
	Name                          *string                       `json:"name" rule:"len=1..100"`
	Type                          *int                          `json:"type"`
	Position                      *int                          `json:"position" rule:"range=0.."`
	Topic                         optional[string]              `json:"topic" rule:"len=0..4096"`
	NSFW                          *bool                         `json:"nsfw"`
	RateLimitPerUser              *int                          `json:"rate_limit_per_user" rule:"range=0..21600"`
	Bitrate                       *int                          `json:"bitrate" rule:"range=8000..384000"`
	UserLimit                     *int                          `json:"user_limit" rule:"range=0..10000"`
	PermissionOverwrites          optional[[]overwriteForm]     `json:"permission_overwrites" rule:"len=0..1000"`
	ParentID                      optional[snowflake]           `json:"parent_id"`
	RTCRegion                     optional[string]              `json:"rtc_region"`
	VideoQualityMode              *int                          `json:"video_quality_mode" rule:"range=1..2"`
	DefaultAutoArchiveDuration    *int                          `json:"default_auto_archive_duration"`
	Flags                         *discord.ChannelFlags         `json:"flags"`
	AvailableTags                 optional[[]tagForm]           `json:"available_tags" rule:"len=0..20"`
	DefaultReactionEmoji          optional[defaultReactionForm] `json:"default_reaction_emoji"`
	DefaultThreadRateLimitPerUser *int                          `json:"default_thread_rate_limit_per_user" rule:"range=0..21600"`
	DefaultSortOrder              optional[int]                 `json:"default_sort_order" rule:"range=0..1"`
	DefaultForumLayout            *int                          `json:"default_forum_layout" rule:"range=0..2"`
}

type tagForm struct {
	ID        snowflake `json:"id"`
	Name      string    `json:"name" rule:"required,len=0..20"`
	Moderated bool      `json:"moderated"`
	EmojiID   snowflake `json:"emoji_id"`
	EmojiName *string   `json:"emoji_name" rule:"len=0..100"`
}

type defaultReactionForm struct {
	EmojiID   snowflake `json:"emoji_id"`
	EmojiName *string   `json:"emoji_name" rule:"len=0..100"`
}

// What only some kinds of channels have.
func isVoice(t discord.ChannelType) bool {
	return t == discord.ChannelTypeGuildVoice || t == discord.ChannelTypeGuildStageVoice
}

func isForum(t discord.ChannelType) bool {
	return t == discord.ChannelTypeGuildForum || t == discord.ChannelTypeGuildMedia
}

// archiveDurations are after how many minutes threads can be archived.
var archiveDurations = []int{60, 1440, 4320, 10080}

func checkArchiveDuration(minutes *int, at formPath) {
	if minutes != nil && !slices.Contains(archiveDurations, *minutes) {
		at.addf(codeChoices, "Value must be one of %s.", tuple(archiveDurations))
	}
}

// channelName returns a name as Discord keeps it: those of text channels have
// no capitals and no spaces.
func channelName(name string, t discord.ChannelType) string {
	switch t {
	case discord.ChannelTypeGuildText, discord.ChannelTypeGuildAnnouncement, discord.ChannelTypeGuildForum, discord.ChannelTypeGuildMedia:
		return strings.Join(strings.Fields(strings.ToLower(name)), "-")
	default:
		return name
	}
}

// apply checks the form and changes c as it says.
func (f *channelForm) apply(e *Emulator, g *guild, c *discord.Channel, r *request) error {
	check := new(form)
	at := check.at()
	if text, _ := f.Topic.get(); len([]rune(text)) > 1024 && !isForum(c.Type) {
		at.at("topic").length(len([]rune(text)), 0, 1024)
	}
	checkArchiveDuration(f.DefaultAutoArchiveDuration, at.at("default_auto_archive_duration"))
	f.place(g, c, at)
	f.tags(e, c, r, at)
	if err := check.err(); err != nil {
		return err
	}
	if f.Name != nil {
		c.Name = new(channelName(*f.Name, c.Type))
	}
	set(&c.Position, f.Position)
	set(&c.NSFW, f.NSFW)
	set(&c.RateLimitPerUser, f.RateLimitPerUser)
	set(&c.DefaultAutoArchiveDuration, f.DefaultAutoArchiveDuration)
	if f.Topic.present {
		c.Topic = f.Topic.pointer()
		if deref(c.Topic) == "" {
			c.Topic = nil
		}
	}
	if f.Flags != nil {
		const settable = discord.ChannelFlagRequireTag | discord.ChannelFlagHideMediaDownloadOptions | discord.ChannelFlagIsSpoilerChannel
		c.Flags = c.Flags&^settable | *f.Flags&settable
	}
	f.applyVoice(c)
	f.applyForum(c)
	return nil
}

// place changes the category that a channel is in.
func (f *channelForm) place(g *guild, c *discord.Channel, at formPath) {
	if !f.ParentID.present {
		return
	}
	parent := discord.ChannelID(f.ParentID.value)
	switch category := g.channels[parent]; {
	case parent == 0:
	case category == nil:
		at.at("parent_id").add("CHANNEL_PARENT_INVALID", "Category does not exist")
	case category.Type != discord.ChannelTypeGuildCategory || c.Type == discord.ChannelTypeGuildCategory:
		at.at("parent_id").add("CHANNEL_PARENT_INVALID_TYPE", "Not a category")
	}
	c.ParentID = parent
}

func (f *channelForm) applyVoice(c *discord.Channel) {
	if !isVoice(c.Type) {
		return
	}
	set(&c.Bitrate, f.Bitrate)
	set(&c.UserLimit, f.UserLimit)
	if f.RTCRegion.present {
		c.RTCRegion = f.RTCRegion.pointer()
	}
	if f.VideoQualityMode != nil {
		c.VideoQualityMode = discord.VideoQualityMode(*f.VideoQualityMode)
	}
}

func (f *channelForm) applyForum(c *discord.Channel) {
	set(&c.DefaultThreadRateLimitPerUser, f.DefaultThreadRateLimitPerUser)
	if !isForum(c.Type) {
		return
	}
	if f.DefaultForumLayout != nil {
		c.DefaultForumLayout = discord.ForumLayoutType(*f.DefaultForumLayout)
	}
	if f.DefaultSortOrder.present {
		c.DefaultSortOrder = nil
		if order, given := f.DefaultSortOrder.get(); given {
			c.DefaultSortOrder = new(discord.SortOrderType(order))
		}
	}
	if f.DefaultReactionEmoji.present {
		c.DefaultReactionEmoji = nil
		if em, given := f.DefaultReactionEmoji.get(); given {
			c.DefaultReactionEmoji = &discord.DefaultReaction{EmojiID: discord.EmojiID(em.EmojiID), EmojiName: em.EmojiName}
		}
	}
}

// tags changes the tags of a forum. Those with the ID of one that is there
// stay that one.
func (f *channelForm) tags(e *Emulator, c *discord.Channel, r *request, at formPath) {
	if !f.AvailableTags.present || !isForum(c.Type) {
		return
	}
	tags := []discord.ForumTag{}
	names := make(map[string]bool)
	for i, t := range f.AvailableTags.value {
		tag := discord.ForumTag{ID: discord.ForumTagID(t.ID), Name: t.Name, Moderated: t.Moderated, EmojiID: discord.EmojiID(t.EmojiID), EmojiName: t.EmojiName}
		if !slices.ContainsFunc(c.AvailableTags, func(old discord.ForumTag) bool { return old.ID == tag.ID }) {
			tag.ID = discord.ForumTagID(e.nextID(r.now))
		}
		if names[t.Name] {
			at.at("available_tags", i, "name").add("TAG_NAMES_NOT_UNIQUE", "Tag names must be unique")
		}
		names[t.Name] = true
		tags = append(tags, tag)
	}
	c.AvailableTags = tags
}

// set changes what p points to if there is a new value.
func set[T any](p *T, v *T) {
	if v != nil {
		*p = *v
	}
}

// pointer returns the value, or nil where it is null.
func (o optional[T]) pointer() *T {
	if o.null || !o.present {
		return nil
	}
	return new(o.value)
}
