package main

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/accord-go/accord/internal/wire/wiretest"
	"github.com/accord-go/accord/internal/wiregen/testdata/sample"
	plain "github.com/accord-go/accord/internal/wiregen/testdata/sample/testdata/plain"
)

// TestGeneratedAgreesWithEncodingJSON decodes random documents both ways.
func TestGeneratedAgreesWithEncodingJSON(t *testing.T) {
	t.Parallel()
	for name, pair := range plain.Pairs {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(1, 2))
			for range 3000 {
				doc := wiretest.Document(r, pair[0], pair[1])
				if diff := wiretest.Check(doc, pair[0], pair[1]); diff != "" {
					t.Fatalf("%s\n%s", diff, doc)
				}
			}
		})
	}
}

// TestNullKeepsOrClears holds what null does to a field that is set against
// encoding/json.
func TestNullKeepsOrClears(t *testing.T) {
	t.Parallel()
	const full = `{"string":"s","int":1,"bool":true,"float":1.5,"uint16":3,"flags":4,"id":"5","user":{"name":"n"},"pointer":"p","slice":["a"],"map":{"k":1},"pair":[1,2]}`
	const nulls = `{"string":null,"int":null,"bool":null,"float":null,"uint16":null,"flags":null,"user":null,"pointer":null,"slice":null,"map":null,"pair":null}`
	var got sample.Everything
	var want plain.Everything
	for _, doc := range []string{full, nulls} {
		if err := got.UnmarshalJSON([]byte(doc)); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(doc), &want); err != nil {
			t.Fatal(err)
		}
	}
	gotJSON, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	var again plain.Everything
	if err := json.Unmarshal(gotJSON, &again); err != nil {
		t.Fatal(err)
	}
	if want.String != "s" || again.String != want.String || again.Int != want.Int || again.Bool != want.Bool ||
		again.Float != want.Float || again.Uint16 != want.Uint16 || again.Flags != want.Flags || again.User != want.User ||
		again.Pointer != want.Pointer || again.Slice != nil || again.Map != nil || again.Pair != want.Pair {
		t.Errorf("after nulls %+v, want %+v", again, want)
	}
}

// TestEmbeddedDecoderReadsTheObjectFirst covers structs that embed one with a
// decoder of its own.
func TestEmbeddedDecoderReadsTheObjectFirst(t *testing.T) {
	t.Parallel()
	const doc = `{"a":1,"level":7,"b":{"c":2}}`
	want := []string{"a", "level", "b"}
	var both sample.Delegates
	if err := json.Unmarshal([]byte(doc), &both); err != nil {
		t.Fatal(err)
	}
	if both.Level != 7 || !slices.Equal(both.Keys, want) {
		t.Errorf("got %+v, want level 7 and keys %q", both, want)
	}
	var only sample.Only
	if err := json.Unmarshal([]byte(doc), &only); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(only.Keys, want) {
		t.Errorf("got %+v, want keys %q", only, want)
	}
	if err := both.UnmarshalJSON([]byte(`{"a":1,"level":"x"}`)); err == nil {
		t.Error("no error for a level of the wrong type")
	}
	if err := both.UnmarshalJSON([]byte(`[]`)); err == nil {
		t.Error("no error for an array")
	}
}

// TestMethodsHelp covers structs whose methods decode some fields.
func TestMethodsHelp(t *testing.T) {
	t.Parallel()
	const doc = `{"shape":3,"level":7,"kind":4}`
	var got sample.EmbedsHelped
	if err := json.Unmarshal([]byte(doc), &got); err != nil {
		t.Fatal(err)
	}
	want := sample.EmbedsHelped{Helped: sample.Helped{Kind: 4, Shape: sample.Square{Side: 3}}, Level: 7}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// TestLenient covers a struct that passes over what it can't decode, and wants
// what is around it to be as strict as before.
func TestLenient(t *testing.T) {
	t.Parallel()
	var got sample.Holder
	const doc = `{"level":"x","user":7,"names":["a",1,null],"list":[{"level":1.5,"names":{}},{"level":2,"user":{"name":"n"}}],"after":3}`
	if err := json.Unmarshal([]byte(doc), &got); err != nil {
		t.Fatal(err)
	}
	want := sample.Holder{Tolerant: sample.Tolerant{Names: []string{"a", "", ""}}, List: make([]sample.Tolerant, 2), After: 3}
	want.List[1].Level = 2
	want.List[1].User.Name = "n"
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	for _, doc := range []string{`{"list":[{}],"after":"x"}`, `{"list":[{"level":"x"}],"after":1.5}`, `{"list":7}`, `{"list":[7]}`, `7`, `{"level":}`, `{"level":"x`, `{"names":[1}`} {
		if err := json.Unmarshal([]byte(doc), new(sample.Holder)); err == nil {
			t.Errorf("no error for %s", doc)
		}
	}
}
