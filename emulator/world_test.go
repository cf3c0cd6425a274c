package emulator

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// smallWorld is the least that a world file must have.
const smallWorld = `{
	"applications": [{"id": "1", "name": "Bot"}],
	"users": [{"id": "2", "username": "ann"}],
	"guilds": [{"id": "3", "name": "Home", "owner_id": "2",
		"channels": [{"id": "4", "type": 0, "name": "general"}],
		"members": [{"user_id": "2"}]}]
}`

func TestReadWorld(t *testing.T) {
	t.Parallel()
	w, err := ReadWorld(strings.NewReader(smallWorld))
	if err != nil {
		t.Fatal(err)
	}
	e, err := New(Config{World: w})
	if err != nil {
		t.Fatal(err)
	}
	g, ch, user := e.Home()
	if g != 3 || ch != 4 || user != 2 || e.ApplicationID() != 1 {
		t.Errorf("home = %d, %d, %d, application %d", g, ch, user, e.ApplicationID())
	}
	if head, _, _ := strings.Cut(e.Token(), "."); head != "MQ" || strings.Count(e.Token(), ".") != 2 {
		t.Errorf("token = %s, want the unpadded base64 of 1 and two more parts", e.Token())
	}
}

func TestDefaultWorldIsAFile(t *testing.T) {
	t.Parallel()
	b, err := json.Marshal(DefaultWorld())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ReadWorld(strings.NewReader(string(b))); err != nil {
		t.Errorf("the default world, written as a file: %v", err)
	}
}

// TestDocumentedWorld wants the example of docs/emulator.md to be a world.
func TestDocumentedWorld(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../docs/emulator.md")
	if err != nil {
		t.Fatal(err)
	}
	_, example, found := strings.Cut(string(page), "```json\n")
	example, _, ended := strings.Cut(example, "```")
	if !found || !ended {
		t.Fatal("docs/emulator.md has no example of a world")
	}
	if _, err := ReadWorld(strings.NewReader(example)); err != nil {
		t.Error(err)
	}
}

func TestReadWorldErrors(t *testing.T) {
	t.Parallel()
	change := func(old, new string) string {
		changed := strings.Replace(smallWorld, old, new, 1)
		if changed == smallWorld {
			t.Fatalf("nothing to change: %s", old)
		}
		return changed
	}
	tests := []struct{ name, file, want string }{
		{"empty", "", "empty"},
		{"not JSON", "{\n,", "line 2, column 1: invalid character ','"},
		{"ends early", smallWorld[:30], "unexpected end of JSON input"},
		{"something behind", smallWorld + "{}", "after top-level value"},
		{"unknown key", change(`"users"`, `"user"`), "user: There is no such field."},
		{"wrong type", change(`"Home"`, `5`), `guilds[0].name: Could not interpret "5" as string.`},
		{"not an ID", change(`"id": "3"`, `"id": "x"`), `guilds[0].id: Value "x" is not int.`},
		{"no ID", change(`"id": "4", `, ``), "guilds[0].channels[0].id: missing"},
		{"ID twice", change(`"id": "4"`, `"id": "2"`), "guilds[0].channels[0].id: 2 is already the ID of users[0]"},
		{"name too short", change(`"Home"`, `"H"`), `guilds[0].name: "H" must have 2 to 100 characters`},
		{"no such member", change(`"user_id": "2"`, `"user_id": "9"`), "guilds[0].members[0].user_id: there is no user 9"},
		{"no person", change(`"user_id": "2"`, `"user_id": "1"`), "guilds[0].members: there must be a person"},
		{"owner not a member", change(`"owner_id": "2"`, `"owner_id": "7"`), "guilds[0].owner_id: 7 is not a member"},
		{"channel type", change(`"type": 0`, `"type": 11`), "guilds[0].channels[0].type: 11 is not the type of a guild's channel"},
		{"no text channel", change(`"type": 0`, `"type": 2`), "guilds[0].channels: there must be a text channel"},
		{"no category", change(`"type": 0`, `"type": 0, "parent_id": "2"`), "guilds[0].channels[0].parent_id: there is no category 2"},
		{"no application", change(`{"id": "1", "name": "Bot"}`, ``), "applications: there must be at least one"},
		{"application twice", change(`"name": "Bot"}`, `"name": "Bot"}, {"id": "1", "name": "Tob"}`), "applications[1].id: 1 is already the ID of applications[0]"},
		{"only bots", change(`"users": [{"id": "2"`, `"users": [{"bot": true, "id": "2"`), "guilds[0].members: there must be a person, not only bots"},
		{"no guild", `{"applications": [{"id": "1", "name": "Bot"}]}`, "guilds: there must be at least one"},
		{"token", change(`"name": "Bot"`, `"name": "Bot", "token": "secret"`), "applications[0].token: must be three parts"},
		{"intents", change(`"name": "Bot"`, `"name": "Bot", "privileged_intents": 1`), "applications[0].privileged_intents: 1 has intents that are not privileged"},
		{"rule", change(`"users"`, `"rules": {"heartbeat_interval": "-1s"}, "users"`), "rules.heartbeat_interval: negative"},
		{"duration", change(`"users"`, `"rules": {"heartbeat_interval": "soon"}, "users"`), `rules.heartbeat_interval: Must be a duration such as "41.25s", not "soon".`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := ReadWorld(strings.NewReader(tt.file))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error = %v, want %q in it", err, tt.want)
			}
			if err != nil && strings.Contains(err.Error(), "\n") {
				t.Errorf("the error has more than one line: %v", err)
			}
		})
	}
}

func TestLoadWorldNamesTheFile(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "world.json")
	if _, err := LoadWorld(name); err == nil || !strings.Contains(err.Error(), name) {
		t.Errorf("a file that does not exist: %v", err)
	}
	if err := os.WriteFile(name, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := LoadWorld(name); err == nil || !strings.HasPrefix(err.Error(), "world file "+name+": ") {
		t.Errorf("a bad file: %v", err)
	}
}

// FuzzReadWorld wants any file refused, or good enough to run.
func FuzzReadWorld(f *testing.F) {
	f.Add(smallWorld)
	f.Add(`{"applications":[{"id":1,"name":"Bot","privileged_intents":256}],"rules":{"shards":2}}`)
	f.Add(`{"guilds":[{"channels":[{"permission_overwrites":[{"id":"1","type":9,"allow":"-1"}]}]}]}`)
	f.Fuzz(func(t *testing.T, file string) {
		w, err := ReadWorld(strings.NewReader(file))
		if err != nil {
			return
		}
		if _, err := New(Config{World: w}); err != nil {
			t.Errorf("a world that was read can't run: %v", err)
		}
	})
}
