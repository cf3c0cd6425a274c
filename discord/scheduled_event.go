package discord

//go:generate go tool stringer -type=ScheduledEventPrivacyLevel,ScheduledEventStatus,ScheduledEventEntityType,ScheduledEventUserResponse,RecurrenceFrequency,RecurrenceWeekday,RecurrenceMonth -output=scheduled_event_string.go

// ScheduledEvent is something that will happen in a guild or elsewhere, which
// users can say to come to.
//
// Discord docs: https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-object
type ScheduledEvent struct {
	ID                 ScheduledEventID           `json:"id"`
	GuildID            GuildID                    `json:"guild_id"`
	ChannelID          ChannelID                  `json:"channel_id"` // zero: it happens elsewhere
	CreatorID          UserID                     `json:"creator_id"` // zero: not known, as of events before October 2021
	Name               string                     `json:"name"`
	Description        *string                    `json:"description"`
	ScheduledStartTime Time                       `json:"scheduled_start_time"`
	ScheduledEndTime   Time                       `json:"scheduled_end_time"` // zero: open; set if it happens elsewhere
	PrivacyLevel       ScheduledEventPrivacyLevel `json:"privacy_level"`
	Status             ScheduledEventStatus       `json:"status"`
	EntityType         ScheduledEventEntityType   `json:"entity_type"`
	EntityID           StageInstanceID            `json:"entity_id"` // zero: none
	EntityMetadata     *ScheduledEventMetadata    `json:"entity_metadata,omitzero"`
	Creator            *User                      `json:"creator,omitzero"`
	UserCount          *int                       `json:"user_count,omitzero"` // how many will come; only where it was asked for
	Image              *string                    `json:"image"`               // hash of the cover
	RecurrenceRule     *RecurrenceRule            `json:"recurrence_rule"`     // nil: it happens once
	Exceptions         []ScheduledEventException  `json:"guild_scheduled_event_exceptions"`
	UserRSVP           *ScheduledEventUser        `json:"user_rsvp,omitzero"` // in Discord's OpenAPI document only
}

// ScheduledEventID names a [ScheduledEvent].
type ScheduledEventID = ID[ScheduledEvent]

// ScheduledEventMetadata is what an event that happens elsewhere has in addition.
//
// Discord docs: https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-object-guild-scheduled-event-entity-metadata
type ScheduledEventMetadata struct {
	Location string `json:"location,omitzero"` // 1-100 characters
}

// ScheduledEventException is one occasion of a recurring event that does not
// happen, or not when the rule says.
//
// Discord docs: https://docs.discord.com/developers/resources/guild-scheduled-event
type ScheduledEventException struct {
	EventID            ScheduledEventID          `json:"event_id"`
	EventExceptionID   ScheduledEventExceptionID `json:"event_exception_id"`
	IsCanceled         bool                      `json:"is_canceled"`
	ScheduledStartTime Time                      `json:"scheduled_start_time"` // zero: as the rule says
	ScheduledEndTime   Time                      `json:"scheduled_end_time"`   // zero: as the rule says
}

// ScheduledEventExceptionID names a [ScheduledEventException].
type ScheduledEventExceptionID = ID[ScheduledEventException]

// ScheduledEventUser is a user who said whether to come to an event.
//
// Discord docs: https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-user-object
type ScheduledEventUser struct {
	EventID     ScheduledEventID           `json:"guild_scheduled_event_id"`
	ExceptionID ScheduledEventExceptionID  `json:"guild_scheduled_event_exception_id,omitzero"` // of which occasion; zero: of all
	UserID      UserID                     `json:"user_id"`
	Response    ScheduledEventUserResponse `json:"response"`
	User        *User                      `json:"user,omitzero"`
	Member      *Member                    `json:"member,omitzero"` // only where it was asked for
}

// ScheduledEventUserCounts are how many users will come.
//
// Discord docs: https://docs.discord.com/developers/resources/guild-scheduled-event
type ScheduledEventUserCounts struct {
	Event      int                               `json:"guild_scheduled_event_count"`
	Exceptions map[ScheduledEventExceptionID]int `json:"guild_scheduled_event_exception_counts"` // those that were asked for
}

// ScheduledEventPrivacyLevel is who may know of an event.
//
// Discord docs: https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-object-guild-scheduled-event-privacy-level
type ScheduledEventPrivacyLevel int

// The only privacy level.
const (
	ScheduledEventPrivacyLevelGuildOnly ScheduledEventPrivacyLevel = 2
)

// ScheduledEventStatus is how far an event has got. It can only go from
// scheduled to active or canceled, and from active to completed.
//
// Discord docs: https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-object-guild-scheduled-event-status
type ScheduledEventStatus int

