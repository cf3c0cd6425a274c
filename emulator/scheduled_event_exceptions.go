package emulator

import (
	"net/http"
	"slices"

	"github.com/accord-go/accord/discord"
)

// Exceptions of recurring events are in Discord's OpenAPI document only. That
// they are told of as changes of their event, and which of them are refused, is
// a guess.

// exceptionForm is a new exception, or a change of one.
type exceptionForm struct {
	Original           string           `json:"original_scheduled_start_time"`
	ScheduledStartTime optional[string] `json:"scheduled_start_time"`
	ScheduledEndTime   optional[string] `json:"scheduled_end_time"`
	IsCanceled         *bool            `json:"is_canceled"`
}

func (f *exceptionForm) apply(x *discord.ScheduledEventException, at formPath) {
	for _, t := range []struct {
		name string
		form optional[string]
		into *discord.Time
	}{
		{"scheduled_start_time", f.ScheduledStartTime, &x.ScheduledStartTime},
		{"scheduled_end_time", f.ScheduledEndTime, &x.ScheduledEndTime},
	} {
		if !t.form.present {
			continue
		}
		*t.into = discord.Time{}
		if text, given := t.form.get(); given {
			*t.into = bindTime(at.at(t.name), text)
		}
	}
	set(&x.IsCanceled, f.IsCanceled)
}

func (e *Emulator) createEventException(r *request) (reply, error) {
	_, ev, err := e.ownEventFor(r)
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
	if ev.RecurrenceRule == nil {
		return reply{}, refuse(http.StatusBadRequest, 50035, "Invalid Form Body")
	}
	original := bindTime(check.at("original_scheduled_start_time"), f.Original)
	x := discord.ScheduledEventException{EventID: ev.ID, EventExceptionID: discord.IDAt[discord.ScheduledEventException](original.Time)}
	setZero(&x.EventExceptionID, discord.ScheduledEventExceptionID(e.nextID(r.now))) // virtual time begins before Discord's
	f.apply(&x, check.at())
	if err := check.err(); err != nil {
		return reply{}, err
	}
	ev.Exceptions = append(slices.DeleteFunc(slices.Clone(ev.Exceptions), func(o discord.ScheduledEventException) bool {
		return o.EventExceptionID == x.EventExceptionID
	}), x)
	e.eventUpdated(ev)
	e.logException(r, discord.AuditLogActionGuildScheduledEventExceptionCreate, ev, x.EventExceptionID, nil, x)
	return ok(x)
}

// exceptionFor returns the event and the index of the exception of the request's
// path.
func (e *Emulator) exceptionFor(r *request) (*scheduledEvent, int, error) {
	_, ev, err := e.ownEventFor(r)
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

func (e *Emulator) updateEventException(r *request) (reply, error) {
	ev, i, err := e.exceptionFor(r)
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
	e.eventUpdated(ev)
	e.logException(r, discord.AuditLogActionGuildScheduledEventExceptionUpdate, ev, changed.EventExceptionID, before, changed)
	return ok(changed)
}

func (e *Emulator) deleteEventException(r *request) (reply, error) {
	ev, i, err := e.exceptionFor(r)
	if err != nil {
		return reply{}, err
	}
	gone := ev.Exceptions[i]
	ev.Exceptions = slices.Delete(slices.Clone(ev.Exceptions), i, i+1)
	e.eventUpdated(ev)
	e.logException(r, discord.AuditLogActionGuildScheduledEventExceptionDelete, ev, gone.EventExceptionID, gone, nil)
	return noContent()
}

// logException writes an entry about an exception of an event.
func (e *Emulator) logException(r *request, action discord.AuditLogAction, ev *scheduledEvent, id discord.ScheduledEventExceptionID, before, after any) {
	e.logChange(r, e.state.guilds[ev.GuildID], &discord.AuditLogEntry{
		ActionType: action, TargetID: discord.AuditLogTargetID(ev.ID), Options: &discord.AuditLogOptions{EventExceptionID: id.String()},
	}, before, after)
}
