package rest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"go/types"
	"io"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/rest"
)

// An answerer is a server that answers every request with what it was told.
type answerer struct {
	config rest.Config
	client *rest.Client
	status int
	body   []byte
	header string // Content-Type
	last   *http.Request
}

func newAnswerer(t *testing.T) *answerer {
	t.Helper()
	a := new(answerer)
	cfg := serve(t, func(w http.ResponseWriter, r *http.Request) {
		a.last = r
		if len(a.body) > 0 {
			w.Header().Set("Content-Type", a.header)
		}
		w.WriteHeader(a.status)
		_, _ = w.Write(a.body) // a client that went away is its own failure
	})
	cfg.Limiter = rest.NoLimit
	a.config = cfg
	cfg.NoValidation = true
	a.client = newClient(t, cfg)
	return a
}

// method returns a service's method, such as Messages.Get.
func (a *answerer) method(name string) reflect.Value {
	service, method, _ := strings.Cut(name, ".")
	return reflect.ValueOf(a.client).Elem().FieldByName(service).MethodByName(method)
}

// call calls a method with made-up arguments. It returns its result, or nil if
// it has none.
func call(ctx context.Context, method reflect.Value, fill bool) (any, error) {
	results := method.Call(arguments(ctx, method.Type(), fill))
	err, _ := results[len(results)-1].Interface().(error)
	if len(results) == 2 {
		return results[0].Interface(), err
	}
	return nil, err
}

// arguments makes up what a method takes, but for its options.
func arguments(ctx context.Context, typ reflect.Type, fill bool) (args []reflect.Value) {
	for i := range typ.NumIn() - 1 {
		arg := reflect.New(typ.In(i)).Elem()
		switch {
		case typ.In(i) == reflect.TypeFor[context.Context]():
			arg.Set(reflect.ValueOf(ctx))
		case typ.In(i) == reflect.TypeFor[discord.File]():
			arg.Set(reflect.ValueOf(discord.File{Name: "a.png", Reader: strings.NewReader("content")}))
		case typ.In(i) == reflect.TypeFor[io.Reader]():
			arg.Set(reflect.ValueOf(strings.NewReader("content")))
		case arg.Kind() == reflect.Uint64:
			arg.SetUint(uint64(100 + i))
		case arg.Kind() == reflect.String:
			arg.SetString("text")
		case fill && (arg.Kind() != reflect.Struct || strings.HasSuffix(typ.In(i).PkgPath(), "/rest")):
			fillValue(arg)
		case arg.Kind() == reflect.Struct:
			fillRest(arg, fill)
		}
		args = append(args, arg)
	}
	return args
}

// fillRest sets the fields of a body that are not part of its JSON: a file,
// and what goes into the query.
func fillRest(body reflect.Value, query bool) {
	for field, v := range body.Fields() {
		switch {
		case field.Tag.Get("json") != "-":
		case v.Type() == reflect.TypeFor[discord.File]():
			v.Set(reflect.ValueOf(discord.File{Name: "a.png", Reader: strings.NewReader("content")}))
		case query && (v.CanUint() || v.Kind() == reflect.Bool):
			fillValue(v)
		}
	}
}

// fillValue sets a parameter to what is not zero.
func fillValue(v reflect.Value) {
	switch {
	case v.Type() == reflect.TypeFor[discord.Time]():
		v.Set(reflect.ValueOf(discord.At(discord.ID[int](1 << 50).Time())))
	case v.Type().String() == "time.Time":
		v.Set(reflect.ValueOf(discord.ID[int](1 << 50).Time()))
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fillValue(v.Elem())
	case v.Kind() == reflect.Struct:
		for _, f := range v.Fields() {
			if f.CanSet() {
				fillValue(f)
			}
		}
	case v.Kind() == reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fillValue(v.Index(0))
	case v.Kind() == reflect.Bool:
		v.SetBool(true)
	case v.Kind() == reflect.String:
		v.SetString("text")
	case v.CanInt():
		v.SetInt(1)
	case v.CanUint():
		v.SetUint(1)
	case v.CanFloat():
		v.SetFloat(1)
	}
}

