package emulator

import (
	"encoding/base64"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// soundboardRoutes are the operations on sounds.
//
// Discord docs: https://docs.discord.com/developers/resources/soundboard
var soundboardRoutes = []route{
	{method: http.MethodPost, pattern: "/channels/{channel_id}/send-soundboard-sound", handle: (*bot).sendSound},
	{method: http.MethodGet, pattern: "/soundboard-default-sounds", handle: (*bot).listDefaultSounds},
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/soundboard-sounds", handle: (*bot).listSounds},
	{method: http.MethodPost, pattern: "/guilds/{guild_id}/soundboard-sounds", handle: (*bot).createSound, audit: discord.AuditLogActionSoundboardSoundCreate},
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/soundboard-sounds/{sound_id}", handle: (*bot).getSound},
	{method: http.MethodPatch, pattern: "/guilds/{guild_id}/soundboard-sounds/{sound_id}", handle: (*bot).updateSound, audit: discord.AuditLogActionSoundboardSoundUpdate},
	{method: http.MethodDelete, pattern: "/guilds/{guild_id}/soundboard-sounds/{sound_id}", handle: (*bot).deleteSound, audit: discord.AuditLogActionSoundboardSoundDelete},
}

// Limits of sounds.
const (
	maxSoundFile   = 512 << 10
	maxGuildSounds = 8 // without boosts
)

var (
	soundData       = regexp.MustCompile(`^data:audio/(?:mpeg|mp3|ogg);base64,`)
	errUnknownSound = unknown(10097, "Sound")
)

// defaultSounds are some of Discord's own.
var defaultSounds = []discord.SoundboardSound{
	{Name: "quack", SoundID: 1, Volume: 1, EmojiName: new("🦆"), Available: true},
	{Name: "airhorn", SoundID: 2, Volume: 1, EmojiName: new("🔊"), Available: true},
	{Name: "cricket", SoundID: 3, Volume: 1, EmojiName: new("🦗"), Available: true},
}

func (e *Emulator) listDefaultSounds(*request) (reply, error) { return ok(defaultSounds) }

func (b *bot) soundView(g *guild, s discord.SoundboardSound) discord.SoundboardSound {
	if !b.seesCreators(g) {
		s.User = nil
	}
	return s
}

func (b *bot) listSounds(r *request) (reply, error) {
	g, err := b.guildFor(r, 0)
	if err != nil {
		return reply{}, err
	}
	out := discord.SoundboardSounds{}
	for _, s := range g.sounds {
		out.Items = append(out.Items, b.soundView(g, s))
	}
	return ok(out)
}

// soundFor returns the guild and the sound of the request's path.
func (b *bot) soundFor(r *request) (*guild, *discord.SoundboardSound, error) {
	g, err := b.guildFor(r, 0)
	if err != nil {
		return nil, nil, err
	}
	s := g.sound(discord.SoundboardSoundID(r.id("sound_id")))
	if s == nil {
		return nil, nil, errUnknownSound
	}
	return g, s, nil
}

// sound returns a sound of the guild, or nil.
func (g *guild) sound(id discord.SoundboardSoundID) *discord.SoundboardSound {
	i := slices.IndexFunc(g.sounds, func(s discord.SoundboardSound) bool { return s.SoundID == id })
	if i < 0 {
		return nil
	}
	return &g.sounds[i]
}

func (b *bot) getSound(r *request) (reply, error) {
	g, s, err := b.soundFor(r)
	if err != nil {
		return reply{}, err
	}
	return ok(b.soundView(g, *s))
}

func (b *bot) createSound(r *request) (reply, error) {
	g, err := b.guildFor(r, mayCreateExpressions)
	if err != nil {
		return reply{}, err
	}
	var f struct {
		Name      string    `json:"name" rule:"required,len=2..32"`
		Sound     string    `json:"sound" rule:"required"`
		Volume    *float64  `json:"volume" rule:"range=0..1"`
		EmojiID   snowflake `json:"emoji_id"`
		EmojiName *string   `json:"emoji_name" rule:"len=1..32"`
	}
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	if err := checkSound(f.Sound); err != nil {
		return reply{}, err
	}
	if len(g.sounds) >= maxGuildSounds {
		return reply{}, refuse(http.StatusBadRequest, 30045, "Maximum number of soundboard sounds reached (%d)", maxGuildSounds)
	}
	s := discord.SoundboardSound{
		Name: f.Name, SoundID: discord.SoundboardSoundID(b.nextID(r.now)), Volume: 1, EmojiID: discord.EmojiID(f.EmojiID), EmojiName: f.EmojiName,
		GuildID: g.ID, Available: true, User: b.user,
	}
	set(&s.Volume, f.Volume)
	g.sounds = append(g.sounds, s)
	b.dispatch("GUILD_SOUNDBOARD_SOUND_CREATE", &event.GuildSoundboardSoundCreate{SoundboardSound: s}, inGuild(g.ID))
	return created(s)
}

// checkSound refuses what is no sound, or too large.
func checkSound(uri string) error {
	head := soundData.FindString(uri)
	data, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(uri, head))
	switch {
	case head == "" || err != nil || len(data) == 0:
		return refuse(http.StatusBadRequest, 50046, "Invalid Asset")
	case len(data) > maxSoundFile:
		return errFileTooLarge
	}
	return nil
}

