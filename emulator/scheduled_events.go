package emulator

import (
	"net/http"
	"slices"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// scheduledEventRoutes are the operations on scheduled events.
//
// Discord docs: https://docs.discord.com/developers/resources/guild-scheduled-event
var scheduledEventRoutes = []route{
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/scheduled-events", handle: (*bot).listEvents},
	{method: http.MethodPost, pattern: "/guilds/{guild_id}/scheduled-events", handle: (*bot).createEvent, audit: discord.AuditLogActionGuildScheduledEventCreate},
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}", handle: (*bot).getEvent},
	{method: http.MethodPatch, pattern: "/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}", handle: (*bot).updateEvent, audit: discord.AuditLogActionGuildScheduledEventUpdate},
	{method: http.MethodDelete, pattern: "/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}", handle: (*bot).deleteEvent, audit: discord.AuditLogActionGuildScheduledEventDelete},
	{method: http.MethodPost, pattern: "/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/exceptions", handle: (*bot).createEventException},
	{method: http.MethodPatch, pattern: "/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/exceptions/{exception_id}", handle: (*bot).updateEventException},
	{method: http.MethodDelete, pattern: "/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/exceptions/{exception_id}", handle: (*bot).deleteEventException},
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/users", handle: (*bot).listEventUsers},
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/users/counts", handle: (*bot).countEventUsers},
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/{guild_scheduled_event_exception_id}/users", handle: (*bot).listEventUsers},
}

// maxEvents is how many events of a guild may be scheduled or active.
const maxEvents = 100

var (
	errUnknownEvent = unknown(10070, "Guild Scheduled Event")
	errTooManyEvent = refuse(http.StatusBadRequest, 30038, "Maximum number of uncompleted guild scheduled events reached (%d)", maxEvents)
)

// scheduledEvent is an event with who will come, by occasion; zero is all of
// them.
type scheduledEvent struct {
	discord.ScheduledEvent
	users map[discord.ScheduledEventExceptionID]map[discord.UserID]bool
}

// eventForm is a new event, or a change of one.
type eventForm struct {
	ChannelID          optional[snowflake]         `json:"channel_id"`
	EntityMetadata     optional[eventMetadataForm] `json:"entity_metadata"`
	Name               *string                     `json:"name" rule:"len=1..100"`
	PrivacyLevel       *int                        `json:"privacy_level" rule:"range=2..2"`
	ScheduledStartTime *string                     `json:"scheduled_start_time"`
	ScheduledEndTime   optional[string]            `json:"scheduled_end_time"`
	Description        optional[string]            `json:"description" rule:"len=0..1000"`
	EntityType         *int                        `json:"entity_type" rule:"range=1..3"`
	Status             *int                        `json:"status" rule:"range=1..4"`
	Image              optional[string]            `json:"image"`
	RecurrenceRule     optional[recurrenceForm]    `json:"recurrence_rule"`
}

type eventMetadataForm struct {
	Location string `json:"location" rule:"len=1..100"`
}

type recurrenceForm struct {
	Start      string `json:"start" rule:"required"`
	Frequency  int    `json:"frequency" rule:"required,range=0..3"`
	Interval   int    `json:"interval" rule:"required,range=1..2"`
	ByWeekday  []int  `json:"by_weekday" rule:"len=0..7"`
	ByNWeekday []struct {
		N   int `json:"n" rule:"required,range=1..5"`
		Day int `json:"day" rule:"required,range=0..6"`
	} `json:"by_n_weekday" rule:"len=0..1"`
	ByMonth    []int `json:"by_month" rule:"len=0..1"`
	ByMonthDay []int `json:"by_month_day" rule:"len=0..1"`
}

// bindTime reads a time at a place of a form.
func bindTime(at formPath, text string) discord.Time {
	t, good := parseTime(text)
	if !good {
		at.add(codeDateTime, "Could not parse "+text+". Should be ISO8601.")
	}
	return discord.At(t)
}

