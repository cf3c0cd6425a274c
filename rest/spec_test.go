package rest_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
)

// update rewrites the files that tests keep: the tables of facts from
// Discord's OpenAPI document, and the pages about what is covered.
var update = flag.Bool("update", false, "rewrite the tables and pages that tests compare with")

// openapiFile is Discord's own description of its REST API, where it is at
// hand. The tables below testdata hold what of it the tests need.
const openapiFile = "../../shared/facts/openapi.json"

const (
	operationsTable = "testdata/operations.tsv"
	schemasTable    = "testdata/schemas.tsv"
	documentedTable = "testdata/documented.tsv"         // by hand
	objectsTable    = "testdata/documented_schemas.tsv" // by hand
	tableMark       = "# Code generated from Discord's OpenAPI document by go test ./rest -run SpecTables -update; DO NOT EDIT."
)

// A spec is what Discord's OpenAPI document says.
type spec struct {
	operations map[string]*operation
	schemas    map[string]*schema
}

// An operation is one that Discord's OpenAPI document names, or, with page,
// that only Discord's documentation knows.
type operation struct {
	id, method, path string
	query            []parameter
	bodies           map[string]*schema            // by content type
	answers          map[string]map[string]*schema // by status, then by content type; without a body: an empty map
	page             string
	disabled         string // since when, and what to use instead
}

// A parameter is one of an operation's query.
type parameter struct {
	Name     string  `json:"name"`
	Required bool    `json:"required,omitzero"`
	Schema   *schema `json:"schema"`
}

// schema is a JSON schema, as far as Discord's document uses them.
type schema struct {
	Ref             string             `json:"$ref,omitzero"` // name of another
	Type            kinds              `json:"type,omitzero"`
	Format          string             `json:"format,omitzero"`
	Title           string             `json:"title,omitzero"` // of an enum's value
	Const           any                `json:"const,omitzero"`
	Enum            []any              `json:"enum,omitzero"`
	OneOf           []*schema          `json:"oneOf,omitzero"`
	AnyOf           []*schema          `json:"anyOf,omitzero"`
	AllOf           []*schema          `json:"allOf,omitzero"`
	Properties      map[string]*schema `json:"properties,omitzero"`
	Required        []string           `json:"required,omitzero"`
	Items           *schema            `json:"items,omitzero"`
	Additional      *additional        `json:"additionalProperties,omitzero"`
	MinLength       *int               `json:"minLength,omitzero"`
	MaxLength       *int               `json:"maxLength,omitzero"`
	MinItems        *int               `json:"minItems,omitzero"`
	MaxItems        *int               `json:"maxItems,omitzero"`
	MinProperties   *int               `json:"minProperties,omitzero"`
	MaxProperties   *int               `json:"maxProperties,omitzero"`
	Minimum         *json.Number       `json:"minimum,omitzero"`
	Maximum         *json.Number       `json:"maximum,omitzero"`
	Pattern         string             `json:"pattern,omitzero"`
	ContentEncoding string             `json:"contentEncoding,omitzero"`
	UniqueItems     bool               `json:"uniqueItems,omitzero"`
}

// kinds are the JSON types that a schema allows.
type kinds []string

func (k kinds) MarshalJSON() ([]byte, error) {
	if len(k) == 1 {
		return json.Marshal(k[0])
	}
	return json.Marshal([]string(k))
}

func (k *kinds) UnmarshalJSON(b []byte) error {
	if b[0] == '[' {
		return json.Unmarshal(b, (*[]string)(k))
	}
	*k = kinds{""}
	return json.Unmarshal(b, &(*k)[0])
}

// additional is what a schema allows beside its properties: a schema, or
// nothing.
type additional struct{ *schema }

func (a additional) MarshalJSON() ([]byte, error) {
	if a.schema == nil {
		return []byte("false"), nil
	}
	return json.Marshal(a.schema)
}

func (a *additional) UnmarshalJSON(b []byte) error {
	if b[0] != '{' {
		return nil
	}
	return json.Unmarshal(b, &a.schema)
}

