package emulator

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// guildSettingRoutes are the operations on what guilds show and who they keep.
//
// Discord docs: https://docs.discord.com/developers/resources/guild
var guildSettingRoutes = []route{
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/widget", handle: (*bot).getWidgetSettings},
	{method: http.MethodPatch, pattern: "/guilds/{guild_id}/widget", handle: (*bot).updateWidgetSettings, audit: discord.AuditLogActionGuildUpdate},
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/widget.json", auth: authNone, open: (*Emulator).getWidget},
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/widget.png", auth: authNone, open: (*Emulator).getWidgetImage},
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/welcome-screen", handle: (*bot).getWelcomeScreen},
	{method: http.MethodPatch, pattern: "/guilds/{guild_id}/welcome-screen", handle: (*bot).updateWelcomeScreen, audit: discord.AuditLogActionGuildUpdate},
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/vanity-url", handle: (*bot).getVanityURL},
	{method: http.MethodPut, pattern: "/guilds/{guild_id}/incident-actions", handle: (*bot).updateIncidentActions},
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/prune", handle: (*bot).previewPrune},
	{method: http.MethodPost, pattern: "/guilds/{guild_id}/prune", handle: (*bot).prune},
}

var (
	errWidgetDisabled       = &apiError{status: http.StatusForbidden, code: 50004, message: "Widget Disabled"}
	errUnknownWelcomeScreen = unknown(10069, "Guild Welcome Screen")
)

// guildUpdated tells that a guild changed.
func (e *Emulator) guildUpdated(g *guild) {
	e.dispatch("GUILD_UPDATE", &event.GuildUpdate{Guild: g.Guild}, inGuild(g.ID))
}

func (b *bot) getWidgetSettings(r *request) (reply, error) {
	g, err := b.guildFor(r, discord.PermissionManageGuild)
	if err != nil {
		return reply{}, err
	}
	return ok(discord.GuildWidgetSettings{Enabled: g.WidgetEnabled, ChannelID: g.WidgetChannelID})
}

func (b *bot) updateWidgetSettings(r *request) (reply, error) {
	g, err := b.guildFor(r, discord.PermissionManageGuild)
	if err != nil {
		return reply{}, err
	}
	var f struct {
		Enabled   *bool               `json:"enabled"`
		ChannelID optional[snowflake] `json:"channel_id"`
	}
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	if id := discord.ChannelID(f.ChannelID.value); id != 0 && g.channels[id] == nil {
		return reply{}, errUnknownChannel
	}
	set(&g.WidgetEnabled, f.Enabled)
	if f.ChannelID.present {
		g.WidgetChannelID = discord.ChannelID(f.ChannelID.value)
	}
	b.guildUpdated(g)
	return ok(discord.GuildWidgetSettings{Enabled: g.WidgetEnabled, ChannelID: g.WidgetChannelID})
}

// widgetFor returns the guild of the request's path, which anybody may ask about.
func (e *Emulator) widgetFor(r *request) (*guild, error) {
	switch g := e.state.guilds[r.guildID()]; {
	case g == nil:
		return nil, errUnknownGuild
	case !g.WidgetEnabled:
		return nil, errWidgetDisabled
	default:
		return g, nil
	}
}

func (e *Emulator) getWidget(r *request) (reply, error) {
	g, err := e.widgetFor(r)
	if err != nil {
		return reply{}, err
	}
	w := discord.GuildWidget{ID: g.ID, Name: g.Name, PresenceCount: g.online()}
	for _, ch := range byID(g.channels) {
		if isVoice(ch.Type) && g.isPublic(ch) {
			w.Channels = append(w.Channels, discord.GuildWidgetChannel{ID: ch.ID, Name: deref(ch.Name), Position: ch.Position})
		}
	}
	for i, p := range byID(g.presences) {
		u := e.state.users[p.User.ID]
		w.Members = append(w.Members, discord.GuildWidgetMember{
			ID: strconv.Itoa(i), Username: u.Username, Discriminator: "0000", Status: p.Status, AvatarURL: r.base + "/widget-avatars/" + strconv.Itoa(i),
		})
	}
	return ok(w)
}

// isPublic reports whether who has no role sees a channel.
func (g *guild) isPublic(ch *channel) bool {
	p := g.role(discord.RoleID(g.ID)).Permissions
	for _, o := range ch.PermissionOverwrites {
		if o.ID == discord.OverwriteID(g.ID) {
			p = p&^o.Deny | o.Allow
		}
	}
	return p&discord.PermissionViewChannel != 0
}

var widgetStyles = []string{"", "shield", "banner1", "banner2", "banner3", "banner4"}

