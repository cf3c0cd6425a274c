package event_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/accord-go/accord/event"
)

// A payload is an event's data as Discord documents it: with everything that
// it may have, or with no more than it must have.
type payload struct {
	Name string          `json:"name"`
	Full bool            `json:"full"`
	Data json.RawMessage `json:"data"`
}

// payloads reads testdata/payloads.jsonl. It was made from Discord's list of
// gateway events and, for the objects in them, from its OpenAPI document.
func payloads(t testing.TB) []payload {
	t.Helper()
	f, err := os.Open("testdata/payloads.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var list []payload
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var p payload
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// TestPayloadsRoundTrip decodes every payload into the event's own type, and
// wants the same JSON when that is encoded.
func TestPayloadsRoundTrip(t *testing.T) {
	t.Parallel()
	seen := make(map[string]int)
	for _, p := range payloads(t) {
		seen[p.Name]++
		e := event.Decode(p.Name, event.Meta{Raw: string(p.Data)})
		if e.EventName() != p.Name {
			t.Errorf("%s (full: %t) became %s: %v", p.Name, p.Full, e.EventName(), e)
			continue
		}
		data, err := json.Marshal(e)
		if err != nil {
			t.Errorf("%s: %v", p.Name, err)
			continue
		}
		for _, d := range differences("", parse(t, p.Data), parse(t, data)) {
			t.Errorf("%s (full: %t): %s", p.Name, p.Full, d)
		}
		if unknown := unknownIn(reflect.ValueOf(e)); unknown != "" {
			t.Errorf("%s (full: %t) holds a %s", p.Name, p.Full, unknown)
		}
	}
	for name := range event.All() {
		if seen[name] != 2 {
			t.Errorf("%s has %d payloads, want a full and a minimal one", name, seen[name])
		}
	}
}

func parse(t *testing.T, data []byte) any {
	t.Helper()
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// differences compares two values of encoding/json. A field that is null, false,
// zero or empty may be left out: where Discord may do that too, the structs make
// no difference.
func differences(path string, want, got any) []string {
	switch want := want.(type) {
	case map[string]any:
		got, ok := got.(map[string]any)
		if !ok {
			break
		}
		var list []string
		for key, v := range want {
			g, ok := got[key]
			switch {
			case ok:
				list = append(list, differences(path+"."+key, v, g)...)
			case !empty(v):
				list = append(list, path+"."+key+" is lost")
			}
		}
		for key, v := range got {
			if _, ok := want[key]; !ok && !empty(v) {
				list = append(list, path+"."+key+" was added")
			}
		}
		return list
	case float64:
		if strings.HasSuffix(path, ".nonce") { // text or a number, which are the same to Discord
			got, _ = strconv.ParseFloat(fmt.Sprint(got), 64)
			return differences(path+"#", want, got)
		}
	case []any:
		got, ok := got.([]any)
		if !ok || len(got) != len(want) {
			break
		}
		var list []string
		for i := range want {
			list = append(list, differences(path+"[]", want[i], got[i])...)
		}
		return list
	}
	if reflect.DeepEqual(want, got) || empty(want) && empty(got) {
		return nil
	}
	w, _ := json.Marshal(want)
	g, _ := json.Marshal(got)
	return []string{path + " was " + string(w) + " and is " + string(g)}
}

func empty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case []any:
		return len(v) == 0
	default:
		return reflect.ValueOf(v).IsZero()
	}
}

// unknownIn returns the name of a type that stands for what is not known, if v
// holds one.
func unknownIn(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			return unknownIn(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			if name := unknownIn(v.Index(i)); name != "" {
				return name
			}
		}
	case reflect.Struct:
		if name := v.Type().Name(); strings.HasPrefix(name, "Unknown") {
			return name
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				if name := unknownIn(v.Field(i)); name != "" {
					return name
				}
			}
		}
	}
	return ""
}
