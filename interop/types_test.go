package interop

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// An extra is a field that Discord sends and discord-api-types does not know.
// The compiler stops at the first field too many, so extras are taken out
// before it looks.
type extra struct {
	event string // how its name begins
	path  string // how the field's path ends; * is any key, elements of lists have none; one that begins with a dot is whole
	kind  string // of JSON value; empty: any
	why   string
}

var extras = []extra{
	{"READY", "._trace", "", noBots}, {"READY", ".auth", "", noBots}, {"READY", ".game_relationships", "", noBots},
	{"READY", ".geo_ordered_rtc_regions", "", noBots}, {"READY", ".guild_join_requests", "", noBots}, {"READY", ".presences", "", noBots},
	{"READY", ".private_channels", "", noBots}, {"READY", ".relationships", "", noBots}, {"READY", ".session_type", "", noBots},
	{"READY", ".user_settings", "", noBots},
	{"GUILD_", ".home_header", "", openapiGuild}, {"GUILD_", ".nsfw", "", openapiGuild},
	{"MESSAGE_", "media.id", "", openapiMedia}, {"MESSAGE_", "file.id", "", openapiMedia},
	{"INTERACTION_CREATE", "media.id", "", openapiMedia}, {"INTERACTION_CREATE", "file.id", "", openapiMedia},
	{"GUILD_SCHEDULED_EVENT_", ".guild_scheduled_event_exceptions", "", "documented, and required by Discord's OpenAPI document"},
	{"INTEGRATION_", ".application.type", "", "required by Discord's OpenAPI document, and not documented"},
	{"THREAD_MEMBERS_UPDATE", "added_members.presence", "", "documented for this event"},
	{"INTERACTION_CREATE", "data.id", "number", "the id of the component, in the reference of components: interaction response structures"},
	{"INTERACTION_CREATE", "channel.permissions", "", "partial channels of interactions have it, as the documentation of resolved data says"},
	{"INTERACTION_CREATE", "channel.app_permissions", "", "partial channels of interactions have it, as the documentation of resolved data says"},
	{"INTERACTION_CREATE", "channels.*.app_permissions", "", resolvedChannel}, {"INTERACTION_CREATE", "channels.*.flags", "", resolvedChannel},
	{"INTERACTION_CREATE", "channels.*.guild_id", "", resolvedChannel}, {"INTERACTION_CREATE", "channels.*.last_message_id", "", resolvedChannel},
	{"INTERACTION_CREATE", "channels.*.last_pin_timestamp", "", resolvedChannel}, {"INTERACTION_CREATE", "channels.*.nsfw", "", resolvedChannel},
	{"INTERACTION_CREATE", "channels.*.position", "", resolvedChannel}, {"INTERACTION_CREATE", "channels.*.topic", "", resolvedChannel},
	{"INTERACTION_CREATE", "channels.*.rate_limit_per_user", "", resolvedChannel},
}

const (
	noBots          = "what people's clients need; bots get it empty, undocumented, and eris reads some of it"
	openapiGuild    = "required by Discord's OpenAPI document, in GuildResponse"
	openapiMedia    = "required by Discord's OpenAPI document, in UnfurledMediaResponse"
	resolvedChannel = "documented for resolved channels"
)

// preamble makes the enums of discord-api-types what they are in JSON. Flags
// are sums, which no enum lists.
const preamble = `import type * as v10 from 'discord-api-types/v10';
type Flags = 'flags' | 'public_flags' | 'system_channel_flags' | 'changed_flags';
type Plain<T> = T extends string ? ` + "`${T}`" + `
  : T extends number ? (number extends T ? number : ` + "`${T}` extends `${infer N extends number}`" + ` ? N : never)
  : T extends object ? { [K in keyof T]: K extends Flags ? number : Plain<T[K]> }
  : T;
`

