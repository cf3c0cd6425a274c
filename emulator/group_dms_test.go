package emulator

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/accord-go/accord/discord"
)

// Users come into a group DM by the access tokens that they gave, and by no
// others.
func TestGroupDMs(t *testing.T) {
	t.Parallel()
	e, err := New(Config{World: DefaultWorld()})
	if err != nil {
		t.Fatal(err)
	}
	b, now := e.first(), time.Now()
	token := func(user discord.UserID, scopes ...discord.Scope) string {
		g := b.grantTo(e.state.users[user], scopes)
		b.issue(g, false, now)
		return g.access
	}
	robin, sam := token(DefaultUserID, discord.ScopeGDMJoin), token(DefaultOtherUserID, discord.ScopeGDMJoin)
	stranger := token(DefaultOtherUserID, discord.ScopeIdentify)
	e.mu.Lock()
	defer e.mu.Unlock()
	code := func(err error) int {
		if refused := new(apiError); errors.As(err, &refused) {
			return refused.code
		}
		return 0
	}

	rep, err := b.createDM(&request{now: now, body: fmt.Appendf(nil, `{"access_tokens":[%q]}`, robin)})
	if err != nil {
		t.Fatal(err)
	}
	ch := e.state.channels[rep.body.(discord.Channel).ID]
	if ch.Type != discord.ChannelTypeGroupDM || len(ch.Recipients) != 1 || ch.OwnerID != DefaultUserID || ch.ApplicationID != b.app.ID {
		t.Errorf("created %+v", ch.Channel)
	}
	add := func(user discord.UserID, token string) (reply, error) {
		return b.addRecipient(&request{
			now: now, ids: map[string]snowflake{"channel_id": snowflake(ch.ID), "user_id": snowflake(user)}, body: fmt.Appendf(nil, `{"access_token":%q}`, token),
		})
	}
	tests := []struct {
		name         string
		user         discord.UserID
		token        string
		status, code int
	}{
		{"a token that is none", DefaultOtherUserID, "x", 0, 50025},
		{"without the scope", DefaultOtherUserID, stranger, 0, 50026},
		{"another's token", DefaultOtherUserID, robin, 0, 50033},
		{"who is there already", DefaultUserID, robin, 204, 0},
		{"somebody", DefaultOtherUserID, sam, 201, 0},
		{"somebody again", DefaultOtherUserID, sam, 204, 0},
	}
	for _, tt := range tests {
		if rep, err := add(tt.user, tt.token); rep.status != tt.status || code(err) != tt.code {
			t.Errorf("%s: %d, %v, want %d, code %d", tt.name, rep.status, err, tt.status, tt.code)
		}
	}
	remove := &request{now: now, ids: map[string]snowflake{"channel_id": snowflake(ch.ID), "user_id": snowflake(DefaultUserID)}}
	if rep, err := b.removeRecipient(remove); err != nil || rep.status != 204 || len(ch.Recipients) != 1 || len(ch.messages) != 2 {
		t.Errorf("removed: %d, %v, %+v, %d notices", rep.status, err, ch.Recipients, len(ch.messages))
	}
	if _, err := b.removeRecipient(remove); code(err) != 50033 {
		t.Errorf("removed again: %v", err)
	}
	remove.ids["channel_id"] = snowflake(DefaultChannelID)
	if _, err := b.removeRecipient(remove); code(err) != 50024 {
		t.Errorf("out of a guild's channel: %v", err)
	}
	for n := 1; ; n++ {
		if _, err := b.createDM(&request{now: now, body: fmt.Appendf(nil, `{"access_tokens":[%q]}`, robin)}); err != nil {
			if n != maxGroupDMs || code(err) != 30011 {
				t.Errorf("group DM %d: %v", n+1, err)
			}
			break
		}
	}
}
