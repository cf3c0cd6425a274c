package rest_test

import (
	"fmt"
	"go/types"
	"maps"
	"slices"
	"strings"
)

// A direction is the way that an object goes.
type direction string

const (
	request  direction = "request"
	change   direction = "change" // the body of a PATCH
	response direction = "response"
)

// A modelCheck compares Go types with schemas, beginning at what the methods
// of the services take and give.
type modelCheck struct {
	*report
	g     *goSources
	s     *spec
	seen  map[string]bool
	uses  map[string]*use            // of structs
	enums map[string]*enumUse        // of Go types
	union map[string]map[string]bool // of interfaces: the members that a schema has
	picks map[string][]string        // of structs: the alternatives that they stand for

	stands map[string]int        // see responses
	knows  map[[2]string][2]bool // see differ.known
}

// enumUse is where a Go type stands for what enums.
type enumUse struct {
	named   *types.Named
	schemas map[string]bool
	titles  map[string]string // names of the values
}

// use is where a struct stands for what schemas.
type use struct {
	named    *types.Named
	as       map[direction]map[string]*schema // by the schema's name
	kindFrom string                           // property that tells a union's member, which is not a field
}

// An alternative is one of the schemas that a value may follow.
type alternative struct {
	name string
	*schema
}

// alternatives resolves a schema to those that are no reference, and tells
// whether null is allowed too.
func (s *spec) alternatives(name string, v *schema) (list []alternative, nullable bool) {
	switch {
	case v.Ref != "" && s.schemas[v.Ref] == nil:
		return []alternative{{"no schema " + v.Ref, &schema{}}}, false
	case v.Ref != "":
		return s.alternatives(v.Ref, s.schemas[v.Ref])
	case len(v.AllOf) == 1:
		if list, nullable = s.alternatives(name, v.AllOf[0]); len(v.Enum) > 0 && len(list) == 1 {
			narrow := *list[0].schema
			narrow.Enum = v.Enum
			list[0].schema = &narrow
		}
		return list, nullable
	case len(v.AllOf) > 1:
		return s.merged(name, v.AllOf)
	case v.isEnum():
		return []alternative{{name, v}}, slices.Contains(v.Type, "null")
	}
	branches := slices.Concat(v.OneOf, v.AnyOf)
	for i, b := range branches {
		inner, null := s.alternatives(fmt.Sprintf("%s|%d", name, i), b)
		list = append(list, inner...)
		nullable = nullable || null
	}
	if len(branches) > 0 {
		return list, nullable
	}
	if len(v.Type) == 1 && v.Type[0] == "null" {
		return nil, true
	}
	return []alternative{{name, v}}, slices.Contains(v.Type, "null")
}

// merged resolves schemas that a value follows all of: each alternative gets
// the properties of the others.
func (s *spec) merged(name string, all []*schema) (list []alternative, nullable bool) {
	list, nullable = s.alternatives(name, all[0])
	for _, v := range all[1:] {
		more, _ := s.alternatives(name, v)
		for i, a := range list {
			both := *a.schema
			both.Properties = maps.Clone(both.Properties)
			maps.Copy(both.Properties, more[0].Properties)
			both.Required = slices.Concat(both.Required, more[0].Required)
			list[i].schema = &both
		}
	}
	return list, nullable
}

// pair compares a Go type with a schema. where is what to call it.
func (c *modelCheck) pair(t types.Type, name string, v *schema, dir direction, where string) {
	alts, _ := c.s.alternatives(name, v)
	t = types.Unalias(t)
	for {
		if p, ok := t.(*types.Pointer); ok {
			t = types.Unalias(p.Elem())
			continue
		}
		if isNamed(t, "Optional") {
			t = types.Unalias(t.(*types.Named).TypeArgs().At(0))
			continue
		}
		break
	}
	var names []string
	for _, a := range alts {
		names = append(names, a.name)
	}
	key := typeName(t) + " " + strings.Join(names, " ") + " " + string(dir)
	if named, ok := t.(*types.Named); ok && len(names) > 0 && !strings.Contains(names[0], ".") && isStruct(named) {
		if c.seen[key] {
			return
		}
		c.seen[key] = true
	}
	c.pairAlternatives(t, alts, dir, where)
}

func isStruct(t types.Type) bool {
	_, ok := t.Underlying().(*types.Struct)
	return ok
}

