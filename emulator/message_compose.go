package emulator

import (
	"slices"
	"strings"

	"github.com/accord-go/accord/discord"
)

// A composer makes a message of a form: it checks what the form says, stores
// the files, and finds out whom the message mentions.
type composer struct {
	e      *Emulator
	r      *request
	ch     *channel
	author *discord.User
	perms  discord.Permissions  // of who sends it, in the channel
	kinds  []string             // of mentions that count where the form doesn't say
	flags  discord.MessageFlags // that the form may set
	within []any                // where the message's fields are in the request
}

// Flags that new messages may have.
const (
	flagsOfMessages = discord.MessageFlagSuppressEmbeds | discord.MessageFlagSuppressNotifications |
		discord.MessageFlagIsVoiceMessage | discord.MessageFlagIsComponentsV2
	flagsOfAnswers = flagsOfMessages | discord.MessageFlagEphemeral
)

// newMessage returns an empty message of the author.
func (c *composer) newMessage(f *messageForm) *message {
	m := new(message)
	m.ID = discord.MessageID(c.e.nextID(c.r.now))
	m.ChannelID = c.ch.ID
	m.guild = c.ch.GuildID
	m.Author = *c.author
	m.Timestamp = discord.At(c.r.now)
	m.TTS = f.TTS && c.perms&discord.PermissionSendTTSMessages != 0
	m.Flags = f.Flags & c.flags
	m.nonce = discord.Nonce(f.Nonce)
	return m
}

// create makes a message. It is not posted yet.
func (c *composer) create(f *messageForm) (*message, error) {
	m := c.newMessage(f)
	d := draft{
		content: f.Content, embeds: f.Embeds, allowed: f.AllowedMentions, parts: f.Components,
		forms: f.Attachments, poll: f.Poll, stickers: len(f.StickerIDs),
	}
	if err := c.stickers(m, f.StickerIDs); err != nil {
		return nil, err
	}
	var err error
	if d.replied, err = c.refer(m, f.MessageReference); err != nil {
		return nil, err
	}
	if err := c.fill(m, &d); err != nil {
		return nil, err
	}
	m.Poll = f.Poll.poll(c.r.now)
	return m, c.allowed(m)
}

// A draft is what a message is to be made of, be it new or edited.
type draft struct {
	content  string
	embeds   []embedForm
	kept     []discord.Embed // of an edit that does not change them; embeds is nil
	allowed  *allowedMentionsForm
	parts    []component
	old      bool // parts were checked and numbered before
	forms    []attachmentForm
	files    []discord.Attachment // that the message has and keeps
	poll     *pollForm
	stickers int
	replied  *discord.User // whom it answers
}

// fill checks a draft and makes it a message.
func (c *composer) fill(m *message, d *draft) error {
	f := new(form)
	at := f.at(c.within...)
	v2 := m.Flags.Has(discord.MessageFlagIsComponentsV2)
	if v2 {
		d.checkV2(at)
	}
	m.Embeds = d.kept
	if d.embeds != nil {
		m.Embeds = embeds(d.embeds, at.at("embeds"))
	}
	d.allowed.check(at.at("allowed_mentions"))
	d.poll.check(at.at("poll"))
	var refs []mediaRef
	if !d.old {
		refs = checkComponents(d.parts, at.at("components"), v2).refs
	}
	if err := f.err(); err != nil {
		return err
	}
	files, err := c.e.newAttachments(c.r, c.ch.ID, d.forms, d.files, at.at("attachments"))
	if err != nil {
		return err
	}
	m.Attachments = slices.Concat(d.files, files)
	resolveComponents(refs, m.Attachments)
	if err := f.err(); err != nil {
		return err
	}
	m.Attachments = resolveEmbeds(m.Embeds, m.Attachments)
	m.Content = strings.TrimSpace(d.content)
	m.parts = d.parts
	m.Components, err = toDiscord(d.parts)
	c.mention(m, d)
	return err
}

// checkV2 refuses what a message made of components alone can't have.
func (d *draft) checkV2(at formPath) {
	for _, field := range []struct {
		name string
		used bool
	}{
		{"content", d.content != ""},
		{"embeds", len(d.embeds)+len(d.kept) > 0},
		{"sticker_ids", d.stickers > 0},
		{"poll", d.poll != nil},
	} {
		if field.used {
			at.at(field.name).addf("MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
				"The '%s' field cannot be used when using MessageFlags.IS_COMPONENTS_V2", field.name)
		}
	}
}