// TestSpecResponses answers every operation with what its schema allows, with
// as little and as much as possible, and wants nothing to be lost.
func TestSpecResponses(t *testing.T) {
	t.Parallel()
	c := checkModel(t)
	s, r := c.s, newReport()
	a := newAnswerer(t)
	n := 0
	maximal := newGenerator(s, true)
	for _, e := range c.g.endpoints(s) {
		if e.all {
			continue
		}
		for _, status := range slices.Sorted(maps.Keys(e.op.answers)) {
			a.status, _ = strconv.Atoi(status)
			v := e.op.answers[status]["application/json"]
			switch {
			case status == "202": // not yet an answer: the tests of searches wait for it
			case len(e.op.answers[status]) == 0:
				a.body, n = nil, n+1
				_, err := call(t.Context(), a.method(e.name), false)
				r.wants(err == nil, "status", e.name+" "+status, fmt.Sprint(err))
			case v != nil:
				maximal.scope = c.scope(e)
				n += answers(t, a, differ{r, c, e}, maximal, status, v)
			}
		}
	}
	t.Logf("%d answers", n)
	r.end(t, "status", "lost", "extra", "unknown", "decode")
}

// scope returns what tells places apart where several structs stand for one
// schema: what the method returns.
func (c *modelCheck) scope(e endpoint) func(string) string {
	name := "nothing"
	if e.answer != nil {
		name = typeName(e.answer)
	}
	return func(site string) string {
		schema, _, _ := strings.Cut(site, ".")
		if c.responses()[schema] > 1 {
			return name + " "
		}
		return ""
	}
}

// responses returns how many structs stand for a schema of answers.
func (c *modelCheck) responses() map[string]int {
	if c.stands == nil {
		c.stands = make(map[string]int)
		for _, w := range c.uses {
			for schema := range w.as[response] {
				c.stands[schema]++
			}
		}
	}
	return c.stands
}

// answers answers one method in the ways that a schema allows, and returns how
// many those were.
func answers(t *testing.T, a *answerer, d differ, maximal *generator, status string, v *schema) (n int) {
	a.header = "application/json"
	maximal.stale = 0
	site := d.e.op.id + "." + status
	for n = 0; n < 2 || n < 300 && maximal.more(); n++ {
		g := maximal
		if n == 0 {
			g = newGenerator(d.c.s, false)
		}
		doc := g.value(site, v, false)
		var err error
		if a.body, err = json.Marshal(doc); err != nil {
			t.Fatal(err)
		}
		got, err := call(t.Context(), a.method(d.e.name), false)
		if !d.wants(err == nil, "decode", d.e.name, fmt.Sprintf("%v", err)) {
			continue
		}
		if got == nil {
			return n + 1 // it tells no more than that it succeeded
		}
		text, err := json.Marshal(got)
		if !d.wants(err == nil, "decode", d.e.name, fmt.Sprintf("can't be encoded: %v", err)) {
			continue
		}
		var back any
		if err := decode(text, &back); err != nil {
			t.Fatal(err)
		}
		d.compare(site, v, doc, back)
		for _, where := range unknowns(reflect.ValueOf(got), nil) {
			d.wants(false, "unknown", where, "is not known in the answer of "+d.e.name)
		}
	}
	return n
}

// A differ compares what was sent with what came back.
type differ struct {
	*report
	c *modelCheck
	e endpoint
}

// known reports whether a struct that stands for a schema has a field. What it
// lacks, or has too much, is found without sending anything.
func (d *differ) known(schema, field string) (has, stands bool) {
	if k, ok := d.c.knows[[2]string{schema, field}]; ok {
		return k[0], k[1]
	}
	defer func() { d.c.knows[[2]string{schema, field}] = [2]bool{has, stands} }()
	for _, w := range d.c.uses {
		if w.as[response][schema] == nil {
			continue
		}
		stands = true
		has = has || slices.ContainsFunc(fields(w.named.Underlying().(*types.Struct)), func(f goField) bool { return f.json == field })
	}
	return has, stands
}