// apply changes an event as the form says, and reports what does not fit.
func (f *eventForm) apply(ev *discord.ScheduledEvent, at formPath) {
	set(&ev.Name, f.Name)
	set((*int)(&ev.PrivacyLevel), f.PrivacyLevel)
	set((*int)(&ev.EntityType), f.EntityType)
	if f.ChannelID.present {
		ev.ChannelID = discord.ChannelID(f.ChannelID.value)
	}
	if f.EntityMetadata.present {
		ev.EntityMetadata = nil
		if m, given := f.EntityMetadata.get(); given && m.Location != "" {
			ev.EntityMetadata = &discord.ScheduledEventMetadata{Location: m.Location}
		}
	}
	if f.Description.present {
		ev.Description = f.Description.pointer()
	}
	if f.ScheduledStartTime != nil {
		ev.ScheduledStartTime = bindTime(at.at("scheduled_start_time"), *f.ScheduledStartTime)
	}
	if f.ScheduledEndTime.present {
		ev.ScheduledEndTime = discord.Time{}
		if text, given := f.ScheduledEndTime.get(); given {
			ev.ScheduledEndTime = bindTime(at.at("scheduled_end_time"), text)
		}
	}
	if f.RecurrenceRule.present {
		ev.RecurrenceRule = nil
		if rule, given := f.RecurrenceRule.get(); given {
			ev.RecurrenceRule = rule.rule(at.at("recurrence_rule"))
		}
	}
}

func (f *recurrenceForm) rule(at formPath) *discord.RecurrenceRule {
	r := &discord.RecurrenceRule{
		Start: bindTime(at.at("start"), f.Start), Frequency: discord.RecurrenceFrequency(f.Frequency), Interval: f.Interval, ByMonthDay: f.ByMonthDay,
	}
	for _, day := range f.ByWeekday {
		r.ByWeekday = append(r.ByWeekday, discord.RecurrenceWeekday(day))
	}
	for _, day := range f.ByNWeekday {
		r.ByNWeekday = append(r.ByNWeekday, discord.RecurrenceNWeekday{N: day.N, Day: discord.RecurrenceWeekday(day.Day)})
	}
	for _, month := range f.ByMonth {
		r.ByMonth = append(r.ByMonth, discord.RecurrenceMonth(month))
	}
	groups := 0
	for _, n := range []int{len(r.ByWeekday), len(r.ByNWeekday), len(r.ByMonth) + len(r.ByMonthDay)} {
		if n > 0 {
			groups++
		}
	}
	if groups > 1 || f.Interval == 2 && r.Frequency != discord.RecurrenceFrequencyWeekly {
		at.add("GUILD_SCHEDULED_EVENT_INVALID_RECURRENCE", "Invalid recurrence rule")
	}
	return r
}

// checkEvent reports what an event lacks to happen where it is to.
func checkEvent(ev *discord.ScheduledEvent, at formPath, moved bool, now time.Time) {
	if ev.EntityType == discord.ScheduledEventEntityTypeExternal {
		if ev.EntityMetadata == nil {
			at.at("entity_metadata").required()
		}
		if ev.ScheduledEndTime.IsZero() {
			at.at("scheduled_end_time").required()
		}
		if ev.ChannelID != 0 {
			at.at("channel_id").add(codeChoices, "Value must be one of (None,).")
		}
	} else if ev.ChannelID == 0 {
		at.at("channel_id").required()
	}
	if moved && ev.ScheduledStartTime.Before(now) {
		at.at("scheduled_start_time").add("GUILD_SCHEDULED_EVENT_SCHEDULE_PAST", "Cannot schedule event in the past.")
	}
	if !ev.ScheduledEndTime.IsZero() && !ev.ScheduledEndTime.After(ev.ScheduledStartTime.Time) {
		at.at("scheduled_end_time").add("GUILD_SCHEDULED_EVENT_END_BEFORE_START", "Cannot schedule event to end before start time.")
	}
}

// stageModerator is what moderators of stages have.
const stageModerator = discord.PermissionManageChannels | discord.PermissionMuteMembers | discord.PermissionMoveMembers

