package discord_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/accord-go/accord/discord"
)

// TestPayloadsRoundTrip decodes documented payloads and encodes them again.
// Fix the type, don't trim the payload.
func TestPayloadsRoundTrip(t *testing.T) {
	t.Parallel()
	for dir, into := range map[string]func() any{
		"message_components": func() any { return new(discord.Components) },
		"modals":             func() any { return new(discord.Modal) },
		"commands":           func() any { return new(discord.ApplicationCommand) },
		"interactions":       func() any { return new(discord.Interaction) },
		"responses":          func() any { return new(discord.InteractionResponse) },
		"embeds":             func() any { return new(discord.Embed) },
		"invites":            func() any { return new(discord.Invite) },
		"webhooks":           func() any { return new(discord.Webhook) },
		"emojis":             func() any { return new(discord.Emoji) },
		"stickers":           func() any { return new(discord.Sticker) },
		"sticker_packs":      func() any { return new(discord.StickerPack) },
		"sounds":             func() any { return new(discord.SoundboardSound) },
		"voice_states":       func() any { return new(discord.VoiceState) },
		"voice_regions":      func() any { return new(discord.VoiceRegion) },
		"target_users_jobs":  func() any { return new(discord.TargetUsersJobStatus) },
		"polls":              func() any { return new(discord.Poll) },
		"searches":           func() any { return new(discord.MessageSearch) },
	} {
		files, err := filepath.Glob(filepath.Join("testdata", dir, "*.json"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no payloads in testdata/%s: %v", dir, err)
		}
		for _, file := range files {
			t.Run(dir+"/"+strings.TrimSuffix(filepath.Base(file), ".json"), func(t *testing.T) {
				t.Parallel()
				payload, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				roundTrip(t, payload, into())
			})
		}
	}
}

// roundTrip decodes payload into v, which must leave nothing unknown, and
// compares what v encodes to.
func roundTrip(t *testing.T, payload []byte, v any) {
	t.Helper()
	if err := json.Unmarshal(payload, v); err != nil {
		t.Fatal(err)
	}
	for _, unknown := range unknowns(reflect.ValueOf(v)) {
		t.Errorf("decoded to %#v", unknown)
	}
	encoded, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if want, got := canonical(t, payload), canonical(t, encoded); !sameJSON(want, got) {
		t.Errorf("encoded to\n%s\nwant\n%s", indent(t, got), indent(t, want))
	}
	again := reflect.New(reflect.TypeOf(v).Elem()).Interface()
	if err := json.Unmarshal(encoded, again); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(v, again) {
		t.Errorf("decoded again to\n%#v\nwant\n%#v", again, v)
	}
}

// zeroIsAbsent are the fields whose zero means what it means to leave them
// out. Add none for which it doesn't: zero is a black accent color, and false
// an answer that isn't required.
var zeroIsAbsent = map[string]bool{"animated": true, "flags": true, "managed": true, "nsfw": true, "pending": true, "position": true}

// sameJSON reports whether got says what want says: absent is null, and a
// field that got adds may only be null or false.
func sameJSON(want, got any) bool {
	switch want := want.(type) {
	case map[string]any:
		got, ok := got.(map[string]any)
		if !ok {
			return false
		}
		for key := range maps.Keys(got) {
			if _, ok := want[key]; !ok && got[key] != nil && got[key] != false {
				return false
			}
		}
		for key := range maps.Keys(want) {
			if got[key] == nil && zeroIsAbsent[key] && (want[key] == false || want[key] == json.Number("0")) {
				continue
			}
			if !sameJSON(want[key], got[key]) {
				return false
			}
		}
		return true
	case []any:
		got, ok := got.([]any)
		return ok && slices.EqualFunc(want, got, sameJSON)
	default:
		return want == got
	}
}

// unknowns returns all members of unions in v that were not known.
func unknowns(v reflect.Value) (found []any) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			found = unknowns(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			found = append(found, unknowns(v.Index(i))...)
		}
	case reflect.Struct:
		if strings.HasPrefix(v.Type().Name(), "Unknown") {
			return []any{v.Interface()}
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				found = append(found, unknowns(v.Field(i))...)
			}
		}
	}
	return found
}

func canonical(t *testing.T, b []byte) (v any) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(string(b)))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

func indent(t *testing.T, v any) string {
	t.Helper()
	b, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