// compare compares values that follow a schema. Which alternative one follows
// is told by where its fields are.
func (d *differ) compare(site string, v *schema, sent, got any) {
	switch sent := sent.(type) {
	case optionalNull:
		if got != nil {
			d.wants(false, "lost", site, fmt.Sprintf("null became %v", got))
		}
	case map[string]any:
		object, ok := got.(map[string]any)
		if !ok {
			d.wants(false, "lost", site, fmt.Sprintf("an object became %v", got))
			return
		}
		d.compareObject(d.alternativeOf(site, v, sent), sent, object)
	case []any:
		list, ok := got.([]any)
		if !ok || len(list) != len(sent) {
			d.wants(false, "lost", site, fmt.Sprintf("%d elements became %v", len(sent), got))
			return
		}
		alts, _ := d.c.s.alternatives(site, v)
		for i := range sent {
			for _, a := range alts {
				if a.Items != nil {
					d.compare(a.name+"[]", a.Items, sent[i], list[i])
					break
				}
			}
		}
	default:
		if sent != got && fmt.Sprint(sent) != fmt.Sprint(got) {
			d.wants(false, "lost", site, fmt.Sprintf("%v became %v in %s", sent, got, d.e.name))
		}
	}
}

// alternativeOf returns the alternative that has an object's fields.
func (d *differ) alternativeOf(site string, v *schema, object map[string]any) alternative {
	alts, _ := d.c.s.alternatives(site, v)
	for _, a := range alts {
		if a.fits(d.c.s, object) {
			return a
		}
	}
	return alternative{site, &schema{}}
}

func (a alternative) fits(s *spec, object map[string]any) bool {
	if a.Additional != nil && a.Additional.schema != nil {
		return true
	}
	for field := range object {
		if a.Properties[field] == nil {
			return false
		}
	}
	for _, field := range a.Required {
		value, ok := object[field]
		if !ok {
			return false
		}
		alts, _ := s.alternatives("", a.Properties[field])
		if len(alts) == 1 && len(alts[0].Enum) > 0 && !slices.ContainsFunc(alts[0].Enum, func(e any) bool { return fmt.Sprint(e) == fmt.Sprint(value) }) {
			return false
		}
	}
	return true
}

func (d *differ) compareObject(a alternative, sent, got map[string]any) {
	for field, value := range sent {
		p := a.Properties[field]
		where := a.name + "." + field
		if p == nil && a.Additional != nil && a.Additional.schema != nil {
			p, where = a.Additional.schema, a.name+"{}"
		}
		if !d.wants(p != nil, "lost", where, "is in no alternative") {
			continue
		}
		back, ok := got[field]
		if ok {
			d.compare(where, p, value, back)
			continue
		}
		if has, stands := d.known(a.name, field); (has || !stands) && !isZero(value) {
			d.wants(false, "lost", where, fmt.Sprintf("%.60s is gone after %s", fmt.Sprint(value), d.e.name))
		}
	}
	for field, value := range got {
		if _, ok := sent[field]; !ok {
			if has, _ := d.known(a.name, field); !has {
				d.wants(false, "extra", a.name+"."+field, fmt.Sprintf("came from nowhere: %.60s in %s", fmt.Sprint(value), d.e.name))
			}
		}
	}
}

// isZero reports whether a value says no more than its absence.
func isZero(v any) bool {
	switch v := v.(type) {
	case nil, optionalNull:
		return true
	case bool:
		return !v
	case json.Number:
		return v == "0"
	}
	return false
}

// unknowns returns where a value has members of unions that aren't known.
func unknowns(v reflect.Value, found []string) []string {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			found = unknowns(v.Elem(), found)
		}
	case reflect.Struct:
		if strings.HasPrefix(v.Type().Name(), "Unknown") {
			return append(found, v.Type().Name())
		}
		for f, w := range v.Fields() {
			if f.IsExported() {
				before := len(found)
				found = unknowns(w, found)
				for i := before; i < len(found); i++ {
					found[i] = v.Type().Name() + "." + f.Name + " " + found[i][strings.LastIndex(found[i], " ")+1:]
				}
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			found = unknowns(v.Index(i), found)
		}
	case reflect.Map:
		for _, w := range v.Seq2() {
			found = unknowns(w, found)
		}
	}
	return found
}
