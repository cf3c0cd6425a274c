package emulator

import (
	"net/http"
	"regexp"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// autoModerationRoutes are the operations on rules of auto moderation.
//
// Discord docs: https://docs.discord.com/developers/resources/auto-moderation
var autoModerationRoutes = []route{
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/auto-moderation/rules", handle: (*bot).listRules},
	{method: http.MethodPost, pattern: "/guilds/{guild_id}/auto-moderation/rules", handle: (*bot).createRule, audit: discord.AuditLogActionAutoModerationRuleCreate},
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/auto-moderation/rules/{rule_id}", handle: (*bot).getRule},
	{method: http.MethodPatch, pattern: "/guilds/{guild_id}/auto-moderation/rules/{rule_id}", handle: (*bot).updateRule, audit: discord.AuditLogActionAutoModerationRuleUpdate},
	{method: http.MethodDelete, pattern: "/guilds/{guild_id}/auto-moderation/rules/{rule_id}", handle: (*bot).deleteRule, audit: discord.AuditLogActionAutoModerationRuleDelete},
}

// maxRules is how many rules of a kind a guild may have.
var maxRules = map[discord.AutoModerationTriggerType]int{
	discord.AutoModerationTriggerTypeKeyword:       6,
	discord.AutoModerationTriggerTypeSpam:          1,
	discord.AutoModerationTriggerTypeKeywordPreset: 1,
	discord.AutoModerationTriggerTypeMentionSpam:   1,
	discord.AutoModerationTriggerTypeMemberProfile: 1,
}

// errUnknownRule has no code of its own in Discord's list.
var errUnknownRule = unknown(0, "Auto Moderation Rule")

// ruleForm is a new rule, or a change of one.
type ruleForm struct {
	Name            *string                            `json:"name" rule:"len=1..100"`
	EventType       *discord.AutoModerationEventType   `json:"event_type" rule:"range=1..2"`
	TriggerType     *discord.AutoModerationTriggerType `json:"trigger_type" rule:"range=1..6"`
	TriggerMetadata *triggerForm                       `json:"trigger_metadata"`
	Actions         *[]actionForm                      `json:"actions" rule:"len=1..5"`
	Enabled         *bool                              `json:"enabled"`
	ExemptRoles     *[]snowflake                       `json:"exempt_roles" rule:"len=0..20"`
	ExemptChannels  *[]snowflake                       `json:"exempt_channels" rule:"len=0..50"`
}

type triggerForm struct {
	KeywordFilter                []string                              `json:"keyword_filter" rule:"len=0..1000"`
	RegexPatterns                []string                              `json:"regex_patterns" rule:"len=0..10"`
	Presets                      []discord.AutoModerationKeywordPreset `json:"presets" rule:"len=0..3"`
	AllowList                    []string                              `json:"allow_list" rule:"len=0..1000"`
	MentionTotalLimit            int                                   `json:"mention_total_limit" rule:"range=0..50"`
	MentionRaidProtectionEnabled bool                                  `json:"mention_raid_protection_enabled"`
}

type actionForm struct {
	Type     discord.AutoModerationActionType `json:"type" rule:"required,range=1..4"`
	Metadata struct {
		ChannelID       snowflake `json:"channel_id"`
		DurationSeconds int       `json:"duration_seconds" rule:"range=0..2419200"`
		CustomMessage   string    `json:"custom_message" rule:"len=0..150"`
	} `json:"metadata"`
}

// action returns the action that the form says, and reports what it lacks.
func (f *actionForm) action(g *guild, at formPath) discord.AutoModerationAction {
	switch f.Type {
	case discord.AutoModerationActionTypeSendAlertMessage:
		channel := discord.ChannelID(f.Metadata.ChannelID)
		if g.channels[channel] == nil {
			at.at("metadata", "channel_id").add("CHANNEL_DOES_NOT_EXIST", "Channel does not exist")
		}
		return discord.SendAlertMessageAction{ChannelID: channel}
	case discord.AutoModerationActionTypeTimeout:
		return discord.TimeoutAction{DurationSeconds: f.Metadata.DurationSeconds}
	case discord.AutoModerationActionTypeBlockMemberInteraction:
		return discord.BlockMemberInteractionAction{}
	default:
		return discord.BlockMessageAction{CustomMessage: f.Metadata.CustomMessage}
	}
}

// apply changes a rule as the form says, and reports what does not fit.
func (f *ruleForm) apply(g *guild, rule *discord.AutoModerationRule, at formPath) {
	set(&rule.Name, f.Name)
	set(&rule.EventType, f.EventType)
	set(&rule.Enabled, f.Enabled)
	if t := f.TriggerMetadata; t != nil {
		t.check(rule.TriggerType, at.at("trigger_metadata"))
		rule.TriggerMetadata = discord.AutoModerationTrigger(*t)
	}
	if f.Actions != nil {
		rule.Actions = nil
		for i := range *f.Actions {
			rule.Actions = append(rule.Actions, (*f.Actions)[i].action(g, at.at("actions", i)))
		}
	}
	if f.ExemptRoles != nil {
		rule.ExemptRoles = nil
		for _, id := range *f.ExemptRoles {
			rule.ExemptRoles = append(rule.ExemptRoles, discord.RoleID(id))
		}
	}
	if f.ExemptChannels != nil {
		rule.ExemptChannels = nil
		for _, id := range *f.ExemptChannels {
			rule.ExemptChannels = append(rule.ExemptChannels, discord.ChannelID(id))
		}
	}
}

// check reports words and patterns that are too long, too many, or no patterns.
func (f *triggerForm) check(kind discord.AutoModerationTriggerType, at formPath) {
	for i, word := range f.KeywordFilter {
		at.at("keyword_filter", i).length(len([]rune(word)), 1, 60)
	}
	for i, word := range f.AllowList {
		at.at("allow_list", i).length(len([]rune(word)), 1, 60)
	}
	if kind != discord.AutoModerationTriggerTypeKeywordPreset {
		at.at("allow_list").length(len(f.AllowList), 0, 100)
	}
	for i, pattern := range f.RegexPatterns {
		at.at("regex_patterns", i).length(len([]rune(pattern)), 1, 260)
		if _, err := regexp.Compile(pattern); err != nil { // Rust's syntax, which is nearly ours
			at.at("regex_patterns", i).add("AUTO_MODERATION_INVALID_REGEX", "Invalid regex pattern")
		}
	}
}

func (b *bot) listRules(r *request) (reply, error) {
	g, err := b.guildFor(r, discord.PermissionManageGuild)
	if err != nil {
		return reply{}, err
	}
	return ok(byID(g.rules))
}

func (b *bot) ruleFor(r *request) (*guild, *discord.AutoModerationRule, error) {
	g, err := b.guildFor(r, discord.PermissionManageGuild)
	if err != nil {
		return nil, nil, err
	}
	rule := g.rules[discord.AutoModerationRuleID(r.id("rule_id"))]
	if rule == nil {
		return nil, nil, errUnknownRule
	}
	return g, rule, nil
}

func (b *bot) getRule(r *request) (reply, error) {
	_, rule, err := b.ruleFor(r)
	if err != nil {
		return reply{}, err
	}
	return ok(rule)
}

func (b *bot) createRule(r *request) (reply, error) {
	g, err := b.guildFor(r, discord.PermissionManageGuild)
	if err != nil {
		return reply{}, err
	}
	var f ruleForm
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	check := new(form)
	for name, missing := range map[string]bool{"name": f.Name == nil, "event_type": f.EventType == nil, "trigger_type": f.TriggerType == nil, "actions": f.Actions == nil} {
		if missing {
			check.at(name).required()
		}
	}
	rule := &discord.AutoModerationRule{ID: discord.AutoModerationRuleID(b.nextID(r.now)), GuildID: g.ID, CreatorID: b.user.ID}
	set(&rule.TriggerType, f.TriggerType)
	if f.TriggerType != nil && maxRules[rule.TriggerType] == 0 {
		check.at("trigger_type").add(codeChoices, "Value must be one of (1, 3, 4, 5, 6).")
	}
	f.apply(g, rule, check.at())
	if g.rulesOf(rule.TriggerType) >= maxRules[rule.TriggerType] && check.err() == nil {
		check.at("trigger_type").add("AUTO_MODERATION_MAX_RULES_OF_TYPE_EXCEEDED", "Max number of rules of this type exceeded")
	}
	if err := check.err(); err != nil {
		return reply{}, err
	}
	if err := b.mayModerate(g, rule); err != nil {
		return reply{}, err
	}
	if g.rules == nil {
		g.rules = make(map[discord.AutoModerationRuleID]*discord.AutoModerationRule)
	}
	g.rules[rule.ID] = rule
	b.dispatch("AUTO_MODERATION_RULE_CREATE", &event.AutoModerationRuleCreate{AutoModerationRule: *rule}, forManagers(g))
	return ok(rule)
}

// mayModerate refuses a rule that does what the bot may not.
func (b *bot) mayModerate(g *guild, rule *discord.AutoModerationRule) error {
	for _, action := range rule.Actions {
		if _, timeout := action.(discord.TimeoutAction); timeout && b.permissions(g)&discord.PermissionModerateMembers == 0 {
			return errMissingPermissions
		}
	}
	return nil
}

// forManagers is the audience of what only who manages the guild may know.
func forManagers(g *guild) audience {
	to := inGuild(g.ID)
	to.need, to.botOnly = discord.PermissionManageGuild, true
	return to
}

// rulesOf returns how many rules of a kind there are.
func (g *guild) rulesOf(kind discord.AutoModerationTriggerType) (n int) {
	for _, rule := range g.rules {
		if rule.TriggerType == kind {
			n++
		}
	}
	return n
}

func (b *bot) updateRule(r *request) (reply, error) {
	g, rule, err := b.ruleFor(r)
	if err != nil {
		return reply{}, err
	}
	var f ruleForm
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	changed, check := *rule, new(form)
	f.apply(g, &changed, check.at())
	if err := check.err(); err != nil {
		return reply{}, err
	}
	if err := b.mayModerate(g, &changed); err != nil {
		return reply{}, err
	}
	*rule = changed
	b.dispatch("AUTO_MODERATION_RULE_UPDATE", &event.AutoModerationRuleUpdate{AutoModerationRule: changed}, forManagers(g))
	return ok(changed)
}

func (b *bot) deleteRule(r *request) (reply, error) {
	g, rule, err := b.ruleFor(r)
	if err != nil {
		return reply{}, err
	}
	delete(g.rules, rule.ID)
	b.dispatch("AUTO_MODERATION_RULE_DELETE", &event.AutoModerationRuleDelete{AutoModerationRule: *rule}, forManagers(g))
	return noContent()
}