// TestGatewayTypes holds the events that the emulator has sent against the
// types of discord-api-types, which know what no OpenAPI document describes.
func TestGatewayTypes(t *testing.T) {
	payloads := eventsByShape(t)
	source := []string{}
	for i, p := range payloads {
		source = append(source, fmt.Sprintf("export const p%d: Plain<v10.%s> = %s;", i, typeOf(p.event), p.data))
	}
	found := make(violations)
	for _, e := range compile(t, source) {
		p := payloads[e.index]
		found.add(violation{p.event, "type", e.text}, record{Test: p.test, Frame: p.data})
	}
	names := make(map[string]int)
	for _, p := range payloads {
		names[p.event]++
	}
	t.Logf("%d payloads: %v", len(payloads), names)
	found.report(t, "types.allow.json")
}

// A payload is the data of an event.
type payload struct {
	event, test string
	data        json.RawMessage
}

// typeOf returns the name of the type of an event's data.
func typeOf(event string) string {
	if strings.HasPrefix(event, "MESSAGE_POLL_VOTE_") {
		return "GatewayMessagePollVoteDispatchData" // adding and removing are the same
	}
	var name strings.Builder
	for word := range strings.SplitSeq(strings.ToLower(event), "_") {
		name.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return "Gateway" + name.String() + "DispatchData"
}

// eventsByShape returns one of each shape of the events that were recorded, in
// the order of their names.
func eventsByShape(t *testing.T) (list []payload) {
	t.Helper()
	seen := make(map[string]payload)
	records(t, func(r record) {
		if r.Kind != "frame" || r.Direction != "out" || r.Frame == nil || r.Ordered {
			return
		}
		var frame struct {
			T *string
			D any
		}
		d := json.NewDecoder(bytes.NewReader(r.Frame))
		d.UseNumber()
		if err := d.Decode(&frame); err != nil {
			t.Fatal(err)
		}
		if frame.T == nil || *frame.T == "RESUMED" { // whose data is nothing
			return
		}
		removeExtras(*frame.T, nil, frame.D)
		key := *frame.T + shapeOf(frame.D)
		if _, ok := seen[key]; ok {
			return
		}
		data, err := json.Marshal(frame.D)
		if err != nil {
			t.Fatal(err)
		}
		seen[key] = payload{*frame.T, r.Test, data}
	})
	for _, key := range slices.Sorted(maps.Keys(seen)) {
		list = append(list, seen[key])
	}
	if len(list) == 0 {
		t.Fatal("no event was recorded")
	}
	return list
}

// removeExtras takes the extras out of a value that lies at a path.
func removeExtras(event string, path []string, v any) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			removeExtras(event, path, e)
		}
	case map[string]any:
		for key, value := range v {
			at := append(slices.Clip(path), key)
			if slices.ContainsFunc(extras, func(x extra) bool { return x.is(event, at, value) }) {
				delete(v, key)
				continue
			}
			removeExtras(event, at, value)
		}
	}
}

func (x extra) is(event string, path []string, v any) bool {
	whole, anchored := strings.CutPrefix(x.path, ".")
	end := strings.Split(whole, ".")
	if !strings.HasPrefix(event, x.event) || len(path) < len(end) || anchored && len(path) > len(end) {
		return false
	}
	if _, number := v.(json.Number); x.kind == "number" && !number {
		return false
	}
	for i, key := range path[len(path)-len(end):] {
		if end[i] != "*" && end[i] != key {
			return false
		}
	}
	return true
}

// shapeOf describes a value without its texts and large numbers. Small numbers
// count: they are kinds of things.
func shapeOf(v any) string {
	switch v := v.(type) {
	case map[string]any:
		var b strings.Builder
		for _, key := range slices.Sorted(maps.Keys(v)) {
			b.WriteString(key + ":" + shapeOf(v[key]) + ",")
		}
		return "{" + b.String() + "}"
	case []any:
		elements := make(map[string]bool)
		for _, e := range v {
			elements[shapeOf(e)] = true
		}
		return fmt.Sprint(slices.Sorted(maps.Keys(elements)))
	case json.Number:
		if n, err := strconv.Atoi(v.String()); err == nil && n >= 0 && n < 30 {
			return v.String()
		}
		return "n"
	case nil:
		return "null"
	default:
		return fmt.Sprintf("%T", v)
	}
}