// readOpenAPI reads the document itself.
func readOpenAPI(file string) (*spec, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	type content map[string]struct{ Schema *schema }
	type response struct {
		Ref     string `json:"$ref"`
		Content content
	}
	var doc struct {
		Paths map[string]map[string]json.RawMessage
		// The rest is not about operations.
		Components struct{ Schemas map[string]*schema }
	}
	if err := decode(text, &doc); err != nil {
		return nil, err
	}
	s := &spec{operations: make(map[string]*operation), schemas: doc.Components.Schemas}
	for p, item := range doc.Paths {
		for method, raw := range item {
			if method == "parameters" {
				continue
			}
			var o struct {
				OperationID string
				Parameters  []struct {
					parameter
					In string
				}
				RequestBody struct{ Content content }
				Responses   map[string]response
			}
			if err := decode(raw, &o); err != nil {
				return nil, fmt.Errorf("%s %s: %w", method, p, err)
			}
			op := &operation{id: o.OperationID, method: strings.ToUpper(method), path: p, bodies: map[string]*schema{}, answers: map[string]map[string]*schema{}}
			for _, q := range o.Parameters {
				if q.In == "query" {
					op.query = append(op.query, q.parameter)
				}
			}
			for t, c := range o.RequestBody.Content {
				op.bodies[t] = c.Schema
			}
			for status, r := range o.Responses {
				if status[0] != '2' {
					continue
				}
				op.answers[status] = map[string]*schema{}
				for t, c := range r.Content {
					op.answers[status][t] = c.Schema
				}
			}
			s.operations[op.id] = op
		}
	}
	s.each(func(v *schema) {
		v.Ref = path.Base("/" + v.Ref)
		if v.Ref == "/" {
			v.Ref = ""
		}
	})
	s.dropErrors()
	return s, nil
}

// dropErrors forgets the schemas of errors, which no operation answers with
// when it succeeds.
func (s *spec) dropErrors() {
	for _, name := range []string{"Error", "InnerErrors", "ErrorDetails", "ErrorResponse", "RatelimitedResponse"} {
		delete(s.schemas, name)
	}
}

func decode(text []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	return d.Decode(v)
}

// each calls f with all schemas, those inside of others among them.
func (s *spec) each(f func(*schema)) {
	for _, v := range s.schemas {
		v.each(f)
	}
	for _, op := range s.operations {
		for _, q := range op.query {
			q.Schema.each(f)
		}
		for _, v := range op.bodies {
			v.each(f)
		}
		for _, answer := range op.answers {
			for _, v := range answer {
				v.each(f)
			}
		}
	}
}

func (v *schema) each(f func(*schema)) {
	if v == nil {
		return
	}
	f(v)
	v.Items.each(f)
	if v.Additional != nil {
		v.Additional.schema.each(f)
	}
	for _, list := range [][]*schema{v.OneOf, v.AnyOf, v.AllOf, slices.Collect(maps.Values(v.Properties))} {
		for _, w := range list {
			w.each(f)
		}
	}
}

// isEnum reports whether a schema lists values with names.
func (v *schema) isEnum() bool { return len(v.OneOf) > 0 && v.OneOf[0].Const != nil }

// tables writes the spec as the tables of testdata.
func (s *spec) tables() (operations, schemas []byte) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\noperation\tmethod\tpath\tquery\tbodies\tanswers\n", tableMark)
	for _, id := range slices.Sorted(maps.Keys(s.operations)) {
		op := s.operations[id]
		fmt.Fprintf(&b, "%s\t%s\t%s\t%s\t%s\t%s\n", id, op.method, op.path, compact(op.query), compact(op.bodies), compact(op.answers))
	}
	operations = bytes.Clone(b.Bytes())
	b.Reset()
	fmt.Fprintf(&b, "%s\nschema\tfield or value\trequired, optional or =\ttype or name\n", tableMark)
	for _, name := range slices.Sorted(maps.Keys(s.schemas)) {
		v := s.schemas[name]
		head := *v
		head.Properties, head.Required = nil, nil
		if v.isEnum() {
			head.OneOf = nil
		}
		fmt.Fprintf(&b, "%s\t\t\t%s\n", name, compact(head))
		for _, field := range slices.Sorted(maps.Keys(v.Properties)) {
			need := "optional"
			if slices.Contains(v.Required, field) {
				need = "required"
			}
			fmt.Fprintf(&b, "%s\t%s\t%s\t%s\n", name, field, need, compact(v.Properties[field]))
		}
		if v.isEnum() {
			for _, w := range v.OneOf {
				fmt.Fprintf(&b, "%s\t%s\t=\t%s\n", name, compact(w.Const), w.Title)
			}
		}
	}
	return operations, b.Bytes()
}

