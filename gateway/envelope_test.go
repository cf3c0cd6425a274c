package gateway

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestScanEnvelope(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, frame string
		op          int
		event       string
		seq         int64
		data        string
	}{
		{"as Discord sends it", `{"t":"MESSAGE_CREATE","s":42,"op":0,"d":{"id":"1","x":{"y":"}"}}}`, 0, "MESSAGE_CREATE", 42, `{"id":"1","x":{"y":"}"}}`},
		{"hello", `{"t":null,"s":null,"op":10,"d":{"heartbeat_interval":41250}}`, 10, "", 0, `{"heartbeat_interval":41250}`},
		{"ack without d", `{"op":11}`, 11, "", 0, ""},
		{"d first", `{"d":{"a":[1,{"b":"\"]}"}]},"op":0,"s":7,"t":"X"}`, 0, "X", 7, `{"a":[1,{"b":"\"]}"}]}`},
		{"d in the middle", `{"op":0,"d":{"a":1},"s":7,"t":"X"}`, 0, "X", 7, `{"a":1}`},
		{"d is no object", `{"op":0,"s":7,"t":"X","d":[1,"]"]}`, 0, "X", 7, `[1,"]"]`},
		{"key behind d", `{"t":"X","s":1,"op":0,"d":{"a":1},"z":2}`, 0, "X", 1, `{"a":1}`},
		{"op 9", `{"op":9,"d":true,"s":null,"t":null}`, 9, "", 0, `true`},
		{"white space", " {\n\t\"op\" : 0 , \"t\" : \"X\" , \"s\" : 3 , \"d\" : { } }\r\n ", 0, "X", 3, `{ }`},
		{"unknown keys", `{"_trace":["a",{"b":"]"}],"op":0,"s":1,"t":"X","d":{}}`, 0, "X", 1, `{}`},
		{"escaped name in Discord's order", `{"t":"A\u005fB","s":1,"op":0,"d":{}}`, 0, "A_B", 1, `{}`},
		{"quote in a name", `{"t":"A\",\"s\":2,\"op\":0,\"d\":","s":1,"op":0,"d":{}}`, 0, `A","s":2,"op":0,"d":`, 1, `{}`},
		{"escaped name", `{"op":0,"s":1,"t":"A\u005fB","d":{}}`, 0, "A_B", 1, `{}`},
		{"quotes and backslashes", `{"x":"\\\"\\","op":0,"s":1,"t":"X","d":{"a":"\\"}}`, 0, "X", 1, `{"a":"\\"}`},
		{"unknown op", `{"op":99,"d":null}`, 99, "", 0, `null`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e, err := scanEnvelope([]byte(tt.frame))
			if err != nil {
				t.Fatal(err)
			}
			if e.op != tt.op || string(e.name) != tt.event || e.seq != tt.seq || string(e.data) != tt.data {
				t.Errorf("got op %d, t %q, s %d, d %s", e.op, e.name, e.seq, e.data)
			}
		})
	}
}

func TestScanEnvelopeErrors(t *testing.T) {
	t.Parallel()
	for _, frame := range []string{
		``, ` `, `null`, `[]`, `{`, `{}`, `{"op"`, `{"op":`, `{"op":}`, `{"op":0`, `{"op":0,}`, `{"op":0,,"s":1}`,
		`{"op":0 "s":1}`, `{"op":"0"}`, `{"op":1.5}`, `{"op":-1}`, `{"op":0,"s":"1"}`, `{"op":0,"t":1}`, `{"op":0,"d":{`,
		`{"op":0,"d":"x}`, `{"op":99999999999999999999}`, `{"op":0}x`, `{op:0}`, `{"s":1,"t":"X","d":{}}`, `{"op":0,"t":"\x"}`,
	} {
		_, err := scanEnvelope([]byte(frame))
		var bad *FrameError
		if !errors.As(err, &bad) {
			t.Errorf("%s: error %v, want a FrameError", frame, err)
		}
	}
}

// FuzzScanEnvelope compares with encoding/json, and the two ways of scanning with
// each other.
func FuzzScanEnvelope(f *testing.F) {
	for _, s := range []string{
		`{"t":"MESSAGE_CREATE","s":42,"op":0,"d":{"id":"1"}}`,
		`{"t":null,"s":null,"op":10,"d":{"heartbeat_interval":41250}}`,
		`{"d":{"a":[1,{"b":"\"]}"}]},"op":0,"s":7,"t":"X"}`,
		`{"op":9,"d":false}`, `{"op":11}`, `{"op":0,"s":1,"t":"A\u005fB","d":{},"z":{}}`,
		`{"t":"X","s":null,"op":0,"d":{}}`, `{"t":"X","s":007,"op":0,"d":{"a":",\"op\":0,\"d\":"} } `, `{"t":"","s":1,"op":0,"d":{}{}}`,
		`{"t":"X,\"s\":1,\"op\":0,\"d\":{}","s":1,"op":0,"d":{}}`,
		`{"a":"\\","op":1}`, strings.Repeat("[", 1000),
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, frame []byte) {
		e, err := scanEnvelope(frame)
		if fast, ok := scanDispatch(frame); ok {
			if slow, err := scanKeys(frame); err != nil || !reflect.DeepEqual(fast, slow) {
				t.Fatalf("%s: at once %+v, key by key %+v, %v", frame, fast, slow, err)
			}
		}
		var want map[string]json.RawMessage
		if json.Unmarshal(frame, &want) != nil || want == nil {
			return // what is no JSON may be taken or refused, but does not panic
		}
		var op, seq int64
		var name *string
		if json.Unmarshal(want["op"], &op) != nil || op < 0 || op != int64(int(op)) {
			return
		}
		if s, ok := want["s"]; ok && (json.Unmarshal(s, &seq) != nil || seq < 0) {
			return
		}
		if n, ok := want["t"]; ok && json.Unmarshal(n, &name) != nil {
			return
		}
		if bytes.ContainsAny(frame, `\`) {
			return // keys may be escaped
		}
		if err != nil {
			t.Fatalf("%s: %v", frame, err)
		}
		if int64(e.op) != op || e.seq != seq {
			t.Fatalf("%s: got op %d, s %d", frame, e.op, e.seq)
		}
		if name != nil && string(e.name) != *name && utf8.Valid(frame) {
			t.Fatalf("%s: got t %q", frame, e.name)
		}
		// Keys behind d are not looked for in a dispatch: they stay in d, which
		// its decoder then refuses.
		if d := want["d"]; string(d) != string(e.data) && !bytes.HasPrefix(e.data, d) {
			t.Fatalf("%s: d is %s, want %s", frame, e.data, d)
		}
	})
}

func BenchmarkScanEnvelope(b *testing.B) {
	frame := []byte(`{"t":"MESSAGE_CREATE","s":42,"op":0,"d":{"content":"` + strings.Repeat("x", 1200) + `"}}`)
	b.ReportAllocs()
	b.SetBytes(int64(len(frame)))
	for b.Loop() {
		if _, err := scanEnvelope(frame); err != nil {
			b.Fatal(err)
		}
	}
}
