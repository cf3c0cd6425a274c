package emulator

import (
	"net/http"

	"github.com/accord-go/accord/discord"
)

// onboardingRoutes are the operations on what guilds ask new members.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#guild-onboarding-object
var onboardingRoutes = []route{
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/onboarding", handle: (*bot).getOnboarding},
	{method: http.MethodPut, pattern: "/guilds/{guild_id}/onboarding", handle: (*bot).updateOnboarding},
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/new-member-welcome", handle: (*bot).getNewMemberWelcome},
}

// What an onboarding that is enabled must give.
const (
	leastDefaultChannels  = 7
	leastWritableChannels = 5
)

type onboardingForm struct {
	Prompts           *[]promptForm           `json:"prompts" rule:"len=0..15"`
	DefaultChannelIDs *[]snowflake            `json:"default_channel_ids" rule:"len=0..500"`
	Enabled           *bool                   `json:"enabled"`
	Mode              *discord.OnboardingMode `json:"mode" rule:"range=0..1"`
}

type promptForm struct {
	ID           snowflake                    `json:"id" rule:"required"`
	Type         discord.OnboardingPromptType `json:"type" rule:"range=0..1"`
	Title        string                       `json:"title" rule:"required,len=1..100"`
	Options      []promptOptionForm           `json:"options" rule:"required,len=1..50"`
	SingleSelect bool                         `json:"single_select"`
	Required     bool                         `json:"required"`
	InOnboarding bool                         `json:"in_onboarding"`
}

type promptOptionForm struct {
	ID            snowflake        `json:"id"`
	Title         string           `json:"title" rule:"required,len=1..50"`
	Description   string           `json:"description" rule:"len=0..100"`
	EmojiID       snowflake        `json:"emoji_id"`
	EmojiName     optional[string] `json:"emoji_name" rule:"len=0..100"`
	EmojiAnimated bool             `json:"emoji_animated"`
	RoleIDs       []snowflake      `json:"role_ids" rule:"len=0..50"`
	ChannelIDs    []snowflake      `json:"channel_ids" rule:"len=0..50"`
}

func (b *bot) getOnboarding(r *request) (reply, error) {
	g, err := b.guildFor(r, 0)
	if err != nil {
		return reply{}, err
	}
	out := g.onboarding
	out.GuildID = g.ID
	return ok(out)
}

func (b *bot) updateOnboarding(r *request) (reply, error) {
	g, err := b.guildFor(r, discord.PermissionManageGuild|discord.PermissionManageRoles)
	if err != nil {
		return reply{}, err
	}
	var f onboardingForm
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	changed := g.onboarding
	changed.GuildID = g.ID
	set(&changed.Enabled, f.Enabled)
	set(&changed.Mode, f.Mode)
	if f.DefaultChannelIDs != nil {
		changed.DefaultChannelIDs = channelIDs(*f.DefaultChannelIDs)
	}
	if f.Prompts != nil {
		changed.Prompts = nil
		for _, p := range *f.Prompts {
			changed.Prompts = append(changed.Prompts, b.onboardingPrompt(r, g, p))
		}
	}
	if changed.Enabled && !g.mayOnboard(&changed) {
		return reply{}, refuse(http.StatusBadRequest, 350000, "Cannot enable onboarding, requirements are not met")
	}
	b.logOnboarding(r, g, &g.onboarding, &changed)
	g.onboarding = changed
	return ok(changed)
}

// logOnboarding writes an entry for each question that was made, changed or
// deleted, and one about the rest. Who never asked anything has no guild's ID
// in the onboarding.
func (e *Emulator) logOnboarding(r *request, g *guild, before, after *discord.GuildOnboarding) {
	entry := func(action discord.AuditLogAction, target uint64) *discord.AuditLogEntry {
		return &discord.AuditLogEntry{ActionType: action, TargetID: discord.AuditLogTargetID(target)}
	}
	for _, p := range after.Prompts {
		if old := promptOf(before, p.ID); old != nil {
			e.logChange(r, g, entry(discord.AuditLogActionOnboardingPromptUpdate, uint64(p.ID)), old, p)
		} else {
			e.logChange(r, g, entry(discord.AuditLogActionOnboardingPromptCreate, uint64(p.ID)), nil, p)
		}
	}
	for _, p := range before.Prompts {
		if promptOf(after, p.ID) == nil {
			e.logChange(r, g, entry(discord.AuditLogActionOnboardingPromptDelete, uint64(p.ID)), p, nil)
		}
	}
	if before.GuildID == 0 {
		e.logChange(r, g, entry(discord.AuditLogActionOnboardingCreate, uint64(g.ID)), nil, after)
		return
	}
	e.logChange(r, g, entry(discord.AuditLogActionOnboardingUpdate, uint64(g.ID)), before, after)
}

// promptOf returns a question of an onboarding, or nil.
func promptOf(o *discord.GuildOnboarding, id discord.OnboardingPromptID) *discord.OnboardingPrompt {
	return find(o.Prompts, func(p *discord.OnboardingPrompt) bool { return p.ID == id })
}

// onboardingPrompt returns the question that a form says, with IDs of its own for
// what is new.
func (e *Emulator) onboardingPrompt(r *request, g *guild, f promptForm) discord.OnboardingPrompt {
	p := discord.OnboardingPrompt{
		ID: discord.OnboardingPromptID(f.ID), Type: f.Type, Title: f.Title, SingleSelect: f.SingleSelect, Required: f.Required, InOnboarding: f.InOnboarding,
	}
	if promptOf(&g.onboarding, p.ID) == nil {
		p.ID = discord.OnboardingPromptID(e.nextID(r.now))
	}
	for _, o := range f.Options {
		option := discord.OnboardingPromptOption{
			ID: discord.OnboardingPromptOptionID(o.ID), Title: o.Title, Description: o.Description, ChannelIDs: channelIDs(o.ChannelIDs),
			Emoji: discord.SettingsEmoji{ID: discord.EmojiID(o.EmojiID), Name: o.EmojiName.pointer(), Animated: o.EmojiAnimated},
		}
		setZero(&option.ID, discord.OnboardingPromptOptionID(e.nextID(r.now)))
		for _, id := range o.RoleIDs {
			option.RoleIDs = append(option.RoleIDs, discord.RoleID(id))
		}
		p.Options = append(p.Options, option)
	}
	return p
}

func channelIDs(ids []snowflake) (out []discord.ChannelID) {
	for _, id := range ids {
		out = append(out, discord.ChannelID(id))
	}
	return out
}

// mayOnboard reports whether an onboarding gives the channels that it must: the
// default ones, and in the advanced mode those of its questions.
func (g *guild) mayOnboard(o *discord.GuildOnboarding) bool {
	given := make(map[discord.ChannelID]bool)
	for _, id := range o.DefaultChannelIDs {
		given[id] = true
	}
	if o.Mode == discord.OnboardingModeAdvanced {
		for _, p := range o.Prompts {
			for _, option := range p.Options {
				for _, id := range option.ChannelIDs {
					given[id] = true
				}
			}
		}
	}
	writable := 0
	for id := range given {
		if ch := g.channels[id]; ch != nil && ch.holdsMessages() && g.isPublic(ch) {
			writable++
		}
	}
	return len(given) >= leastDefaultChannels && writable >= leastWritableChannels
}

// getNewMemberWelcome answers as a guild does that has no Server Guide.
func (b *bot) getNewMemberWelcome(r *request) (reply, error) {
	if _, err := b.guildFor(r, 0); err != nil {
		return reply{}, err
	}
	return noContent()
}