// The states of an event.
const (
	ScheduledEventStatusScheduled ScheduledEventStatus = 1
	ScheduledEventStatusActive    ScheduledEventStatus = 2
	ScheduledEventStatusCompleted ScheduledEventStatus = 3
	ScheduledEventStatusCanceled  ScheduledEventStatus = 4
)

// ScheduledEventEntityType is where an event happens.
//
// Discord docs: https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-object-guild-scheduled-event-entity-types
type ScheduledEventEntityType int

// The places.
const (
	ScheduledEventEntityTypeNone          ScheduledEventEntityType = 0 // in Discord's OpenAPI document only
	ScheduledEventEntityTypeStageInstance ScheduledEventEntityType = 1
	ScheduledEventEntityTypeVoice         ScheduledEventEntityType = 2
	ScheduledEventEntityTypeExternal      ScheduledEventEntityType = 3 // somewhere else, see [ScheduledEventMetadata]
)

// ScheduledEventUserResponse is what a user said to an event.
type ScheduledEventUserResponse int

// The answers.
const (
	ScheduledEventUserResponseUninterested ScheduledEventUserResponse = 0
	ScheduledEventUserResponseInterested   ScheduledEventUserResponse = 1
)

// RecurrenceRule says when an event happens again. Discord knows only some of
// the combinations that the fields allow.
//
// Discord docs: https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-recurrence-rule-object
type RecurrenceRule struct {
	Start      Time                 `json:"start"`
	End        Time                 `json:"end,omitzero"` // cannot be set
	Frequency  RecurrenceFrequency  `json:"frequency"`
	Interval   int                  `json:"interval"`     // every so many; 1, or 2 for every other week
	ByWeekday  []RecurrenceWeekday  `json:"by_weekday"`   // days of a week
	ByNWeekday []RecurrenceNWeekday `json:"by_n_weekday"` // days of a certain week of the month
	ByMonth    []RecurrenceMonth    `json:"by_month"`
	ByMonthDay []int                `json:"by_month_day"`
	ByYearDay  []int                `json:"by_year_day,omitzero"` // 1-364; cannot be set
	Count      *int                 `json:"count,omitzero"`       // how often; cannot be set
}

// RecurrenceFrequency is how often an event happens.
//
// Discord docs: https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-recurrence-rule-object-guild-scheduled-event-recurrence-rule-frequency
type RecurrenceFrequency int

// The frequencies.
const (
	RecurrenceFrequencyYearly  RecurrenceFrequency = 0
	RecurrenceFrequencyMonthly RecurrenceFrequency = 1
	RecurrenceFrequencyWeekly  RecurrenceFrequency = 2
	RecurrenceFrequencyDaily   RecurrenceFrequency = 3
)

// RecurrenceNWeekday is a day of the month, such as the second Friday.
//
// Discord docs: https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-recurrence-rule-object-guild-scheduled-event-recurrence-rule-nweekday-structure
type RecurrenceNWeekday struct {
	N   int               `json:"n"` // 1-5
	Day RecurrenceWeekday `json:"day"`
}

// RecurrenceWeekday is a day of the week, which begins on Monday.
//
// Discord docs: https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-recurrence-rule-object-guild-scheduled-event-recurrence-rule-weekday
type RecurrenceWeekday int

// The days of a week.
const (
	RecurrenceWeekdayMonday    RecurrenceWeekday = 0
	RecurrenceWeekdayTuesday   RecurrenceWeekday = 1
	RecurrenceWeekdayWednesday RecurrenceWeekday = 2
	RecurrenceWeekdayThursday  RecurrenceWeekday = 3
	RecurrenceWeekdayFriday    RecurrenceWeekday = 4
	RecurrenceWeekdaySaturday  RecurrenceWeekday = 5
	RecurrenceWeekdaySunday    RecurrenceWeekday = 6
)

// RecurrenceMonth is a month of the year.
//
// Discord docs: https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-recurrence-rule-object-guild-scheduled-event-recurrence-rule-month
type RecurrenceMonth int

// The months of a year.
const (
	RecurrenceMonthJanuary   RecurrenceMonth = 1
	RecurrenceMonthFebruary  RecurrenceMonth = 2
	RecurrenceMonthMarch     RecurrenceMonth = 3
	RecurrenceMonthApril     RecurrenceMonth = 4
	RecurrenceMonthMay       RecurrenceMonth = 5
	RecurrenceMonthJune      RecurrenceMonth = 6
	RecurrenceMonthJuly      RecurrenceMonth = 7
	RecurrenceMonthAugust    RecurrenceMonth = 8
	RecurrenceMonthSeptember RecurrenceMonth = 9
	RecurrenceMonthOctober   RecurrenceMonth = 10
	RecurrenceMonthNovember  RecurrenceMonth = 11
	RecurrenceMonthDecember  RecurrenceMonth = 12
)