// A compileError is what the compiler says about a line of the source.
type compileError struct {
	index int
	text  string
}

// compile runs the TypeScript compiler on lines of source.
func compile(t *testing.T, source []string) (errs []compileError) {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not installed")
	}
	modules, err := filepath.Abs("node_modules")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(modules, "typescript")); err != nil {
		t.Skip("the npm packages are not installed: run npm ci in interop")
	}
	dir := t.TempDir()
	config, err := json.Marshal(map[string]any{
		"files": []string{"payloads.ts"},
		"compilerOptions": map[string]any{
			"strict": true, "noEmit": true, "skipLibCheck": true, "target": "es2022", "module": "es2022",
			"moduleResolution": "bundler", "types": []string{},
			"paths": map[string][]string{"discord-api-types/*": {filepath.Join(modules, "discord-api-types", "*")}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "tsconfig.json"), string(config))
	write(t, filepath.Join(dir, "payloads.ts"), preamble+strings.Join(source, "\n")+"\n")
	tsc := exec.Command(node, filepath.Join(modules, "typescript", "bin", "tsc"), "--pretty", "false", "-p", dir)
	tsc.Dir = dir
	out, err := tsc.CombinedOutput()
	if err == nil {
		return nil
	}
	first := strings.Count(preamble, "\n") + 1
	for text := range strings.SplitSeq(strings.TrimSpace(string(out)), "\n") {
		m := compilerLine.FindStringSubmatch(text)
		switch {
		case m != nil:
			line, _ := strconv.Atoi(m[1]) // digits
			if line < first {
				t.Fatalf("the compiler does not like the preamble: %s", out)
			}
			errs = append(errs, compileError{line - first, m[2]})
		case len(errs) > 0 && strings.HasPrefix(text, " "):
			errs[len(errs)-1].text += " > " + strings.TrimSpace(text)
		default:
			t.Fatalf("the compiler failed: %v: %s", err, out)
		}
	}
	return errs
}

// compilerLine is how the compiler begins what it says about a line.
var compilerLine = regexp.MustCompile(`^payloads\.ts\((\d+),\d+\): error (TS\d+: .*)$`)

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestGatewayTypesFind wants the compiler to find what is planted.
func TestGatewayTypesFind(t *testing.T) {
	tests := []struct{ name, event, data, want string }{
		{"right", "TYPING_START", `{"channel_id":"1","user_id":"2","timestamp":3}`, ""},
		{"a field is missing", "TYPING_START", `{"channel_id":"1","user_id":"2"}`, "Property 'timestamp' is missing"},
		{"a field too many", "TYPING_START", `{"channel_id":"1","user_id":"2","timestamp":3,"typo":4}`, "'\"typo\"' does not exist"},
		{"another type", "TYPING_START", `{"channel_id":1,"user_id":"2","timestamp":3}`, "Type 'number' is not assignable to type 'string'"},
		{"null", "MESSAGE_DELETE", `{"id":"1","channel_id":null}`, "Type 'null' is not assignable"},
		{"no such kind", "CHANNEL_DELETE", `{"id":"1","type":99}`, "is not assignable"},
		{"no such event", "TYPING_END", `{}`, "has no exported member"},
	}
	var source []string
	for i, tt := range tests {
		source = append(source, fmt.Sprintf("export const p%d: Plain<v10.%s> = %s;", i, typeOf(tt.event), tt.data))
	}
	said := make(map[int]string)
	for _, e := range compile(t, source) {
		said[e.index] += e.text
	}
	for i, tt := range tests {
		if tt.want == "" && said[i] != "" || !strings.Contains(said[i], tt.want) {
			t.Errorf("%s: the compiler says %q, want %q", tt.name, said[i], tt.want)
		}
	}
}
