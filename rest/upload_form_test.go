package rest_test

import (
	"errors"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/rest"
)

// A sticker is a form whose fields are parts of their own.
func TestStickerForm(t *testing.T) {
	t.Parallel()
	var got parts
	c := bot(t, func(w http.ResponseWriter, r *http.Request) {
		var err error
		if got, err = readForm(r); err != nil {
			t.Error(err)
		}
		reply(w, 201, `{"id":"7","name":"wave","tags":"wave","type":2,"format_type":1,"description":"","available":true,"guild_id":"1"}`)
	})
	s, err := c.Stickers.Create(t.Context(), 1, discord.CreateGuildSticker{
		Name: "wäve", Tags: "wave", File: discord.File{Name: "wave.png", Reader: strings.NewReader("\x89PNG")},
	})
	if err != nil || s.ID != 7 {
		t.Fatalf("%+v, %v", s, err)
	}
	want := parts{
		"name":        {"", "text/plain; charset=utf-8", "wäve"},
		"description": {"", "text/plain; charset=utf-8", ""}, // required, though it may be empty
		"tags":        {"", "text/plain; charset=utf-8", "wave"},
		"file":        {"wave.png", "image/png", "\x89PNG"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("parts = %q\nwant    %q", got, want)
	}
}

// The users of an invite go as a file, beside the invite or alone, and come as
// one.
func TestInviteTargetUsers(t *testing.T) {
	t.Parallel()
	var got parts
	answer := func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }
	c := bot(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet {
			var err error
			if got, err = readForm(r); err != nil {
				t.Error(err)
			}
		}
		answer(w, r)
	})
	file := part{"target_users.csv", "text/csv; charset=utf-8", "user_id\n3\n4\n"}
	if _, err := c.Invites.Create(t.Context(), 1, discord.CreateChannelInvite{MaxUses: 1, TargetUsers: []discord.UserID{3, 4}}); err != nil {
		t.Fatal(err)
	}
	want := parts{"payload_json": {"", "application/json", `{"max_uses":1}`}, "target_users_file": file}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("new invite: %q\nwant %q", got, want)
	}
	if err := c.Invites.SetTargetUsers(t.Context(), "code", []discord.UserID{3, 4}); err != nil {
		t.Fatal(err)
	}
	if want := (parts{"target_users_file": file}); !reflect.DeepEqual(got, want) {
		t.Errorf("change: %q\nwant %q", got, want)
	}
	for content, want := range map[string][]discord.UserID{
		"user_id\n3\n4\n":     {3, 4},
		"user_id\r\n3\r\n4":   {3, 4},
		"3\n4\n":              {3, 4},
		`"user_id\n3\n4\n"`:   {3, 4},
		"user_id\n":           nil,
		"":                    nil,
		"user_id\n3\nuser_id": {0}, // not a list of users
		"user_id\n-1":         {0},
		`"user_id`:            {0},
	} {
		answer = func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/csv")
			_, _ = io.WriteString(w, content)
		}
		users, err := c.Invites.GetTargetUsers(t.Context(), "code")
		if broken := len(want) == 1; (err != nil) != broken || !broken && !reflect.DeepEqual(users, want) {
			t.Errorf("%q: %v, %v, want %v", content, users, err, want)
		}
	}
	answer = func(w http.ResponseWriter, _ *http.Request) {
		reply(w, 400, `{"target_users_file": ["Line 5: invalid user ID", "Line 6: invalid user ID format"]}`)
	}
	err := c.Invites.SetTargetUsers(t.Context(), "code", nil)
	var refused *rest.Error
	fields := []rest.FieldError{{Path: "target_users_file", Message: "Line 5: invalid user ID"}, {Path: "target_users_file", Message: "Line 6: invalid user ID format"}}
	if !errors.As(err, &refused) || !reflect.DeepEqual(refused.Fields, fields) {
		t.Errorf("error = %#v", err)
	}
}

// Progress grows to the whole form, and begins anew when the form does.
func TestUploadProgress(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var lengths []int64
		s := &sequence{handlers: []http.HandlerFunc{
			func(w http.ResponseWriter, r *http.Request) {
				_, _ = io.Copy(io.Discard, r.Body)
				lengths = append(lengths, r.ContentLength)
				reply(w, 502, "<html>")
			},
			func(w http.ResponseWriter, r *http.Request) {
				_, _ = io.Copy(io.Discard, r.Body)
				lengths = append(lengths, r.ContentLength)
				reply(w, 200, message(7, ""))
			},
		}}
		c := bot(t, s.ServeHTTP)
		var last, largest int64
		restarts, ends := 0, 0
		report := func(sent, total int64) {
			switch {
			case sent < last:
				restarts++
			case sent == last:
				t.Errorf("reported %d twice", sent)
			}
			if last, largest = sent, max(largest, sent); sent == total {
				ends++
			}
		}
		content := strings.Repeat("0123456789abcdef", 50_000)
		_, err := c.Messages.Create(t.Context(), 1, discord.CreateMessage{Files: []discord.File{{Name: "a", Reader: strings.NewReader(content)}}}, rest.Progress(report))
		if err != nil || restarts != 1 || ends != 2 || len(lengths) != 2 || largest != lengths[0] {
			t.Errorf("%v: %d restarts, %d ends, %d bytes of %v", err, restarts, ends, largest, lengths)
		}
		unknown := false
		_, err = c.Messages.Create(t.Context(), 1, discord.CreateMessage{Files: []discord.File{{Name: "a", Reader: plainReader{strings.NewReader("x")}}}},
			rest.Progress(func(_, total int64) { unknown = total == -1 }))
		if err != nil || !unknown {
			t.Errorf("a file of unknown size: %v, told as unknown: %t", err, unknown)
		}
	})
}