// mayHold refuses an event that the bot may not hold where it is to happen.
func (b *bot) mayHold(ev *discord.ScheduledEvent, now time.Time) error {
	need, kind := discord.PermissionViewChannel|discord.PermissionConnect, discord.ChannelTypeGuildVoice
	switch ev.EntityType {
	case discord.ScheduledEventEntityTypeStageInstance:
		need, kind = mayView|stageModerator, discord.ChannelTypeGuildStageVoice
	case discord.ScheduledEventEntityTypeVoice:
	default:
		return nil
	}
	ch, err := b.channelWith(ev.ChannelID, now, need)
	switch {
	case err != nil:
		return err
	case ch.GuildID != ev.GuildID:
		return errUnknownChannel
	case ch.Type != kind:
		return errWrongChannelType
	}
	return nil
}

// eventFor returns the event of the request's path. One in a channel that the
// bot does not see is none.
func (b *bot) eventFor(r *request) (*guild, *scheduledEvent, error) {
	g, err := b.guildFor(r, 0)
	if err != nil {
		return nil, nil, err
	}
	ev := g.events[discord.ScheduledEventID(r.id("guild_scheduled_event_id"))]
	if ev == nil || !b.seesEvent(ev, r.now) {
		return nil, nil, errUnknownEvent
	}
	return g, ev, nil
}

func (b *bot) seesEvent(ev *scheduledEvent, now time.Time) bool {
	ch := b.state.channels[ev.ChannelID]
	return ch == nil || b.sees(ch, now)
}

// ownEventFor is eventFor for changes: the bot needs MANAGE_EVENTS, or
// CREATE_EVENTS where it has made the event.
func (b *bot) ownEventFor(r *request) (*guild, *scheduledEvent, error) {
	g, ev, err := b.eventFor(r)
	if err != nil {
		return nil, nil, err
	}
	has := b.permissions(g)
	own := ev.CreatorID == b.user.ID && has&discord.PermissionCreateEvents != 0
	if has&discord.PermissionManageEvents == 0 && !own {
		return nil, nil, errMissingPermissions
	}
	return g, ev, nil
}

// viewEvent is an event as it is answered.
func viewEvent(ev *scheduledEvent, counted bool) discord.ScheduledEvent {
	out := ev.ScheduledEvent
	if counted {
		out.UserCount = new(len(ev.users[0]))
	}
	return out
}

func (b *bot) listEvents(r *request) (reply, error) {
	g, err := b.guildFor(r, 0)
	if err != nil {
		return reply{}, err
	}
	counted, err := r.queryBool("with_user_count")
	if err != nil {
		return reply{}, err
	}
	out := []discord.ScheduledEvent{}
	for _, ev := range byID(g.events) {
		if b.seesEvent(ev, r.now) {
			out = append(out, viewEvent(ev, counted))
		}
	}
	return ok(out)
}

func (b *bot) getEvent(r *request) (reply, error) {
	_, ev, err := b.eventFor(r)
	if err != nil {
		return reply{}, err
	}
	counted, err := r.queryBool("with_user_count")
	if err != nil {
		return reply{}, err
	}
	return ok(viewEvent(ev, counted))
}

func (b *bot) createEvent(r *request) (reply, error) {
	g, err := b.guildFor(r, discord.PermissionCreateEvents)
	if err != nil {
		return reply{}, err
	}
	var f eventForm
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	check := new(form)
	for name, missing := range map[string]bool{
		"name": f.Name == nil, "privacy_level": f.PrivacyLevel == nil, "scheduled_start_time": f.ScheduledStartTime == nil, "entity_type": f.EntityType == nil,
	} {
		if missing {
			check.at(name).required()
		}
	}
	ev := &scheduledEvent{ScheduledEvent: discord.ScheduledEvent{
		ID: discord.ScheduledEventID(b.nextID(r.now)), GuildID: g.ID, CreatorID: b.user.ID, Creator: b.user,
		Status: discord.ScheduledEventStatusScheduled, Exceptions: []discord.ScheduledEventException{},
	}}
	if f.apply(&ev.ScheduledEvent, check.at()); check.err() == nil {
		checkEvent(&ev.ScheduledEvent, check.at(), true, r.now)
	}
	if err := check.err(); err != nil {
		return reply{}, err
	}
	if err := setImage(&ev.Image, f.Image, "image"); err != nil {
		return reply{}, err
	}
	if err := b.mayHold(&ev.ScheduledEvent, r.now); err != nil {
		return reply{}, err
	}
	if g.openEvents() >= maxEvents {
		return reply{}, errTooManyEvent
	}
	if g.events == nil {
		g.events = make(map[discord.ScheduledEventID]*scheduledEvent)
	}
	g.events[ev.ID] = ev
	b.dispatch("GUILD_SCHEDULED_EVENT_CREATE", &event.GuildScheduledEventCreate{ScheduledEvent: ev.ScheduledEvent}, ev.audience())
	return ok(ev.ScheduledEvent)
}

