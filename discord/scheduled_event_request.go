package discord

// CreateScheduledEvent is a new event of a guild, which can have 100 that are
// scheduled or active. One that happens in a stage or voice channel needs
// ChannelID; one that happens elsewhere needs EntityMetadata and
// ScheduledEndTime.
//
// Discord docs: https://docs.discord.com/developers/resources/guild-scheduled-event#create-guild-scheduled-event
type CreateScheduledEvent struct {
	ChannelID          ChannelID                  `json:"channel_id,omitzero"`
	EntityMetadata     *ScheduledEventMetadata    `json:"entity_metadata,omitzero"`
	Name               string                     `json:"name"`          // 1-100 characters
	PrivacyLevel       ScheduledEventPrivacyLevel `json:"privacy_level"` // GUILD_ONLY
	ScheduledStartTime Time                       `json:"scheduled_start_time"`
	ScheduledEndTime   Time                       `json:"scheduled_end_time,omitzero"`
	Description        string                     `json:"description,omitzero"` // 1-1000 characters
	EntityType         ScheduledEventEntityType   `json:"entity_type"`
	Image              ImageData                  `json:"image,omitzero"` // the cover
	RecurrenceRule     *RecurrenceRule            `json:"recurrence_rule,omitzero"`
}

// Validate checks the limits that Discord documents.
func (b CreateScheduledEvent) Validate() error {
	var c checker
	c.length("name", b.Name, 1, 100)
	c.length("description", b.Description, 0, 1000)
	c.required("privacy_level", b.PrivacyLevel != 0)
	c.required("scheduled_start_time", !b.ScheduledStartTime.IsZero())
	switch b.EntityType {
	case ScheduledEventEntityTypeExternal:
		c.required("entity_metadata.location", b.EntityMetadata != nil && b.EntityMetadata.Location != "")
		c.required("scheduled_end_time", !b.ScheduledEndTime.IsZero())
		c.absent("channel_id", b.ChannelID == 0)
	case ScheduledEventEntityTypeStageInstance, ScheduledEventEntityTypeVoice:
		c.required("channel_id", b.ChannelID != 0)
	case ScheduledEventEntityTypeNone:
		c.required("entity_type", false)
	}
	if b.EntityMetadata != nil {
		c.length("entity_metadata.location", b.EntityMetadata.Location, 0, 100)
	}
	c.image("image", b.Image)
	c.recurrence(b.RecurrenceRule)
	return c.err()
}

// UpdateScheduledEvent is a change of an event. Fields that are absent stay as
// they are. To begin, end or cancel the event, set Status.
//
// Discord docs: https://docs.discord.com/developers/resources/guild-scheduled-event#modify-guild-scheduled-event
type UpdateScheduledEvent struct {
	ChannelID          Optional[ChannelID]                `json:"channel_id,omitzero"`      // null where it is to happen elsewhere
	EntityMetadata     Optional[ScheduledEventMetadata]   `json:"entity_metadata,omitzero"` // needed where it is to happen elsewhere
	Name               string                             `json:"name,omitzero"`            // 1-100 characters; empty keeps
	PrivacyLevel       ScheduledEventPrivacyLevel         `json:"privacy_level,omitzero"`
	ScheduledStartTime Time                               `json:"scheduled_start_time,omitzero"` // zero keeps
	ScheduledEndTime   Optional[Time]                     `json:"scheduled_end_time,omitzero"`   // needed where it is to happen elsewhere
	Description        Optional[string]                   `json:"description,omitzero"`          // at most 1000 characters
	EntityType         Optional[ScheduledEventEntityType] `json:"entity_type,omitzero"`
	Status             Optional[ScheduledEventStatus]     `json:"status,omitzero"`
	Image              Optional[ImageData]                `json:"image,omitzero"`           // the cover
	RecurrenceRule     Optional[RecurrenceRule]           `json:"recurrence_rule,omitzero"` // null: it happens once
}

// Validate checks the limits that Discord documents.
func (b UpdateScheduledEvent) Validate() error {
	var c checker
	c.length("name", b.Name, 0, 100)
	c.optionalText("description", b.Description, 0, 1000)
	if m, ok := b.EntityMetadata.Get(); ok {
		c.length("entity_metadata.location", m.Location, 0, 100)
	}
	c.optionalImage("image", b.Image)
	if r, ok := b.RecurrenceRule.Get(); ok {
		c.recurrence(&r)
	}
	return c.err()
}

// CreateScheduledEventException moves or cancels one occasion of an event that
// happens again and again.
//
// Discord has no page about it yet; it is described in its OpenAPI document.
type CreateScheduledEventException struct {
	OriginalScheduledStartTime Time `json:"original_scheduled_start_time"` // when it would happen by the rule
	ScheduledStartTime         Time `json:"scheduled_start_time,omitzero"` // zero: as the rule says
	ScheduledEndTime           Time `json:"scheduled_end_time,omitzero"`   // zero: as the rule says
	IsCanceled                 bool `json:"is_canceled,omitzero"`
}

// Validate checks the limits that Discord documents.
func (b CreateScheduledEventException) Validate() error {
	var c checker
	c.required("original_scheduled_start_time", !b.OriginalScheduledStartTime.IsZero())
	return c.err()
}

// UpdateScheduledEventException is a change of an exception. Fields that are
// absent stay as they are.
//
// Discord has no page about it yet; it is described in its OpenAPI document.
type UpdateScheduledEventException struct {
	ScheduledStartTime Optional[Time] `json:"scheduled_start_time,omitzero"` // null: as the rule says
	ScheduledEndTime   Optional[Time] `json:"scheduled_end_time,omitzero"`   // null: as the rule says
	IsCanceled         Optional[bool] `json:"is_canceled,omitzero"`
}

// recurrence checks the bounds of a rule; which combinations of fields Discord
// knows is for Discord to say.
func (c *checker) recurrence(r *RecurrenceRule) {
	if r == nil {
		return
	}
	c.within("recurrence_rule", func(c *checker) {
		c.required("start", !r.Start.IsZero())
		c.between("interval", r.Interval, 1, maxInt)
		c.count("by_weekday", len(r.ByWeekday), 0, 7)
		c.count("by_n_weekday", len(r.ByNWeekday), 0, 7)
		for i, day := range r.ByNWeekday {
			c.between(c.index("by_n_weekday", i)+".n", day.N, 1, 5)
		}
		c.count("by_month", len(r.ByMonth), 0, 12)
		c.numbers("by_month_day", r.ByMonthDay, 33, 31)
		c.numbers("by_year_day", r.ByYearDay, 367, 365)
		distinctNumbers(c, "by_weekday", r.ByWeekday)
		distinctNumbers(c, "by_month", r.ByMonth)
	})
}

// numbers checks a list of days, of which -1 is the last.
func (c *checker) numbers(path string, days []int, most, last int) {
	c.count(path, len(days), 0, most)
	for i, day := range days {
		c.between(c.index(path, i), day, -1, last)
	}
	distinctNumbers(c, path, days)
}

// distinctNumbers checks that no number is in a list twice.
func distinctNumbers[T ~int](c *checker, path string, list []T) {
	seen := make(map[T]bool, len(list))
	for i, n := range list {
		if seen[n] {
			c.add(c.index(path, i), "must be unique")
		}
		seen[n] = true
	}
}

// optionalImage checks a picture that may be left out, or cleared.
func (c *checker) optionalImage(path string, o Optional[ImageData]) {
	if d, ok := o.Get(); ok {
		c.image(path, d)
	}
}
