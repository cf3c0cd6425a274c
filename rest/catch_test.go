package rest_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/types"
	"maps"
	"slices"
	"strings"
	"testing"
)

// TestSchemasCatch plants fields that differ from a schema and wants them
// found.
func TestSchemasCatch(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, field string // of the struct
		dir         direction
		need        string
		schema      string
		want        string // kinds of problems
	}{
		{"required", "X string `json:\"x\"`", response, "required", `{"type":"string"}`, ""},
		{"required, left out", "X string `json:\"x,omitzero\"`", response, "required", `{"type":"string"}`, "needed"},
		{"required, a pointer", "X *string `json:\"x\"`", response, "required", `{"type":"string"}`, "null"},
		{"optional", "X string `json:\"x,omitzero\"`", response, "optional", `{"type":"string"}`, ""},
		{"optional, always there", "X string `json:\"x\"`", response, "optional", `{"type":"string"}`, "needed"},
		{"nullable", "X *int `json:\"x\"`", response, "required", `{"type":["integer","null"]}`, ""},
		{"nullable, no pointer", "X int `json:\"x\"`", response, "required", `{"type":["integer","null"]}`, "null"},
		{"nullable ID", "X ID[T] `json:\"x\"`", response, "required", `{"oneOf":[{"type":"null"},{"$ref":"Snowflake"}]}`, ""},
		{"optional and nullable, zero is a value", "X int `json:\"x,omitzero\"`", response, "optional", `{"type":["integer","null"]}`, "null"},
		{"an ID as text", "X string `json:\"x\"`", response, "required", `{"$ref":"Snowflake"}`, "type"},
		{"a time as text", "X string `json:\"x\"`", response, "required", `{"type":"string","format":"date-time"}`, "type"},
		{"a number as text", "X string `json:\"x\"`", response, "required", `{"type":"integer"}`, "type"},
		{"a list", "X []string `json:\"x\"`", response, "required", `{"type":"array","items":{"type":"string"}}`, ""},
		{"a list of others", "X []int `json:\"x\"`", response, "required", `{"type":"array","items":{"type":"string"}}`, "type"},
		{"no list", "X string `json:\"x\"`", response, "required", `{"type":"array","items":{"type":"string"}}`, "type"},
		{"missing", "", response, "optional", `{"type":"string"}`, "missing"},
		{"invented", "X string `json:\"x\"`; Y string `json:\"y,omitzero\"`", response, "required", `{"type":"string"}`, "invented"},
		{"an enum", "X Color `json:\"x\"`", response, "required", `{"$ref":"Colors"}`, ""},
		{"an enum as a number", "X int `json:\"x\"`", response, "required", `{"$ref":"Colors"}`, "enum"},
		{"a change", "X Optional[string] `json:\"x,omitzero\"`", change, "optional", `{"type":["string","null"]}`, ""},
		{"a change that can't be null", "X string `json:\"x,omitzero\"`", change, "optional", `{"type":["string","null"]}`, "null"},
		{"a change to null that isn't allowed", "X Optional[string] `json:\"x,omitzero\"`", change, "optional", `{"type":"string"}`, "null"},
		{"a new one with three states", "X Optional[string] `json:\"x,omitzero\"`", request, "optional", `{"type":"string"}`, "null"},
		{"sent always", "X string `json:\"x\"`", request, "optional", `{"type":"string"}`, "needed"},
		{"not sent where it is needed", "X string `json:\"x,omitzero\"`", request, "required", `{"type":"string"}`, "needed"},
		{"an answer with three states", "X Optional[string] `json:\"x,omitzero\"`", response, "optional", `{"type":["string","null"]}`, "needed"},
		{"a union", "X []Shape `json:\"x\"`", response, "required", `{"type":"array","items":{"oneOf":[{"$ref":"Circle"}]}}`, ""},
		{"a union without a member", "X []Shape `json:\"x\"`", response, "required", `{"type":"array","items":{"oneOf":[{"$ref":"Circle"},{"$ref":"Square"}]}}`, "member"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := shapes(t)
			v := &schema{Type: kinds{"object"}, Properties: map[string]*schema{"x": new(schema)}}
			if err := decode([]byte(tt.schema), v.Properties["x"]); err != nil {
				t.Fatal(err)
			}
			if tt.need == "required" {
				v.Required = []string{"x"}
			}
			c := newModelCheck(s, planted(t, tt.field))
			named := c.g.pkgs[modulePath+"discord"].Scope().Lookup("T").Type().(*types.Named)
			c.pairObject(named, structOf(named), alternative{"S", v}, tt.dir, "")
			c.checkFields(c.uses["T"])
			var got []string
			for p := range c.found {
				got = append(got, p.kind)
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("found %v, want %q", c.found, tt.want)
			}
		})
	}
}

