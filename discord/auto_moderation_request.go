package discord

// CreateAutoModerationRule is a new rule of a guild, which can have 6 with
// keywords and one of each other kind.
//
// Discord docs: https://docs.discord.com/developers/resources/auto-moderation#create-auto-moderation-rule
type CreateAutoModerationRule struct {
	Name            string                    `json:"name"` // 1-100 characters
	EventType       AutoModerationEventType   `json:"event_type"`
	TriggerType     AutoModerationTriggerType `json:"trigger_type"`
	TriggerMetadata *AutoModerationTrigger    `json:"trigger_metadata,omitzero"` // nil: spam has none
	Actions         AutoModerationActions     `json:"actions"`                   // 1-5
	Enabled         bool                      `json:"enabled,omitzero"`
	ExemptRoles     []RoleID                  `json:"exempt_roles,omitzero"`    // at most 20
	ExemptChannels  []ChannelID               `json:"exempt_channels,omitzero"` // at most 50
}

// Validate checks the limits that Discord documents.
func (b CreateAutoModerationRule) Validate() error {
	var c checker
	c.length("name", b.Name, 1, 100)
	c.required("event_type", b.EventType != 0)
	c.required("trigger_type", b.TriggerType != 0)
	c.count("actions", len(b.Actions), 1, 5)
	c.autoModeration(b.TriggerType, b.TriggerMetadata, b.Actions)
	c.exemptions(b.ExemptRoles, b.ExemptChannels)
	return c.err()
}

// UpdateAutoModerationRule is a change of a rule. Fields that are absent stay as
// they are.
//
// Discord docs: https://docs.discord.com/developers/resources/auto-moderation#modify-auto-moderation-rule
type UpdateAutoModerationRule struct {
	Name            string                          `json:"name,omitzero"` // 1-100 characters; empty keeps
	EventType       AutoModerationEventType         `json:"event_type,omitzero"`
	TriggerType     AutoModerationTriggerType       `json:"trigger_type,omitzero"` // cannot be changed; in Discord's OpenAPI document only
	TriggerMetadata Optional[AutoModerationTrigger] `json:"trigger_metadata,omitzero"`
	Actions         AutoModerationActions           `json:"actions,omitzero"` // 1-5; nil keeps
	Enabled         Optional[bool]                  `json:"enabled,omitzero"`
	ExemptRoles     []RoleID                        `json:"exempt_roles,omitzero"`    // at most 20; nil keeps, empty clears
	ExemptChannels  []ChannelID                     `json:"exempt_channels,omitzero"` // at most 50; nil keeps, empty clears
}

// Validate checks the limits that Discord documents.
func (b UpdateAutoModerationRule) Validate() error {
	var c checker
	c.length("name", b.Name, 0, 100)
	if b.Actions != nil {
		c.count("actions", len(b.Actions), 1, 5)
	}
	var trigger *AutoModerationTrigger
	if t, ok := b.TriggerMetadata.Get(); ok {
		trigger = &t
	}
	c.autoModeration(b.TriggerType, trigger, b.Actions)
	c.exemptions(b.ExemptRoles, b.ExemptChannels)
	return c.err()
}

// autoModeration checks what a rule looks for and what it does. A kind of zero
// is not known, as in changes.
func (c *checker) autoModeration(kind AutoModerationTriggerType, t *AutoModerationTrigger, actions AutoModerationActions) {
	if t != nil {
		c.within("trigger_metadata", func(c *checker) { c.trigger(kind, t) })
	}
	for i, action := range actions {
		c.within(c.index("actions", i)+".metadata", func(c *checker) {
			switch a := action.(type) {
			case BlockMessageAction:
				c.length("custom_message", a.CustomMessage, 0, 150)
			case SendAlertMessageAction:
				c.required("channel_id", a.ChannelID != 0)
			case TimeoutAction:
				c.between("duration_seconds", a.DurationSeconds, 0, 4*7*24*60*60)
			}
		})
	}
}

// trigger checks what a rule looks for.
func (c *checker) trigger(kind AutoModerationTriggerType, t *AutoModerationTrigger) {
	words, preset, mentions := true, true, true
	switch kind {
	case AutoModerationTriggerTypeKeyword, AutoModerationTriggerTypeMemberProfile:
		preset, mentions = false, false
	case AutoModerationTriggerTypeKeywordPreset:
		words, mentions = false, false
	case AutoModerationTriggerTypeMentionSpam:
		words, preset = false, false
	case AutoModerationTriggerTypeSpam:
		words, preset, mentions = false, false, false
	}
	c.absent("keyword_filter", words || len(t.KeywordFilter) == 0)
	c.absent("regex_patterns", words || len(t.RegexPatterns) == 0)
	c.absent("allow_list", words || preset || len(t.AllowList) == 0)
	c.absent("presets", preset || len(t.Presets) == 0)
	c.absent("mention_total_limit", mentions || t.MentionTotalLimit == 0)
	c.absent("mention_raid_protection_enabled", mentions || !t.MentionRaidProtectionEnabled)
	c.words("keyword_filter", t.KeywordFilter, 1000, 60)
	c.words("regex_patterns", t.RegexPatterns, 10, 260)
	allowed := 100
	if preset {
		allowed = 1000
	}
	c.words("allow_list", t.AllowList, allowed, 60)
	c.between("mention_total_limit", t.MentionTotalLimit, 0, 50)
}

// words checks a list of texts.
func (c *checker) words(path string, words []string, most, longest int) {
	c.count(path, len(words), 0, most)
	for i, word := range words {
		c.length(c.index(path, i), word, 1, longest)
	}
}

// exemptions checks to whom and where a rule does not apply.
func (c *checker) exemptions(roles []RoleID, channels []ChannelID) {
	c.count("exempt_roles", len(roles), 0, 20)
	distinctIDs(c, "exempt_roles", roles)
	c.count("exempt_channels", len(channels), 0, 50)
	distinctIDs(c, "exempt_channels", channels)
}

// distinctIDs checks that no ID is in a list twice.
func distinctIDs[T any](c *checker, path string, ids []ID[T]) {
	seen := make(map[ID[T]]bool, len(ids))
	for i, id := range ids {
		if seen[id] {
			c.add(c.index(path, i), "must be unique")
		}
		seen[id] = true
	}
}