// audience is who gets to know of an event: who sees its channel.
func (ev *scheduledEvent) audience() audience {
	return audience{guild: ev.GuildID, channel: ev.ChannelID}
}

// openEvents returns how many events are scheduled or active.
func (g *guild) openEvents() (n int) {
	for _, ev := range g.events {
		if ev.Status == discord.ScheduledEventStatusScheduled || ev.Status == discord.ScheduledEventStatusActive {
			n++
		}
	}
	return n
}

// nextStatus has the states that may follow a state.
var nextStatus = map[discord.ScheduledEventStatus][]discord.ScheduledEventStatus{
	discord.ScheduledEventStatusScheduled: {discord.ScheduledEventStatusActive, discord.ScheduledEventStatusCanceled},
	discord.ScheduledEventStatusActive:    {discord.ScheduledEventStatusCompleted},
}

func (b *bot) updateEvent(r *request) (reply, error) {
	_, ev, err := b.ownEventFor(r)
	if err != nil {
		return reply{}, err
	}
	var f eventForm
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	if len(nextStatus[ev.Status]) == 0 {
		return reply{}, refuse(http.StatusBadRequest, 180000, "Cannot update a finished event")
	}
	changed, check := ev.ScheduledEvent, new(form)
	if f.apply(&changed, check.at()); check.err() == nil {
		checkEvent(&changed, check.at(), f.ScheduledStartTime != nil, r.now)
	}
	if f.Status != nil {
		to := discord.ScheduledEventStatus(*f.Status)
		if to != ev.Status && !slices.Contains(nextStatus[ev.Status], to) {
			check.at("status").add("GUILD_SCHEDULED_EVENT_INVALID_STATUS_TRANSITION", "Invalid Guild Scheduled Event Status Transition")
		}
		changed.Status = to
	}
	if err := check.err(); err != nil {
		return reply{}, err
	}
	if err := setImage(&changed.Image, f.Image, "image"); err != nil {
		return reply{}, err
	}
	if err := b.mayHold(&changed, r.now); err != nil {
		return reply{}, err
	}
	var gone []discord.ScheduledEventException
	if f.RecurrenceRule.present { // the exceptions were those of the old rule
		gone, changed.Exceptions = changed.Exceptions, nil
	}
	ev.ScheduledEvent = changed
	b.eventUpdated(ev)
	for _, x := range gone {
		b.tellException("GUILD_SCHEDULED_EVENT_EXCEPTION_DELETE", ev, x)
	}
	return ok(changed)
}

func (e *Emulator) eventUpdated(ev *scheduledEvent) {
	e.dispatch("GUILD_SCHEDULED_EVENT_UPDATE", &event.GuildScheduledEventUpdate{ScheduledEvent: ev.ScheduledEvent}, ev.audience())
}

func (b *bot) deleteEvent(r *request) (reply, error) {
	g, ev, err := b.ownEventFor(r)
	if err != nil {
		return reply{}, err
	}
	delete(g.events, ev.ID)
	b.dispatch("GUILD_SCHEDULED_EVENT_DELETE", &event.GuildScheduledEventDelete{ScheduledEvent: ev.ScheduledEvent}, ev.audience())
	return noContent()
}
