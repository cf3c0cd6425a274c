package emulator

import (
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// errBlocked is the refusal of a message that a rule blocks.
var errBlocked = refuse(http.StatusBadRequest, 200000, "Message was blocked by automatic moderation")

// moderate applies the rules of a guild to a message that is about to be posted,
// and refuses one that a rule blocks. Who manages the guild is exempt, and so
// are bots. Spam and Discord's own lists of words find
// nothing here.
//
// Discord docs: https://docs.discord.com/developers/resources/auto-moderation
func (e *Emulator) moderate(r *request, ch *channel, m *message) error {
	g := e.state.guilds[ch.GuildID]
	if g == nil || len(g.rules) == 0 || m.Author.Bot || m.WebhookID != 0 || g.guildPermissions(m.Author.ID)&discord.PermissionManageGuild != 0 {
		return nil
	}
	var blocked error
	for _, rule := range byID(g.rules) {
		keyword, content, found := findIn(rule, m)
		if !rule.Enabled || !found || rule.EventType != discord.AutoModerationEventTypeMessageSend || g.isExempt(rule, ch, m.Author.ID) {
			continue
		}
		hit := &ruleHit{rule: rule, ch: ch, m: m, keyword: keyword, content: content}
		hit.blocked = slices.ContainsFunc(rule.Actions, func(a discord.AutoModerationAction) bool {
			return a.AutoModerationActionType() == discord.AutoModerationActionTypeBlockMessage
		})
		if hit.blocked {
			blocked = errBlocked
		}
		for _, action := range rule.Actions {
			e.act(r, g, hit, action)
		}
	}
	return blocked
}

// A ruleHit is what a rule has found in a message.
type ruleHit struct {
	rule             *discord.AutoModerationRule
	ch               *channel
	m                *message
	blocked          bool
	keyword, content string
}

// isExempt reports whether a rule does not apply to a member in a channel.
func (g *guild) isExempt(rule *discord.AutoModerationRule, ch *channel, user discord.UserID) bool {
	if slices.Contains(rule.ExemptChannels, ch.ID) || slices.Contains(rule.ExemptChannels, ch.ParentID) {
		return true
	}
	m := g.members[user]
	return m != nil && slices.ContainsFunc(m.Roles, func(id discord.RoleID) bool { return slices.Contains(rule.ExemptRoles, id) })
}

// findIn looks in a message for what a rule is about, and returns the rule's word
// or pattern, and the text that it fits.
func findIn(rule *discord.AutoModerationRule, m *message) (keyword, content string, found bool) {
	t := &rule.TriggerMetadata
	switch rule.TriggerType {
	case discord.AutoModerationTriggerTypeKeyword:
	case discord.AutoModerationTriggerTypeMentionSpam:
		return "", "", t.MentionTotalLimit > 0 && len(m.Mentions)+len(m.MentionRoles) > t.MentionTotalLimit
	default:
		return "", "", false
	}
	text := strings.ToLower(m.Content)
	for _, word := range t.KeywordFilter {
		if hit, fits := matchKeyword(text, word); fits && !isAllowed(text, hit, t.AllowList) {
			return word, hit, true
		}
	}
	for _, pattern := range t.RegexPatterns {
		re, err := regexp.Compile("(?i)" + pattern)
		if err != nil {
			continue // it was checked, but without the flag
		}
		if hit := re.FindString(text); hit != "" && !isAllowed(text, hit, t.AllowList) {
			return pattern, hit, true
		}
	}
	return "", "", false
}

// matchKeyword finds a word in a text in small letters: a whole one, or with * at
// its ends a part of one.
//
// Discord docs: https://docs.discord.com/developers/resources/auto-moderation#auto-moderation-rule-object-keyword-matching-strategies
func matchKeyword(text, word string) (string, bool) {
	word = strings.ToLower(word)
	core := strings.Trim(word, "*")
	if core == "" {
		return "", false
	}
	const letter = `[\pL\pN_]`
	pattern := regexp.QuoteMeta(core)
	if !strings.HasPrefix(word, "*") {
		pattern = `(?:^|[^\pL\pN_])(` + pattern + `)`
	} else {
		pattern = `(` + pattern + `)`
	}
	if !strings.HasSuffix(word, "*") {
		pattern += `(?:$|[^\pL\pN_])`
	} else {
		pattern += letter + `*`
	}
	found := regexp.MustCompile(pattern).FindStringSubmatch(text) // of quoted text only
	if found == nil {
		return "", false
	}
	return found[1], true
}

// isAllowed reports whether what was found is part of what a rule allows.
func isAllowed(text, hit string, allowed []string) bool {
	return slices.ContainsFunc(allowed, func(word string) bool {
		fine, fits := matchKeyword(text, word)
		return fits && strings.Contains(fine, hit)
	})
}

// act does one action of a rule, and tells of it.
func (e *Emulator) act(r *request, g *guild, hit *ruleHit, action discord.AutoModerationAction) {
	done := &event.AutoModerationActionExecution{
		GuildID: g.ID, Action: action, RuleID: hit.rule.ID, RuleTriggerType: hit.rule.TriggerType,
		UserID: hit.m.Author.ID, ChannelID: hit.ch.ID, Content: hit.m.Content,
	}
	if hit.keyword != "" {
		done.MatchedKeyword, done.MatchedContent = &hit.keyword, &hit.content
	}
	if !hit.blocked {
		done.MessageID = hit.m.ID
	}
	kind := discord.AuditLogActionAutoModerationBlockMessage
	switch action := action.(type) {
	case discord.SendAlertMessageAction:
		kind = discord.AuditLogActionAutoModerationFlagToChannel
		done.AlertSystemMessageID = e.alert(r, g, hit, action.ChannelID)
	case discord.TimeoutAction:
		kind = discord.AuditLogActionAutoModerationUserCommunicationDisabled
		if m := g.members[hit.m.Author.ID]; m != nil {
			m.CommunicationDisabledUntil = discord.At(r.now.Add(time.Duration(action.DurationSeconds) * time.Second))
			e.memberUpdated(g, m)
		}
	case discord.BlockMemberInteractionAction:
		kind = discord.AuditLogActionAutoModerationQuarantineUser
	}
	e.dispatch("AUTO_MODERATION_ACTION_EXECUTION", done, forManagers(g))
	e.log(r, g, &discord.AuditLogEntry{
		ActionType: kind, UserID: hit.m.Author.ID, TargetID: discord.AuditLogTargetID(hit.m.Author.ID),
		Options: &discord.AuditLogOptions{
			ChannelID: hit.ch.ID, AutoModerationRuleName: hit.rule.Name, AutoModerationRuleTriggerType: strconv.Itoa(int(hit.rule.TriggerType)),
		},
	})
}

// alert posts what was found to a channel, and returns the message's ID.
func (e *Emulator) alert(r *request, g *guild, hit *ruleHit, to discord.ChannelID) discord.MessageID {
	ch := g.channels[to]
	if ch == nil {
		return 0 // it was deleted
	}
	notice := e.newNotice(r, ch, discord.MessageTypeAutoModerationAction, &hit.m.Author)
	notice.Embeds = []discord.Embed{{Type: "auto_moderation_message", Description: hit.m.Content, Fields: []discord.EmbedField{
		{Name: "rule_name", Value: hit.rule.Name},
		{Name: "channel_id", Value: hit.ch.ID.String()},
		{Name: "keyword", Value: hit.keyword},
		{Name: "keyword_matched_content", Value: hit.content},
	}}}
	e.post(notice, r.now)
	return notice.ID
}