func (c *modelCheck) pairAlternatives(t types.Type, alts []alternative, dir direction, where string) {
	switch u := t.Underlying().(type) {
	case *types.Interface:
		if u.NumMethods() == 0 {
			c.wants(len(alts) == 1 && len(alts[0].Type) == 0, "type", where, "is any value, want "+describe(alts))
			return
		}
		c.pairUnion(t, u, alts, dir, where)
	case *types.Slice:
		c.pairSlice(t, u, alts, dir, where)
	case *types.Map:
		for _, a := range alts {
			if !c.wants(slices.Contains(a.Type, "object"), "type", where, "is a map, want "+describe(alts)) {
				return
			}
			if a.Additional != nil && a.Additional.schema != nil {
				c.pair(u.Elem(), a.name+"{}", a.Additional.schema, dir, where+"{}")
			}
		}
	case *types.Struct:
		c.pairStruct(t, u, alts, dir, where)
	default:
		c.pairScalar(t, alts, where)
	}
}

func (c *modelCheck) pairSlice(t types.Type, u *types.Slice, alts []alternative, dir direction, where string) {
	if b, ok := u.Elem().Underlying().(*types.Basic); ok && b.Kind() == types.Byte {
		free := len(alts) == 1 && (len(alts[0].Type) == 0 || slices.Contains(alts[0].Type, "object") && alts[0].Properties == nil)
		text := len(alts) == 1 && alts[0].ContentEncoding != ""
		c.wants(free || text || has(t, "MarshalJSON") && !isRaw(t), "type", where, "is "+typeName(t)+", want "+describe(alts))
		return
	}
	lists := slices.DeleteFunc(slices.Clone(alts), func(a alternative) bool { return !slices.Contains(a.Type, "array") })
	c.wants(len(lists) > 0 || len(alts) == 0, "type", where, "is a list, want "+describe(alts))
	for _, a := range lists {
		if a.Items != nil {
			c.pair(u.Elem(), a.name+"[]", a.Items, dir, where+"[]")
		}
	}
}

func isRaw(t types.Type) bool {
	return strings.HasSuffix(t.String(), "RawMessage")
}

func (c *modelCheck) pairStruct(t types.Type, u *types.Struct, alts []alternative, dir direction, where string) {
	named, _ := t.(*types.Named)
	if named == nil || isNamed(t, "Time") || len(fields(u)) == 0 && has(t, "MarshalJSON") {
		c.pairScalar(t, alts, where)
		return
	}
	if inner := wrapped(named, u); inner != nil {
		c.pairAlternatives(inner, alts, dir, where)
		return
	}
	for _, a := range c.picked(named, alts) {
		if c.wants(slices.Contains(a.Type, "object"), "type", where, "is the object "+typeName(t)+", want "+describe(alts)) {
			c.pairObject(named, u, a, dir, "")
		}
	}
}

// alternativesTable tells which of several schemas a struct stands for.
const alternativesTable = "testdata/alternatives.tsv"

// picked returns those alternatives that a struct stands for: all of them,
// unless the table knows better.
func (c *modelCheck) picked(named *types.Named, alts []alternative) []alternative {
	picks := c.picks[named.Obj().Name()]
	picked := slices.DeleteFunc(slices.Clone(alts), func(a alternative) bool { return !slices.Contains(picks, a.name) })
	if len(picked) == 0 {
		return alts
	}
	return picked
}

// wrapped returns the union that a struct of one field stands for, or nil.
func wrapped(named *types.Named, u *types.Struct) types.Type {
	if u.NumFields() == 1 && u.Tag(0) == "" && has(named, "MarshalJSON") {
		if _, ok := u.Field(0).Type().Underlying().(*types.Interface); ok {
			return u.Field(0).Type()
		}
	}
	return nil
}

// pairObject notes that a struct stands for a schema, and compares the types
// of their fields.
func (c *modelCheck) pairObject(named *types.Named, u *types.Struct, a alternative, dir direction, kindFrom string) {
	name := named.Obj().Name()
	w := c.uses[name]
	if w == nil {
		w = &use{named: named, as: make(map[direction]map[string]*schema)}
		c.uses[name] = w
	}
	if kindFrom != "" {
		w.kindFrom = kindFrom
	}
	if w.as[dir] == nil {
		w.as[dir] = make(map[string]*schema)
	}
	if w.as[dir][a.name] != nil {
		return
	}
	w.as[dir][a.name] = a.schema
	inner := dir
	if dir == change {
		inner = request // what stays as it is, is not inside of what changes
	}
	for _, f := range fields(u) {
		if p := a.Properties[f.json]; p != nil && f.json != kindFrom {
			c.pair(f.typ, a.name+"."+f.json, p, inner, name+"."+f.json)
		}
	}
}