// shapes is a spec of a few schemas.
func shapes(t *testing.T) *spec {
	t.Helper()
	s := &spec{schemas: make(map[string]*schema)}
	for _, row := range []string{
		`Snowflake			{"type":"string","format":"snowflake"}`, `Colors			{"type":"integer"}`, `Colors	1	=	RED`, `Colors	2	=	GREEN`,
		`Kinds			{"type":"integer"}`, `Kinds	1	=	CIRCLE`, `Kinds	2	=	SQUARE`,
		`Circle			{"type":"object"}`, `Circle	type	required	{"type":"integer","enum":[1],"allOf":[{"$ref":"Kinds"}]}`,
		`Square			{"type":"object"}`, `Square	type	required	{"type":"integer","enum":[2],"allOf":[{"$ref":"Kinds"}]}`,
	} {
		if err := s.addSchema(strings.Split(row, "\t")); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// planted is a package discord with a struct T of some fields.
func planted(t *testing.T, fields string) *goSources {
	t.Helper()
	g := newGoSources()
	file, err := parser.ParseFile(g.fset, "t.go", `package discord
type ID[T any] uint64
type Optional[T any] struct{ v T }
type Kind int
const KindCircle Kind = 1
type Color int
const ( ColorRed Color = 1; ColorBlue Color = 3 )
type Shape interface{ Kind() Kind }
type Circle struct{}
func (Circle) Kind() Kind { return KindCircle }
type T struct {
`+strings.ReplaceAll(fields, "; ", "\n")+"\n}\n", 0)
	if err != nil {
		t.Fatal(err)
	}
	g.files[modulePath+"discord"] = []*ast.File{file}
	p, err := g.check(modulePath + "discord")
	if err != nil {
		t.Fatal(err)
	}
	g.pkgs[modulePath+"discord"] = p
	g.index()
	return g
}

// TestEnumsCatch wants values without constants, constants without values and
// other names to be found.
func TestEnumsCatch(t *testing.T) {
	t.Parallel()
	c := newModelCheck(shapes(t), planted(t, "X Color `json:\"x\"`"))
	color := c.g.pkgs[modulePath+"discord"].Scope().Lookup("Color").Type()
	c.pair(color, "x", &schema{Ref: "Colors"}, response, "T.x")
	r := newReport()
	c.checkEnum(r, "Color")
	want := []problem{{"extra value", "ColorBlue"}, {"value", "Color.GREEN"}}
	got := slices.SortedFunc(maps.Keys(r.found), func(a, b problem) int { return strings.Compare(a.kind, b.kind) })
	if !slices.Equal(got, want) {
		t.Errorf("found %v, want %v", got, want)
	}
	c.enums["Color"].titles["1"] = "CRIMSON"
	r = newReport()
	c.checkEnum(r, "Color")
	if r.found[problem{"name", "Color.CRIMSON"}] == nil {
		t.Errorf("another name was not found: %v", r.found)
	}
}

// TestGeneratorConforms wants what is made from schemas to follow them, and
// what is wrong to be told.
func TestGeneratorConforms(t *testing.T) {
	t.Parallel()
	s := theSpec(t)
	g := newGenerator(s, true) // one for all, so that each choice is taken in one of the schemas that have it
	for _, name := range slices.Sorted(maps.Keys(s.schemas)) {
		v := &schema{Ref: name}
		g.stale = 0
		docs := []any{newGenerator(s, false).value(name, v, false)}
		for len(docs) < 2 || len(docs) < 20 && g.more() {
			docs = append(docs, g.value(name, v, false))
		}
		for _, doc := range docs {
			var plain any
			if err := decode([]byte(compact(doc)), &plain); err != nil {
				t.Fatal(err)
			}
			for where, what := range s.violations(name, v, plain) {
				t.Errorf("%s: %s %s", name, where, what)
			}
		}
	}
	wrong := map[string]any{"id": "1", "type": 7, "surplus": true}
	var found []string
	for where, what := range s.violations("x", &schema{Ref: "MessageInteractionResponse"}, wrong) {
		found = append(found, fmt.Sprint(where, " ", what))
	}
	slices.Sort(found)
	want := []string{
		"MessageInteractionResponse.name is missing",
		"MessageInteractionResponse.surplus is no field",
		"MessageInteractionResponse.type is 7, want one of [1 2 3 4 5 6]",
	}
	if !slices.Equal(found, want) {
		t.Errorf("found %q, want %q", found, want)
	}
}
