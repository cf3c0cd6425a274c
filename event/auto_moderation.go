package event

import (
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/internal/wire"
)

// AutoModerationRuleCreate tells that a rule was made. It comes to bots with
// MANAGE_GUILD.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#auto-moderation-rule-create
type AutoModerationRuleCreate struct {
	Meta `json:"-"`
	discord.AutoModerationRule
}

// EventName returns "AUTO_MODERATION_RULE_CREATE".
func (*AutoModerationRuleCreate) EventName() string { return "AUTO_MODERATION_RULE_CREATE" }

// AutoModerationRuleUpdate tells that a rule changed. It comes to bots with
// MANAGE_GUILD.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#auto-moderation-rule-update
type AutoModerationRuleUpdate struct {
	Meta `json:"-"`
	discord.AutoModerationRule
}

// EventName returns "AUTO_MODERATION_RULE_UPDATE".
func (*AutoModerationRuleUpdate) EventName() string { return "AUTO_MODERATION_RULE_UPDATE" }

// AutoModerationRuleDelete tells that a rule was deleted. It comes to bots with
// MANAGE_GUILD.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#auto-moderation-rule-delete
type AutoModerationRuleDelete struct {
	Meta `json:"-"`
	discord.AutoModerationRule
}

// EventName returns "AUTO_MODERATION_RULE_DELETE".
func (*AutoModerationRuleDelete) EventName() string { return "AUTO_MODERATION_RULE_DELETE" }

// AutoModerationActionExecution tells that a rule did something: there is one
// event for each of the rule's actions. It comes to bots with MANAGE_GUILD.
// Content and MatchedContent are empty without [discord.IntentMessageContent].
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#auto-moderation-action-execution
type AutoModerationActionExecution struct {
	Meta                 `json:"-"`
	GuildID              discord.GuildID                   `json:"guild_id"`
	Action               discord.AutoModerationAction      `json:"action"`
	RuleID               discord.AutoModerationRuleID      `json:"rule_id"`
	RuleTriggerType      discord.AutoModerationTriggerType `json:"rule_trigger_type"`
	UserID               discord.UserID                    `json:"user_id"`                          // who wrote what was found
	ChannelID            discord.ChannelID                 `json:"channel_id,omitzero"`              // where
	MessageID            discord.MessageID                 `json:"message_id,omitzero"`              // zero: the message was blocked
	AlertSystemMessageID discord.MessageID                 `json:"alert_system_message_id,omitzero"` // zero: the action is no alert
	Content              string                            `json:"content"`
	MatchedKeyword       *string                           `json:"matched_keyword"` // of the rule
	MatchedContent       *string                           `json:"matched_content"` // in Content
}

// EventName returns "AUTO_MODERATION_ACTION_EXECUTION".
func (*AutoModerationActionExecution) EventName() string { return "AUTO_MODERATION_ACTION_EXECUTION" }

func (e *AutoModerationActionExecution) decodeAction(d *wire.Decoder) {
	raw := d.Raw()
	if d.Err() != nil {
		return
	}
	action, err := discord.DecodeAutoModerationAction([]byte(raw))
	d.Stop(err)
	e.Action = action
}
