package emulator_test

import (
	"testing"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
)

// rsvp lets Sam say whether to come to the scenario's event.
func rsvp(interested bool) func(*scenario) {
	return func(s *scenario) {
		id, err := discord.ParseID[discord.ScheduledEvent](s.vars["event"])
		if err != nil {
			s.t.Fatal(err)
		}
		s.d.RSVP(emulator.RSVP{EventID: id, UserID: emulator.DefaultOtherUserID, Interested: interested})
	}
}

const picnic = `{"name":"Picnic","privacy_level":2,"entity_type":3,"scheduled_start_time":"2000-01-02T00:00:00Z","scheduled_end_time":"2000-01-02T02:00:00Z","entity_metadata":{"location":"the park"},
	"recurrence_rule":{"start":"2000-01-02T00:00:00Z","frequency":2,"interval":1,"by_weekday":[6]}}`

// keepException saves the ID of the exception that an answer has.
func keepException(s *scenario) {
	var x struct {
		ID string `json:"event_exception_id"`
	}
	decode(s.t, []byte(s.last.body), &x)
	s.vars["exception"] = x.ID
}

func TestScheduledEvents(t *testing.T) {
	run(t, nil, []exchange{
		{name: "none", do: "GET /guilds/{guild}/scheduled-events", want: `[]`},
		{
			name: "create", do: "POST /guilds/{guild}/scheduled-events", body: picnic, save: "event",
			want: `{"id":"*","guild_id":"{guild}","channel_id":null,"creator_id":"{bot}","creator":{"id":"{bot}"},"name":"Picnic","description":null,"image":null,"status":1,"entity_type":3,"entity_id":null,"entity_metadata":{"location":"the park"},
				"privacy_level":2,"scheduled_start_time":"2000-01-02T00:00:00.000000+00:00","user_count":"-","guild_scheduled_event_exceptions":[],"recurrence_rule":{"frequency":2,"interval":1,"by_weekday":[6]}}`,
			events: []string{`GUILD_SCHEDULED_EVENT_CREATE {"id":"*","guild_id":"{guild}","name":"Picnic"}`},
		},
		{name: "nowhere", do: "POST /guilds/{guild}/scheduled-events", body: `{"name":"x","privacy_level":2,"entity_type":2,"scheduled_start_time":"2000-01-02T00:00:00Z"}`, status: 400, want: invalidForm("channel_id", "BASE_TYPE_REQUIRED", "This field is required")},
		{name: "too late", do: "POST /guilds/{guild}/scheduled-events", body: `{"name":"x","channel_id":"{voice}","privacy_level":2,"entity_type":2,"scheduled_start_time":"1999-01-02T00:00:00Z"}`, status: 400, want: invalidForm("scheduled_start_time", "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST", "Cannot schedule event in the past.")},
		{name: "in a text channel", do: "POST /guilds/{guild}/scheduled-events", body: `{"name":"x","channel_id":"{channel}","privacy_level":2,"entity_type":2,"scheduled_start_time":"2000-01-02T00:00:00Z"}`, status: 400, want: `{"message":"Cannot execute action on this channel type","code":50024}`},
		{name: "hidden", do: "POST /guilds/{guild}/scheduled-events", body: `{"name":"x","channel_id":"{staff}","privacy_level":2,"entity_type":2,"scheduled_start_time":"2000-01-02T00:00:00Z"}`, status: 403, want: `{"message":"Missing Access","code":50001}`},
		{name: "get", do: "GET /guilds/{guild}/scheduled-events/{event}?with_user_count=true", want: `{"id":"{event}","user_count":0}`},
		{name: "no such", do: "GET /guilds/{guild}/scheduled-events/5", status: 404, want: `{"message":"Unknown Guild Scheduled Event","code":10070}`},
		{name: "Sam comes", act: rsvp(true), events: []string{`GUILD_SCHEDULED_EVENT_USER_ADD {"guild_scheduled_event_id":"{event}","user_id":"{other}","guild_id":"{guild}"}`}},
		{name: "again", act: rsvp(true)},
		{name: "users", do: "GET /guilds/{guild}/scheduled-events/{event}/users?with_member=true", want: `[{"guild_scheduled_event_id":"{event}","user_id":"{other}","user":{"id":"{other}"},"member":{"roles":["{modrole}"]},"response":1}]`},
		{name: "users before", do: "GET /guilds/{guild}/scheduled-events/{event}/users?before={other}", want: `[]`},
		{name: "users after", do: "GET /guilds/{guild}/scheduled-events/{event}/users?after={other}", want: `[]`},
		{name: "counted", do: "GET /guilds/{guild}/scheduled-events/{event}/users/counts?guild_scheduled_event_exception_ids=7", want: `{"guild_scheduled_event_count":1,"guild_scheduled_event_exception_counts":{"7":0}}`},
		{name: "Sam doesn't come", act: rsvp(false), events: []string{`GUILD_SCHEDULED_EVENT_USER_REMOVE {"user_id":"{other}"}`}},
		{name: "an exception without a change", do: "POST /guilds/{guild}/scheduled-events/{event}/exceptions", body: `{"original_scheduled_start_time":"2000-01-09T00:00:00Z"}`, status: 400, want: `{"message":"Recurring event exceptions must have a modified event field from the event series","code":180005}`},
		{name: "not this time", do: "POST /guilds/{guild}/scheduled-events/{event}/exceptions", body: `{"original_scheduled_start_time":"2000-01-09T00:00:00Z","is_canceled":true}`, want: `{"event_id":"{event}","event_exception_id":"*","is_canceled":true,"scheduled_start_time":null,"scheduled_end_time":null}`, events: []string{`GUILD_SCHEDULED_EVENT_EXCEPTION_CREATE {"guild_id":"{guild}","event_id":"{event}","event_exception_id":"*","is_canceled":true}`}},
		{name: "but later", act: keepException, do: "PATCH /guilds/{guild}/scheduled-events/{event}/exceptions/{exception}", body: `{"scheduled_start_time":"2000-01-10T00:00:00Z"}`, want: `{"is_canceled":false,"scheduled_start_time":"*"}`, events: []string{`GUILD_SCHEDULED_EVENT_EXCEPTION_UPDATE {"event_exception_id":"{exception}","is_canceled":false}`}},
		{name: "as the rule says", do: "DELETE /guilds/{guild}/scheduled-events/{event}/exceptions/{exception}", events: []string{`GUILD_SCHEDULED_EVENT_EXCEPTION_DELETE {"event_exception_id":"{exception}"}`}},
		{name: "another", do: "POST /guilds/{guild}/scheduled-events/{event}/exceptions", body: `{"original_scheduled_start_time":"2000-01-16T00:00:00Z","is_canceled":true}`, want: `{}`, events: []string{"GUILD_SCHEDULED_EVENT_EXCEPTION_CREATE"}},
		{name: "no rule", act: keepException, do: "PATCH /guilds/{guild}/scheduled-events/{event}", body: `{"recurrence_rule":null}`, want: `{"guild_scheduled_event_exceptions":[]}`, events: []string{`GUILD_SCHEDULED_EVENT_UPDATE {"guild_scheduled_event_exceptions":[]}`, `GUILD_SCHEDULED_EVENT_EXCEPTION_DELETE {"event_exception_id":"{exception}"}`}},
		{name: "so no exceptions", do: "POST /guilds/{guild}/scheduled-events/{event}/exceptions", body: `{"original_scheduled_start_time":"2000-01-09T00:00:00Z","is_canceled":true}`, status: 400, want: `{"message":"This route requires a recurring event","code":180004}`},
		{name: "no exception", do: "DELETE /guilds/{guild}/scheduled-events/{event}/exceptions/5", status: 404, want: `{"message":"Unknown Guild Scheduled Event","code":10070}`},
		{name: "completed too early", do: "PATCH /guilds/{guild}/scheduled-events/{event}", body: `{"status":3}`, status: 400, want: invalidForm("status", "GUILD_SCHEDULED_EVENT_INVALID_STATUS_TRANSITION", "Invalid Guild Scheduled Event Status Transition")},
		{name: "begin", do: "PATCH /guilds/{guild}/scheduled-events/{event}", body: `{"status":2,"name":"Lunch"}`, want: `{"status":2,"name":"Lunch"}`, events: []string{`GUILD_SCHEDULED_EVENT_UPDATE {"status":2}`}},
		{name: "end", do: "PATCH /guilds/{guild}/scheduled-events/{event}", body: `{"status":3}`, want: `{"status":3}`, events: []string{`GUILD_SCHEDULED_EVENT_UPDATE {"status":3}`}},
		{name: "over", do: "PATCH /guilds/{guild}/scheduled-events/{event}", body: `{"name":"x"}`, status: 400, want: `{"message":"Cannot update a finished event","code":180000}`},
		{name: "delete", do: "DELETE /guilds/{guild}/scheduled-events/{event}", events: []string{`GUILD_SCHEDULED_EVENT_DELETE {"id":"{event}"}`}},
		{name: "delete again", do: "DELETE /guilds/{guild}/scheduled-events/{event}", status: 404, want: `{"message":"Unknown Guild Scheduled Event","code":10070}`},
	})
}

