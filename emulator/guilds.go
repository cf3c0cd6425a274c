package emulator

import (
	"net/http"
	"slices"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// guildRoutes are the operations on guilds themselves.
//
// Discord docs: https://docs.discord.com/developers/resources/guild
var guildRoutes = []route{
	{method: http.MethodGet, pattern: "/guilds/{guild_id}", handle: (*bot).getGuild},
	{method: http.MethodPatch, pattern: "/guilds/{guild_id}", handle: (*bot).updateGuild, audit: discord.AuditLogActionGuildUpdate},
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/preview", handle: (*bot).getGuildPreview},
}

// guildExtra is what Discord keeps beside a guild.
type guildExtra struct {
	bans   map[discord.UserID]*ban
	sounds []discord.SoundboardSound
	events map[discord.ScheduledEventID]*scheduledEvent
	stages map[discord.ChannelID]*discord.StageInstance // by their channels
	rules  map[discord.AutoModerationRuleID]*discord.AutoModerationRule

	auditLog []auditLogEntry // oldest first
	welcome  *discord.WelcomeScreen

	integrations []*integration         // oldest first
	requests     []*discord.JoinRequest // oldest first

	onboarding discord.GuildOnboarding
	template   *discord.GuildTemplate
}

// role returns a role of the guild, or nil.
func (g *guild) role(id discord.RoleID) *discord.Role {
	i := slices.IndexFunc(g.Roles, func(r discord.Role) bool { return r.ID == id })
	if i < 0 {
		return nil
	}
	return &g.Roles[i]
}

// channelsIn returns the channels; of no guild there are none.
func (g *guild) channelsIn() map[discord.ChannelID]*channel {
	if g == nil {
		return nil
	}
	return g.channels
}

// stickers returns the stickers; of no guild there are none.
func (g *guild) stickers() []discord.Sticker {
	if g == nil {
		return nil
	}
	return g.Stickers
}

// online returns how many members are seen to be online, the bot among them.
func (g *guild) online() int { return max(1, len(g.presences)) }

func (b *bot) getGuild(r *request) (reply, error) {
	g, err := b.guildFor(r, 0)
	if err != nil {
		return reply{}, err
	}
	counts, err := r.queryBool("with_counts")
	if err != nil {
		return reply{}, err
	}
	out := g.Guild
	if counts {
		out.ApproximateMemberCount, out.ApproximatePresenceCount = len(g.members), g.online()
	}
	return ok(out)
}

// getGuildPreview tells what anybody may know of a guild.
func (b *bot) getGuildPreview(r *request) (reply, error) {
	g, err := b.guildFor(r, 0)
	if err != nil {
		return reply{}, err
	}
	return ok(struct {
		ID                       discord.GuildID        `json:"id"`
		Name                     string                 `json:"name"`
		Icon                     *string                `json:"icon"`
		Splash                   *string                `json:"splash"`
		DiscoverySplash          *string                `json:"discovery_splash"`
		HomeHeader               *string                `json:"home_header"`
		Emojis                   []discord.Emoji        `json:"emojis"`
		Features                 []discord.GuildFeature `json:"features"`
		Description              *string                `json:"description"`
		ApproximateMemberCount   int                    `json:"approximate_member_count"`
		ApproximatePresenceCount int                    `json:"approximate_presence_count"`
		Stickers                 []discord.Sticker      `json:"stickers"`
	}{
		ID: g.ID, Name: g.Name, Icon: g.Icon, Splash: g.Splash, DiscoverySplash: g.DiscoverySplash, Emojis: g.Emojis, Features: g.Features,
		Description: g.Description, ApproximateMemberCount: len(g.members), ApproximatePresenceCount: g.online(), Stickers: g.Stickers,
	})
}

// guildForm is a change of a guild.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#modify-guild
type guildForm struct {
	Name                        *string                              `json:"name" rule:"len=2..100"`
	Description                 optional[string]                     `json:"description" rule:"len=0..300"`
	VerificationLevel           *discord.VerificationLevel           `json:"verification_level" rule:"range=0..4"`
	DefaultMessageNotifications *discord.DefaultMessageNotifications `json:"default_message_notifications" rule:"range=0..1"`
	ExplicitContentFilter       *discord.ExplicitContentFilter       `json:"explicit_content_filter" rule:"range=0..2"`
	PreferredLocale             *string                              `json:"preferred_locale"`
	AFKTimeout                  *int                                 `json:"afk_timeout"`
	AFKChannelID                optional[snowflake]                  `json:"afk_channel_id"`
	SystemChannelID             optional[snowflake]                  `json:"system_channel_id"`
	SystemChannelFlags          *discord.SystemChannelFlags          `json:"system_channel_flags"`
	RulesChannelID              optional[snowflake]                  `json:"rules_channel_id"`
	PublicUpdatesChannelID      optional[snowflake]                  `json:"public_updates_channel_id"`
	SafetyAlertsChannelID       optional[snowflake]                  `json:"safety_alerts_channel_id"`
	PremiumProgressBarEnabled   *bool                                `json:"premium_progress_bar_enabled"`
}

var afkTimeouts = []int{60, 300, 900, 1800, 3600}

func (b *bot) updateGuild(r *request) (reply, error) {
	g, err := b.guildFor(r, discord.PermissionManageGuild)
	if err != nil {
		return reply{}, err
	}
	var f guildForm
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	if f.AFKTimeout != nil && !slices.Contains(afkTimeouts, *f.AFKTimeout) {
		return reply{}, invalid(codeChoices, "Value must be one of "+tuple(afkTimeouts)+".", "afk_timeout")
	}
	changed := g.Guild
	check := new(form)
	for _, c := range []struct {
		name string
		form optional[snowflake]
		into *discord.ChannelID
	}{
		{"afk_channel_id", f.AFKChannelID, &changed.AFKChannelID},
		{"system_channel_id", f.SystemChannelID, &changed.SystemChannelID},
		{"rules_channel_id", f.RulesChannelID, &changed.RulesChannelID},
		{"public_updates_channel_id", f.PublicUpdatesChannelID, &changed.PublicUpdatesChannelID},
		{"safety_alerts_channel_id", f.SafetyAlertsChannelID, &changed.SafetyAlertsChannelID},
	} {
		if !c.form.present {
			continue
		}
		id := discord.ChannelID(c.form.value)
		if id != 0 && g.channels[id] == nil {
			check.at(c.name).add("CHANNEL_DOES_NOT_EXIST", "Channel does not exist")
		}
		*c.into = id
	}
	if err := check.err(); err != nil {
		return reply{}, err
	}
	f.apply(&changed)
	g.Guild = changed
	b.dispatch("GUILD_UPDATE", &event.GuildUpdate{Guild: g.Guild}, inGuild(g.ID))
	return ok(g.Guild)
}

func (f *guildForm) apply(g *discord.Guild) {
	set(&g.Name, f.Name)
	if f.Description.present {
		g.Description = f.Description.pointer()
	}
	set(&g.VerificationLevel, f.VerificationLevel)
	set(&g.DefaultMessageNotifications, f.DefaultMessageNotifications)
	set(&g.ExplicitContentFilter, f.ExplicitContentFilter)
	set(&g.AFKTimeout, f.AFKTimeout)
	set(&g.SystemChannelFlags, f.SystemChannelFlags)
	set(&g.PremiumProgressBarEnabled, f.PremiumProgressBarEnabled)
	if f.PreferredLocale != nil {
		g.PreferredLocale = discord.Locale(*f.PreferredLocale)
	}
}
