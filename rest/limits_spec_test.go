package rest_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/accord-go/accord/discord"
)

// A limit is one that a schema sets to a value in a body.
type limit struct {
	where  string        // RichEmbed.title maxLength
	path   string        // embeds[0].title
	within any           // a value that just keeps it
	beyond any           // one that doesn't
	body   func(any) any // a body with such a value
}

// A limitFinder finds the limits of a body's schema.
type limitFinder struct {
	s     *spec
	g     *generator
	picks []string
	found []limit
}

// endless are limits that stand for there being none, in Discord's document.
var endless = []int{1521, 152133}

// find notes the limits of a value at a path, and of what is in it. body makes
// a whole body around such a value.
func (f *limitFinder) find(name, path string, v *schema, body func(any) any) {
	alts, _ := f.s.alternatives(name, v)
	for _, a := range alts {
		if path == "" && len(alts) > 1 && f.picks != nil && !slices.Contains(f.picks, a.name) {
			continue
		}
		if f.g.stack[a.name] > 0 {
			continue
		}
		f.g.stack[a.name]++
		f.findIn(name, path, a, body)
		f.g.stack[a.name]--
	}
}

func (f *limitFinder) findIn(name, path string, a alternative, body func(any) any) {
	if a.isEnum() || len(a.Enum) > 0 || len(a.Type) == 0 {
		return
	}
	switch a.Type[0] {
	case "object":
		f.findObject(name, path, a, body)
	case "array":
		f.sizes(name, path, body, "Items", a.MinItems, a.MaxItems, func(n int) any { return f.list(a, n) })
		if a.Items != nil {
			f.find(a.name+"[]", path+"[0]", a.Items, func(v any) any { return body([]any{v}) })
		}
	case "string":
		if a.ContentEncoding == "" {
			first := "x"
			if strings.HasPrefix(a.Pattern, "^#") {
				first = "#"
			}
			f.sizes(name, path, body, "Length", a.MinLength, a.MaxLength, func(n int) any { return (first + strings.Repeat("a", n))[:n] })
		}
	case "integer", "number":
		f.bound(name, path, body, "minimum", a.Minimum, -1)
		f.bound(name, path, body, "maximum", a.Maximum, 1)
	}
}

func (f *limitFinder) list(a alternative, n int) any {
	list := make([]any, n)
	for i := range list {
		list[i] = f.least(a.name+"[]", a.Items)
	}
	return list
}

// least makes a value of that alternative which takes the least to write: of
// components, one that has none inside.
func (f *limitFinder) least(name string, v *schema) (least any) {
	alts, _ := f.s.alternatives(name, v)
	for i, a := range alts {
		if made := f.g.alternative(name, a); i == 0 || len(compact(made)) < len(compact(least)) {
			least = made
		}
	}
	return least
}

func (f *limitFinder) findObject(name, path string, a alternative, body func(any) any) {
	for _, field := range slices.Sorted(maps.Keys(a.Properties)) {
		f.find(a.name+"."+field, strings.TrimPrefix(path+"."+field, "."), a.Properties[field], func(v any) any {
			f.g.stack[a.name]++
			object, _ := f.g.object(a).(map[string]any)
			f.g.stack[a.name]--
			object[field] = v
			return body(object)
		})
	}
	if a.Additional != nil && a.Additional.schema != nil {
		key := mapKey(a.name)
		f.find(a.name+"{}", strings.TrimPrefix(path+"."+key, "."), a.Additional.schema, func(v any) any { return body(map[string]any{key: v}) })
		f.sizes(name, path, body, "Properties", a.MinProperties, a.MaxProperties, func(n int) any {
			object := make(map[string]any)
			for i := range n {
				object[strconv.Itoa(1000+i)] = f.g.value(a.name+"{}", a.Additional.schema, false)
			}
			return object
		})
	}
}