// pairUnion compares a sealed interface with alternatives: each needs a member.
func (c *modelCheck) pairUnion(t types.Type, u *types.Interface, alts []alternative, dir direction, where string) {
	members := c.g.members(u)
	for _, a := range alts {
		member, property := c.member(members, a)
		if !c.wants(member != nil, "member", typeName(t)+"."+a.name, "no member for this schema (at "+where+")") {
			continue
		}
		if c.union[typeName(t)] == nil {
			c.union[typeName(t)] = make(map[string]bool)
		}
		c.union[typeName(t)][member.Obj().Name()] = true
		if s, ok := member.Underlying().(*types.Struct); ok {
			c.pairObject(member, s, a, dir, property)
		} else {
			c.pairAlternatives(member, []alternative{a}, dir, where)
		}
	}
}

// member returns the member of a union that stands for a schema, and the
// property that tells it.
func (c *modelCheck) member(members []*types.Named, a alternative) (*types.Named, string) {
	for _, m := range members {
		if slices.Contains(c.picks[m.Obj().Name()], a.name) {
			return m, c.kindProperty(m, a)
		}
	}
	for _, m := range members {
		if property := c.kindProperty(m, a); property != "" {
			return m, property
		}
	}
	return nil, ""
}

// kindProperty returns the property of a schema that a member of a union has
// as its kind, if there is one.
func (c *modelCheck) kindProperty(m *types.Named, a alternative) string {
	kind, ok := c.g.kindOf(m)
	for _, property := range slices.Sorted(maps.Keys(a.Properties)) {
		alts, _ := c.s.alternatives("", a.Properties[property])
		if ok && len(alts) == 1 && len(alts[0].Enum) == 1 && kind == fmt.Sprint(alts[0].Enum[0]) {
			return property
		}
	}
	return ""
}

// pairScalar compares a type that is neither list nor object.
func (c *modelCheck) pairScalar(t types.Type, alts []alternative, where string) {
	ok := isNamed(t, "NullBool") && len(alts) == 0
	for _, a := range alts {
		if a.isEnum() || len(a.Enum) > 0 {
			c.pairEnum(t, a, where)
		}
		ok = ok || fitsScalar(t, a)
	}
	c.wants(ok, "type", where, "is "+typeName(t)+", want "+describe(alts))
}

func (c *modelCheck) pairEnum(t types.Type, a alternative, where string) {
	named, ok := t.(*types.Named)
	if !ok || c.g.consts[named.Obj()] == nil {
		if a.isEnum() {
			c.wants(false, "enum", where, "is "+typeName(t)+", want an enum such as "+a.name)
		}
		return
	}
	if !a.isEnum() {
		return
	}
	name := named.Obj().Name()
	if c.enums[name] == nil {
		c.enums[name] = &enumUse{named: named, schemas: make(map[string]bool), titles: make(map[string]string)}
	}
	c.enums[name].schemas[a.name] = true
	for _, w := range a.OneOf {
		if len(a.Enum) == 0 || slices.Contains(a.Enum, w.Const) {
			c.enums[name].titles[fmt.Sprint(w.Const)] = w.Title
		}
	}
}

// fitsScalar reports whether a Go type can hold what a schema allows.
func fitsScalar(t types.Type, a alternative) bool {
	info := basicInfo(t)
	id := isNamed(t, "ID")
	for _, kind := range a.Type {
		switch kind {
		case "string":
			switch {
			case a.Format == "snowflake":
				return id || isNamed(t, "AttachmentRef")
			case a.Format == "date-time":
				return isNamed(t, "Time")
			case info&types.IsString != 0, has(t, "MarshalJSON") && !id, has(t, "MarshalText") && !id:
				return true
			}
		case "integer":
			return info&types.IsInteger != 0 && !id
		case "number":
			return info&types.IsFloat != 0
		case "boolean":
			return info&types.IsBoolean != 0
		}
	}
	return len(a.Type) == 0 && a.isEnum()
}

func describe(alts []alternative) string {
	var texts []string
	for _, a := range alts {
		text := strings.Join(a.Type, "/")
		if a.Format != "" {
			text += " (" + a.Format + ")"
		}
		if !strings.ContainsAny(a.name, ".|[{ ") {
			text = a.name
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, " or ")
}