func (c *composer) mention(m *message, d *draft) {
	finder := mentioner{state: c.e.state, guild: c.e.state.guilds[c.ch.GuildID], allowed: d.allowed, kinds: c.kinds, perms: c.perms}
	found := finder.find(append(textsOf(d.parts), m.Content), d.replied)
	m.Mentions, m.MentionRoles, m.MentionEveryone = found.users, found.roles, found.everyone
}

// allowed refuses a message that is empty, or that has what the author may not
// send.
func (c *composer) allowed(m *message) error {
	switch {
	case m.isEmpty():
		return errEmptyMessage
	case len(m.Embeds) > 0 && c.perms&discord.PermissionEmbedLinks == 0,
		len(c.r.files) > 0 && c.perms&discord.PermissionAttachFiles == 0,
		m.Poll != nil && c.perms&discord.PermissionSendPolls == 0,
		m.Flags.Has(discord.MessageFlagIsVoiceMessage) && c.perms&discord.PermissionSendVoiceMessages == 0:
		return errMissingPermissions
	}
	return c.voice(m)
}

// voice refuses voice messages that have anything but one sound.
func (c *composer) voice(m *message) error {
	if !m.Flags.Has(discord.MessageFlagIsVoiceMessage) {
		return nil
	}
	switch {
	case m.Content != "" || len(m.Embeds) > 0 || len(m.StickerItems) > 0 || len(m.parts) > 0 || m.Poll != nil:
		return refuse(400, 50159, "Voice messages do not support additional content.")
	case len(m.Attachments) != 1 || !strings.HasPrefix(deref(m.Attachments[0].ContentType), "audio/"):
		return refuse(400, 50160, "Voice messages must have a single audio attachment.")
	case m.Attachments[0].DurationSecs == nil || m.Attachments[0].Waveform == nil:
		return refuse(400, 50161, "Voice messages must have supporting metadata.")
	}
	return nil
}

func (c *composer) stickers(m *message, ids []snowflake) error {
	known := slices.Concat(c.e.state.guilds[c.ch.GuildID].stickers(), stickerPack.Stickers)
	for _, id := range ids {
		i := slices.IndexFunc(known, func(s discord.Sticker) bool { return uint64(s.ID) == uint64(id) })
		if i < 0 {
			return refuse(400, 50081, "Invalid sticker sent")
		}
		s := &known[i]
		m.StickerItems = append(m.StickerItems, discord.StickerItem{ID: s.ID, Name: s.Name, FormatType: s.FormatType})
	}
	return nil
}

func (m *message) isEmpty() bool {
	return m.Content == "" && len(m.Embeds) == 0 && len(m.Attachments) == 0 && len(m.parts) == 0 &&
		len(m.StickerItems) == 0 && m.Poll == nil && len(m.MessageSnapshots) == 0
}

// resolveEmbeds puts the addresses of the message's files in place of
// references to them. Files that an embed shows are no longer among the
// message's own.
func resolveEmbeds(embeds []discord.Embed, files []discord.Attachment) []discord.Attachment {
	shown := make(map[string]bool)
	resolve := func(u, proxy *string) {
		name, ok := strings.CutPrefix(*u, attachmentScheme)
		if !ok {
			return
		}
		if a := fileNamed(files, name); a != nil {
			*u, *proxy = a.URL, a.ProxyURL
			shown[a.Filename] = true
		}
	}
	for i := range embeds {
		e := &embeds[i]
		for _, m := range []*discord.EmbedMedia{e.Image, e.Thumbnail} {
			if m == nil {
				continue
			}
			if a := fileNamed(files, strings.TrimPrefix(m.URL, attachmentScheme)); a != nil {
				m.Width, m.Height, m.ContentType = deref(a.Width), deref(a.Height), deref(a.ContentType)
			}
			resolve(&m.URL, &m.ProxyURL)
		}
		if e.Footer != nil {
			resolve(&e.Footer.IconURL, &e.Footer.ProxyIconURL)
		}
		if e.Author != nil {
			resolve(&e.Author.IconURL, &e.Author.ProxyIconURL)
		}
	}
	var rest []discord.Attachment
	for _, a := range files {
		if !shown[a.Filename] {
			rest = append(rest, a)
		}
	}
	return rest
}

func fileNamed(files []discord.Attachment, name string) *discord.Attachment {
	for i := range files {
		if files[i].Filename == name || files[i].Filename == cleanFilename(name) {
			return &files[i]
		}
	}
	return nil
}