func (b *bot) updateSound(r *request) (reply, error) {
	g, s, err := b.soundFor(r)
	if err != nil {
		return reply{}, err
	}
	if err := b.mayChange(g, s.User); err != nil {
		return reply{}, err
	}
	var f struct {
		Name      *string             `json:"name" rule:"len=2..32"`
		Volume    optional[float64]   `json:"volume" rule:"range=0..1"`
		EmojiID   optional[snowflake] `json:"emoji_id"`
		EmojiName optional[string]    `json:"emoji_name" rule:"len=1..32"`
	}
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	set(&s.Name, f.Name)
	if f.Volume.present {
		s.Volume = 1
		if v, given := f.Volume.get(); given {
			s.Volume = v
		}
	}
	if f.EmojiID.present {
		s.EmojiID = discord.EmojiID(f.EmojiID.value)
	}
	if f.EmojiName.present {
		s.EmojiName = nil
		if name, given := f.EmojiName.get(); given {
			s.EmojiName = &name
		}
	}
	b.dispatch("GUILD_SOUNDBOARD_SOUND_UPDATE", &event.GuildSoundboardSoundUpdate{SoundboardSound: *s}, inGuild(g.ID))
	return ok(s)
}

func (b *bot) deleteSound(r *request) (reply, error) {
	g, s, err := b.soundFor(r)
	if err != nil {
		return reply{}, err
	}
	if err := b.mayChange(g, s.User); err != nil {
		return reply{}, err
	}
	id := s.SoundID
	g.sounds = slices.DeleteFunc(g.sounds, func(x discord.SoundboardSound) bool { return x.SoundID == id })
	b.dispatch("GUILD_SOUNDBOARD_SOUND_DELETE", &event.GuildSoundboardSoundDelete{SoundID: id, GuildID: g.ID}, inGuild(g.ID))
	return noContent()
}

// sendSound plays a sound in the voice channel that the bot is in.
func (b *bot) sendSound(r *request) (reply, error) {
	ch, err := b.channelFor(r, mayView|discord.PermissionSpeak|discord.PermissionUseSoundboard)
	if err != nil {
		return reply{}, err
	}
	var f struct {
		SoundID       snowflake `json:"sound_id" rule:"required"`
		SourceGuildID snowflake `json:"source_guild_id"`
	}
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	g := b.state.guilds[ch.GuildID]
	if g == nil || !isVoice(ch.Type) {
		return reply{}, errWrongChannelType
	}
	v := g.voice[b.user.ID]
	switch {
	case v == nil || v.ChannelID != ch.ID:
		return reply{}, refuse(http.StatusBadRequest, 40032, "Target user is not connected to voice.")
	case v.Deaf || v.SelfDeaf || v.Mute || v.Suppress:
		return reply{}, refuse(http.StatusForbidden, 50167, "Cannot send voice effect when user is server muted, deafened, or suppressed")
	}
	s, err := b.soundToPlay(r, ch, discord.SoundboardSoundID(f.SoundID), discord.GuildID(f.SourceGuildID))
	if err != nil {
		return reply{}, err
	}
	effect := &event.VoiceChannelEffectSend{ChannelID: ch.ID, GuildID: g.ID, UserID: b.user.ID, SoundID: s.SoundID, SoundVolume: &s.Volume}
	switch {
	case s.EmojiID != 0:
		effect.Emoji = &discord.Emoji{ID: s.EmojiID}
	case s.EmojiName != nil:
		effect.Emoji = &discord.Emoji{Name: s.EmojiName}
	}
	b.dispatch("VOICE_CHANNEL_EFFECT_SEND", effect, inChannel(ch))
	return noContent()
}

// soundToPlay finds a sound: one of Discord's own, of the channel's guild, or
// of another that is named.
func (b *bot) soundToPlay(r *request, ch *channel, id discord.SoundboardSoundID, source discord.GuildID) (*discord.SoundboardSound, error) {
	if i := slices.IndexFunc(defaultSounds, func(s discord.SoundboardSound) bool { return s.SoundID == id }); i >= 0 {
		return &defaultSounds[i], nil
	}
	if source == 0 {
		source = ch.GuildID
	}
	if source != ch.GuildID && b.may(ch, r.now)&discord.PermissionUseExternalSounds == 0 {
		return nil, errMissingPermissions
	}
	g := b.state.guilds[source]
	if g == nil || g.sound(id) == nil {
		return nil, errUnknownSound
	}
	return g.sound(id), nil
}