func (f *limitFinder) sizes(name, path string, body func(any) any, what string, least, most *int, make func(int) any) {
	if least != nil && *least > 0 {
		f.found = append(f.found, limit{name + " min" + what, path, make(*least), make(*least - 1), body})
	}
	if most != nil && !slices.Contains(endless, *most) {
		f.found = append(f.found, limit{name + " max" + what, path, make(*most), make(*most + 1), body})
	}
}

func (f *limitFinder) bound(name, path string, body func(any) any, what string, n *json.Number, step int64) {
	if n == nil {
		return
	}
	if i, err := n.Int64(); err == nil && i > -math.MaxInt32 && i < math.MaxInt32 {
		f.found = append(f.found, limit{name + " " + what, path, json.Number(strconv.FormatInt(i, 10)), json.Number(strconv.FormatInt(i+step, 10)), body})
	}
}

// TestSpecLimits sends bodies that break one limit each, and wants them to be
// refused before they are sent, with the path that Discord would tell; and
// bodies that just keep the limit, which must not be refused for it.
func TestSpecLimits(t *testing.T) {
	t.Parallel()
	c := checkModel(t)
	r := newReport()
	a := newAnswerer(t)
	a.client = newClient(t, a.config) // one that validates
	n, broken := 0, 0
	judged := make(map[string]bool) // bodies, as a schema and a Go type
	for _, e := range c.g.endpoints(c.s) {
		if e.body == nil || e.all {
			continue
		}
		v, at := mainBody(e.op), typeName(e.body)
		f := limitFinder{s: c.s, g: newGenerator(c.s, false), picks: c.picks[at[strings.LastIndexAny(at, "*]")+1:]]}
		f.find(e.op.id, "", v, func(v any) any { return v })
		a.answerLeast(c.s, e.op)
		body := at + " " + compact(v)
		for i, l := range f.found {
			if judged[body] && i%16 != 0 {
				continue // another method sends the same: some limits tell that this one checks them too
			}
			n++
			if r.checkLimit(t, a, e, l) {
				broken++
			}
		}
		judged[body] = true
	}
	t.Logf("%d of %d limits can be broken, of %d bodies", broken, n, len(judged))
	if broken < n/2 {
		t.Error("what breaks limits does not arrive")
	}
	r.end(t, "stricter", "looser", "unsent")
}

// mainBody returns the schema of what an operation takes: of JSON if it takes
// that.
func mainBody(op *operation) *schema {
	for _, t := range []string{"application/json", "multipart/form-data", "application/x-www-form-urlencoded"} {
		if v := op.bodies[t]; v != nil {
			return v
		}
	}
	return nil
}

// checkLimit sends a body that keeps a limit and one that breaks it. It reports
// whether the body can break it: no zero can be sent where it stands for
// absence, nor a negative number where there is none.
func (r *report) checkLimit(t *testing.T, a *answerer, e endpoint, l limit) bool {
	t.Helper()
	refused, sent, err := a.try(t, e, l, l.within)
	if err != nil {
		r.wants(false, "unsent", l.where, fmt.Sprintf("%s: %v", e.name, err))
		return false
	}
	r.wants(!sent || !refused, "stricter", l.where, fmt.Sprintf("%s refuses %s although it keeps the limit", e.name, l.path))
	refused, sent, err = a.try(t, e, l, l.beyond)
	r.wants(err != nil || !sent || refused, "looser", l.where, fmt.Sprintf("%s takes %s although it breaks the limit", e.name, l.path))
	return err == nil && sent
}