func compact(v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err) // maps, slices and texts
	}
	return strings.TrimSpace(b.String())
}

// readSpec reads the tables of testdata: what Discord's OpenAPI document says,
// and the operations that only its documentation knows.
func readSpec() (*spec, error) {
	s := &spec{operations: make(map[string]*operation), schemas: make(map[string]*schema)}
	for _, file := range []string{operationsTable, documentedTable} {
		if err := readTable(file, s.addOperation); err != nil {
			return nil, err
		}
	}
	for _, file := range []string{schemasTable, objectsTable} {
		if err := readTable(file, s.addSchema); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// readTable calls add with the columns of each line of a table, but for
// comments and its head.
func readTable(file string, add func([]string) error) error {
	table, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	n, head := 0, true
	for line := range strings.Lines(string(table)) {
		n++
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "#") || line == "" {
			continue
		}
		if head {
			head = false
			continue
		}
		if err := add(strings.Split(line, "\t")); err != nil {
			return fmt.Errorf("%s:%d: %w", file, n, err)
		}
	}
	return nil
}

func (s *spec) addOperation(columns []string) error {
	if len(columns) < 6 {
		return fmt.Errorf("%d columns", len(columns))
	}
	op := &operation{id: columns[0], method: columns[1], path: columns[2]}
	if len(columns) > 7 {
		op.page, op.disabled = columns[6], columns[7]
	}
	s.operations[op.id] = op
	for i, p := range []any{&op.query, &op.bodies, &op.answers} {
		if err := decode([]byte(columns[3+i]), p); err != nil {
			return err
		}
	}
	return nil
}

func (s *spec) addSchema(columns []string) error {
	if len(columns) != 4 {
		return fmt.Errorf("%d columns", len(columns))
	}
	name, field, need, typ := columns[0], columns[1], columns[2], columns[3]
	if need == "=" {
		w := &schema{Title: typ}
		s.schemas[name].OneOf = append(s.schemas[name].OneOf, w)
		return decode([]byte(field), &w.Const)
	}
	v := new(schema)
	if err := decode([]byte(typ), v); err != nil {
		return err
	}
	if field == "" {
		s.schemas[name] = v
		return nil
	}
	in := s.schemas[name]
	if in.Properties == nil {
		in.Properties = make(map[string]*schema)
	}
	in.Properties[field] = v
	if need == "required" {
		in.Required = append(in.Required, field)
	}
	return nil
}

// theSpec returns what the tables say.
func theSpec(t *testing.T) *spec {
	t.Helper()
	s, err := readSpec()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestSpecTables holds the tables of facts against the document that they were
// made from, where that is beside the project. With -update it makes them anew.
func TestSpecTables(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat(openapiFile); err != nil {
		t.Skipf("Discord's OpenAPI document is not beside the project: %v", err)
	}
	s, err := readOpenAPI(openapiFile)
	if err != nil {
		t.Fatal(err)
	}
	operations, schemas := s.tables()
	keep(t, operationsTable, operations)
	keep(t, schemasTable, schemas)
	read := &spec{operations: make(map[string]*operation), schemas: make(map[string]*schema)}
	if err := readTable(operationsTable, read.addOperation); err != nil {
		t.Fatal(err)
	}
	if err := readTable(schemasTable, read.addSchema); err != nil {
		t.Fatal(err)
	}
	againOperations, againSchemas := read.tables()
	if !bytes.Equal(againOperations, operations) || !bytes.Equal(againSchemas, schemas) {
		t.Error("the tables are not read as they were written")
	}
}

// keep compares a file with what it should be, or with -update writes it.
func keep(t *testing.T, file string, want []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is out of date: run go test ./rest -update", file)
	}
}