func TestStageInstances(t *testing.T) {
	run(t, nil, []exchange{
		{name: "a stage", do: "POST /guilds/{guild}/channels", body: `{"name":"stage","type":13}`, save: "stage", status: 201, want: `{"type":13}`, events: []string{"CHANNEL_CREATE"}},
		{name: "not live", do: "GET /stage-instances/{stage}", status: 404, want: `{"message":"Unknown Stage Instance","code":10067}`},
		{
			name: "begin", do: "POST /stage-instances", body: `{"channel_id":"{stage}","topic":"Open mic"}`,
			want:   `{"id":"*","guild_id":"{guild}","channel_id":"{stage}","topic":"Open mic","privacy_level":2,"discoverable_disabled":false,"guild_scheduled_event_id":null}`,
			events: []string{`STAGE_INSTANCE_CREATE {"channel_id":"{stage}","topic":"Open mic"}`},
		},
		{name: "again", do: "POST /stage-instances", body: `{"channel_id":"{stage}","topic":"x"}`, status: 400, want: `{"message":"The Stage is already open","code":150006}`},
		{name: "no stage", do: "POST /stage-instances", body: `{"channel_id":"{voice}","topic":"x"}`, status: 400, want: `{"message":"Cannot execute action on this channel type","code":50024}`},
		{name: "no topic", do: "POST /stage-instances", body: `{"channel_id":"{stage}"}`, status: 400, want: invalidForm("topic", "BASE_TYPE_REQUIRED", "This field is required")},
		{name: "rename", do: "PATCH /stage-instances/{stage}", body: `{"topic":"Closed mic"}`, want: `{"topic":"Closed mic"}`, events: []string{`STAGE_INSTANCE_UPDATE {"topic":"Closed mic"}`}},
		{name: "end", do: "DELETE /stage-instances/{stage}", events: []string{`STAGE_INSTANCE_DELETE {"channel_id":"{stage}"}`}},
		{name: "end again", do: "DELETE /stage-instances/{stage}", status: 404, want: `{"message":"Unknown Stage Instance","code":10067}`},
	})
}