// getWidgetImage returns a picture, of which only that it is one is like
// Discord's.
func (e *Emulator) getWidgetImage(r *request) (reply, error) {
	if _, err := e.widgetFor(r); err != nil {
		return reply{}, err
	}
	if !slices.Contains(widgetStyles, r.query.Get("style")) {
		return reply{}, invalid(codeChoices, "Value must be one of ("+strings.Join(widgetStyles[1:], ", ")+").", "style")
	}
	picture := image.NewGray(image.Rect(0, 0, 4, 2))
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, raw: b.Bytes(), contentType: "image/png"}, nil
}

func (b *bot) getWelcomeScreen(r *request) (reply, error) {
	g, err := b.guildFor(r, 0)
	if err != nil {
		return reply{}, err
	}
	enabled := slices.Contains(g.Features, discord.GuildFeatureWelcomeScreenEnabled)
	if g.welcome == nil || !enabled && b.permissions(g)&discord.PermissionManageGuild == 0 {
		return reply{}, errUnknownWelcomeScreen
	}
	return ok(g.welcome)
}

func (b *bot) updateWelcomeScreen(r *request) (reply, error) {
	g, err := b.guildFor(r, discord.PermissionManageGuild)
	if err != nil {
		return reply{}, err
	}
	var f struct {
		Enabled         *bool `json:"enabled"`
		WelcomeChannels *[]struct {
			ChannelID   snowflake        `json:"channel_id" rule:"required"`
			Description string           `json:"description" rule:"required,len=1..50"`
			EmojiID     snowflake        `json:"emoji_id"`
			EmojiName   optional[string] `json:"emoji_name"`
		} `json:"welcome_channels" rule:"len=0..5"`
		Description optional[string] `json:"description" rule:"len=0..140"`
	}
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	var screen discord.WelcomeScreen
	if g.welcome != nil {
		screen = *g.welcome
	}
	if f.Description.present {
		screen.Description = f.Description.pointer()
	}
	if f.WelcomeChannels != nil {
		screen.WelcomeChannels = nil
		for i, c := range *f.WelcomeChannels {
			if g.channels[discord.ChannelID(c.ChannelID)] == nil {
				return reply{}, invalid("CHANNEL_DOES_NOT_EXIST", "Channel does not exist", "welcome_channels", i, "channel_id")
			}
			screen.WelcomeChannels = append(screen.WelcomeChannels, discord.WelcomeScreenChannel{
				ChannelID: discord.ChannelID(c.ChannelID), Description: c.Description, EmojiID: discord.EmojiID(c.EmojiID), EmojiName: c.EmojiName.pointer(),
			})
		}
	}
	g.welcome = &screen
	if f.Enabled != nil {
		g.setFeature(discord.GuildFeatureWelcomeScreenEnabled, *f.Enabled)
		b.guildUpdated(g)
	}
	return ok(screen)
}

// setFeature adds or removes a feature.
func (g *guild) setFeature(feature discord.GuildFeature, on bool) {
	g.Features = slices.DeleteFunc(slices.Clone(g.Features), func(f discord.GuildFeature) bool { return f == feature })
	if on {
		g.Features = append(g.Features, feature)
	}
}

func (b *bot) getVanityURL(r *request) (reply, error) {
	g, err := b.guildFor(r, discord.PermissionManageGuild)
	if err != nil {
		return reply{}, err
	}
	return ok(discord.VanityURL{Code: g.VanityURLCode})
}

// maxIncidentActions is for how long safety measures may be on.
const maxIncidentActions = 24 * time.Hour

func (b *bot) updateIncidentActions(r *request) (reply, error) {
	g, err := b.guildFor(r, discord.PermissionManageGuild)
	if err != nil {
		return reply{}, err
	}
	var f struct {
		Invites optional[string] `json:"invites_disabled_until"`
		DMs     optional[string] `json:"dms_disabled_until"`
	}
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	var data discord.IncidentsData
	if g.IncidentsData != nil {
		data = *g.IncidentsData
	}
	check := new(form)
	for _, t := range []struct {
		name string
		form optional[string]
		into *discord.Time
	}{{"invites_disabled_until", f.Invites, &data.InvitesDisabledUntil}, {"dms_disabled_until", f.DMs, &data.DMsDisabledUntil}} {
		if !t.form.present {
			continue
		}
		*t.into = discord.Time{}
		if text, given := t.form.get(); given {
			*t.into = bindTime(check.at(t.name), text)
		}
		if t.into.After(r.now.Add(maxIncidentActions)) {
			check.at(t.name).add("INVALID_INCIDENT_ACTION_TIMESTAMP", "Must be at most 24 hours ahead.")
		}
	}
	if err := check.err(); err != nil {
		return reply{}, err
	}
	g.IncidentsData = &data
	b.guildUpdated(g)
	return ok(data)
}
