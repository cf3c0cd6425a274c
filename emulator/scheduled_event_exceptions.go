package emulator

import (
	"net/http"
	"slices"

	"github.com/accord-go/accord/discord"
)

// Exceptions of recurring events are in Discord's OpenAPI document, and in a draft
// of its documentation that is not published:
// https://github.com/discord/discord-api-docs/pull/8389

var (
	errNotRecurring   = refuse(http.StatusBadRequest, 180004, "This route requires a recurring event")
	errEmptyException = refuse(http.StatusBadRequest, 180005, "Recurring event exceptions must have a modified event field from the event series")
)

// exceptionForm is a new exception, or a change of one.
type exceptionForm struct {
	Original           string           `json:"original_scheduled_start_time"`
	ScheduledStartTime optional[string] `json:"scheduled_start_time"`
	ScheduledEndTime   optional[string] `json:"scheduled_end_time"`
	IsCanceled         *bool            `json:"is_canceled"`
}

// apply gives an exception what the form says. What it doesn't say is as the
// rule says.
func (f *exceptionForm) apply(x *discord.ScheduledEventException, at formPath) {
	for _, t := range []struct {
		name string
		form optional[string]
		into *discord.Time
	}{
		{"scheduled_start_time", f.ScheduledStartTime, &x.ScheduledStartTime},
		{"scheduled_end_time", f.ScheduledEndTime, &x.ScheduledEndTime},
	} {
		*t.into = discord.Time{}
		if text, given := t.form.get(); given {
			*t.into = bindTime(at.at(t.name), text)
		}
	}
	x.IsCanceled = deref(f.IsCanceled)
}

// An exceptionEvent is what events tell of an exception.
type exceptionEvent struct {
	discord.ScheduledEventException
	GuildID discord.GuildID `json:"guild_id"`
}

func (e *Emulator) tellException(name string, ev *scheduledEvent, x discord.ScheduledEventException) {
	e.dispatch(name, exceptionEvent{x, ev.GuildID}, ev.audience())
}

func (b *bot) createEventException(r *request) (reply, error) {
	_, ev, err := b.ownEventFor(r)
	if err != nil {
		return reply{}, err
	}
	var f exceptionForm
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	check := new(form)
	if f.Original == "" {
		check.at("original_scheduled_start_time").required()
		return reply{}, check.err()
	}
	switch {
	case ev.RecurrenceRule == nil:
		return reply{}, errNotRecurring
	case !f.ScheduledStartTime.present && !f.ScheduledEndTime.present && f.IsCanceled == nil:
		return reply{}, errEmptyException
	}
	original := bindTime(check.at("original_scheduled_start_time"), f.Original)
	x := discord.ScheduledEventException{EventID: ev.ID, EventExceptionID: discord.IDAt[discord.ScheduledEventException](original.Time)}
	setZero(&x.EventExceptionID, discord.ScheduledEventExceptionID(b.nextID(r.now))) // virtual time begins before Discord's
	f.apply(&x, check.at())
	if err := check.err(); err != nil {
		return reply{}, err
	}
	ev.Exceptions = append(slices.DeleteFunc(slices.Clone(ev.Exceptions), func(o discord.ScheduledEventException) bool {
		return o.EventExceptionID == x.EventExceptionID
	}), x)
	b.tellException("GUILD_SCHEDULED_EVENT_EXCEPTION_CREATE", ev, x)
	b.logException(r, discord.AuditLogActionGuildScheduledEventExceptionCreate, ev, x.EventExceptionID, nil, x)
	return ok(x)
}

// exceptionFor returns the event and the index of the exception of the request's
// path.
func (b *bot) exceptionFor(r *request) (*scheduledEvent, int, error) {
	_, ev, err := b.ownEventFor(r)
	if err != nil {
		return nil, 0, err
	}
	i := slices.IndexFunc(ev.Exceptions, func(x discord.ScheduledEventException) bool {
		return x.EventExceptionID == discord.ScheduledEventExceptionID(r.id("exception_id"))
	})
	if i < 0 {
		return nil, 0, errUnknownEvent
	}
	return ev, i, nil
}

func (b *bot) updateEventException(r *request) (reply, error) {
	ev, i, err := b.exceptionFor(r)
	if err != nil {
		return reply{}, err
	}
	var f exceptionForm
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	changed, check := ev.Exceptions[i], new(form)
	f.apply(&changed, check.at())
	if err := check.err(); err != nil {
		return reply{}, err
	}
	before := ev.Exceptions[i]
	ev.Exceptions = slices.Clone(ev.Exceptions)
	ev.Exceptions[i] = changed
	b.tellException("GUILD_SCHEDULED_EVENT_EXCEPTION_UPDATE", ev, changed)
	b.logException(r, discord.AuditLogActionGuildScheduledEventExceptionUpdate, ev, changed.EventExceptionID, before, changed)
	return ok(changed)
}

func (b *bot) deleteEventException(r *request) (reply, error) {
	ev, i, err := b.exceptionFor(r)
	if err != nil {
		return reply{}, err
	}
	gone := ev.Exceptions[i]
	ev.Exceptions = slices.Delete(slices.Clone(ev.Exceptions), i, i+1)
	b.tellException("GUILD_SCHEDULED_EVENT_EXCEPTION_DELETE", ev, gone)
	b.logException(r, discord.AuditLogActionGuildScheduledEventExceptionDelete, ev, gone.EventExceptionID, gone, nil)
	return noContent()
}

// logException writes an entry about an exception of an event.
func (e *Emulator) logException(r *request, action discord.AuditLogAction, ev *scheduledEvent, id discord.ScheduledEventExceptionID, before, after any) {
	e.logChange(r, e.state.guilds[ev.GuildID], &discord.AuditLogEntry{
		ActionType: action, TargetID: discord.AuditLogTargetID(ev.ID), Options: &discord.AuditLogOptions{EventExceptionID: id.String()},
	}, before, after)
}