// try sends a body with a value. It reports whether the value's path was
// refused, and whether the body can hold the value at all.
func (a *answerer) try(t *testing.T, e endpoint, l limit, value any) (refused, sent bool, err error) {
	t.Helper()
	doc, _ := l.body(value).(map[string]any)
	var text []byte
	if doc != nil {
		if fmt.Sprint(doc["type"]) == "6" && doc["data"] != nil {
			doc["type"] = 7 // the update itself, not that it comes later
		}
		showComponents(doc)
		text, err = json.Marshal(doc)
	} else {
		text, err = json.Marshal(l.body(value))
	}
	if err != nil {
		t.Fatal(err)
	}
	method := a.method(e.name)
	args, back, err := bodyArguments(t, method, e, text)
	if err != nil {
		return false, false, err
	}
	if !holds(back, l.path, value) {
		return false, false, nil
	}
	results := method.Call(args)
	failure, _ := results[len(results)-1].Interface().(error)
	var invalid *discord.ValidationError
	if errors.As(failure, &invalid) {
		refused = slices.ContainsFunc(invalid.Fields, func(f discord.FieldError) bool {
			return f.Path == l.path || f.Path == strings.TrimPrefix(l.path, "[0].") || strings.HasSuffix(l.where, "Properties") && strings.HasPrefix(f.Path, l.path)
		})
	}
	return refused, true, nil
}

// showComponents sets the flag that most components need.
func showComponents(v any) {
	switch v := v.(type) {
	case map[string]any:
		if list, ok := v["components"].([]any); ok && v["type"] == nil && v["custom_id"] == nil && len(list) > 0 {
			if first, ok := list[0].(map[string]any); ok && fmt.Sprint(first["type"]) != "1" {
				v["flags"] = 1 << 15
			}
		}
		for _, w := range v {
			showComponents(w)
		}
	case []any:
		for _, w := range v {
			showComponents(w)
		}
	}
}

// bodyArguments returns a method's arguments with a body, and the body as the
// method encodes it.
func bodyArguments(t *testing.T, method reflect.Value, e endpoint, text []byte) ([]reflect.Value, any, error) {
	typ := method.Type()
	name := typeName(e.body)
	args := []reflect.Value{reflect.ValueOf(t.Context())}
	whole := false
	for i := 1; i < typ.NumIn()-1; i++ {
		arg := reflect.New(typ.In(i))
		if strings.ReplaceAll(typ.In(i).String(), "discord.", "") == name {
			whole = true
			if err := json.Unmarshal(text, arg.Interface()); err != nil {
				return nil, nil, err
			}
			again, err := json.Marshal(arg.Interface())
			if err != nil {
				return nil, nil, err
			}
			text = again
		} else if arg.Elem().CanUint() {
			arg.Elem().SetUint(uint64(i))
		} else if arg.Elem().Kind() == reflect.String {
			arg.Elem().SetString("text")
		}
		args = append(args, arg.Elem())
	}
	if !whole {
		if err := fieldArguments(args, e, text); err != nil {
			return nil, nil, err
		}
	}
	var back any
	err := decode(text, &back)
	return args, back, err
}

// fieldArguments sets the arguments of a method that makes its body of them:
// those after the ones for the path, in the order of the body's fields.
func fieldArguments(args []reflect.Value, e endpoint, text []byte) error {
	var values map[string]json.RawMessage
	if err := json.Unmarshal(text, &values); err != nil {
		return err
	}
	at := 1 + strings.Count(e.op.path, "{")
	for i, f := range fields(structOf(e.body)) {
		if value := values[f.json]; value != nil && at+i < len(args) {
			if err := json.Unmarshal(value, args[at+i].Addr().Interface()); err != nil {
				return err
			}
		}
	}
	return nil
}

// holds reports whether a body has a value at a path.
func holds(body any, path string, value any) bool {
	for step := range strings.FieldsFuncSeq(path, func(r rune) bool { return r == '.' || r == '[' || r == ']' }) {
		switch v := body.(type) {
		case map[string]any:
			body = v[step]
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i >= len(v) {
				return false
			}
			body = v[i]
		default:
			return false
		}
	}
	switch value := value.(type) {
	case []any:
		list, ok := body.([]any)
		return ok && len(list) == len(value)
	case map[string]any:
		object, ok := body.(map[string]any)
		return ok && len(object) == len(value)
	default:
		return body != nil && fmt.Sprint(body) == fmt.Sprint(value)
	}
}
