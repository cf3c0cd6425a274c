package rest_test

import (
	"go/types"
	"maps"
	"slices"
	"strings"
)

// A view is what the schemas that a struct stands for say of a field, in one
// direction.
type view struct {
	schemas  int // that there are
	present  []string
	required int
	nullable bool
	list     bool // an array, in all
}

func (c *modelCheck) view(w *use, dir direction, field string) view {
	v := view{schemas: len(w.as[dir]), list: true}
	for _, name := range slices.Sorted(maps.Keys(w.as[dir])) {
		s := w.as[dir][name]
		p := s.Properties[field]
		if p == nil {
			continue
		}
		v.present = append(v.present, name)
		alts, nullable := c.s.alternatives("", p)
		v.nullable = v.nullable || nullable
		v.list = v.list && len(alts) > 0 && slices.Contains(alts[0].Type, "array")
		if slices.Contains(s.Required, field) {
			v.required++
		}
	}
	return v
}

// always reports whether the field is in all the schemas, and required.
func (v view) always() bool { return v.schemas > 0 && v.required == v.schemas }

// checkFields compares a struct's fields with the properties of the schemas
// that it stands for.
func (c *modelCheck) checkFields(w *use) {
	list := fields(w.named.Underlying().(*types.Struct))
	name := w.named.Obj().Name()
	has := make(map[string]bool)
	for _, f := range list {
		has[f.json] = true
		in, ch, out := c.view(w, request, f.json), c.view(w, change, f.json), c.view(w, response, f.json)
		where := name + "." + f.json
		if len(in.present)+len(ch.present)+len(out.present) == 0 {
			c.wants(false, "invented", where, "is in no schema")
			continue
		}
		c.checkResponseField(f, out, in.schemas+ch.schemas > 0 && !in.always(), where)
		if len(in.present) > 0 || in.schemas > 0 {
			c.checkRequestField(f, in, out, where)
		}
		if len(ch.present) > 0 {
			c.checkChangedField(f, ch, in, where)
		}
	}
	missing := make(map[string][]string)
	for _, as := range w.as {
		for schema, s := range as {
			for field, p := range s.Properties {
				if p.ContentEncoding != "binary" && !has[field] && field != w.kindFrom {
					missing[field] = append(missing[field], schema)
				}
			}
		}
	}
	for _, field := range slices.Sorted(maps.Keys(missing)) {
		slices.Sort(missing[field])
		c.wants(false, "missing", name+"."+field, "is a field of "+strings.Join(slices.Compact(missing[field]), ", "))
	}
}

// nullable reports whether a type can encode null.
func nullable(t types.Type) bool {
	if isNamed(t, "ID") || isNamed(t, "Time") || isNamed(t, "Optional") {
		return true
	}
	switch t.Underlying().(type) {
	case *types.Pointer, *types.Slice, *types.Map, *types.Interface:
		return true
	}
	return false
}

func isPointer(t types.Type) bool {
	_, ok := types.Unalias(t).(*types.Pointer)
	return ok
}

// zeroIsAbsent reports whether a field that is optional and may be null does
// without a pointer: its zero value says no more than that it is not there.
func zeroIsAbsent(t types.Type) bool {
	return nullable(t) || basicInfo(t)&(types.IsString|types.IsBoolean|types.IsUnsigned) != 0
}

// checkResponseField compares a field with what answers have. Where it is sent
// too, and optional there, it is written for that.
func (c *modelCheck) checkResponseField(f goField, v view, sent bool, where string) {
	if v.schemas == 0 || len(v.present) == 0 {
		return
	}
	c.wants(!isNamed(f.typ, "Optional"), "needed", where, "is Optional, in an answer")
	switch {
	case v.always():
		c.wants(!f.omit || sent, "needed", where, "is left out where it is zero, but answers always have it")
		c.wants(!v.nullable || nullable(f.typ) || f.omit && zeroIsAbsent(f.typ), "null", where, "is null in some answers")
		c.wants(v.nullable || !isPointer(f.typ) || sent, "null", where, "is a pointer, but never null")
	default:
		c.wants(f.omit, "needed", where, "is always there, but optional in answers")
		c.wants(!v.nullable || zeroIsAbsent(f.typ), "null", where, "is null in some answers, where zero is a value too")
	}
}

func (c *modelCheck) checkRequestField(f goField, v, out view, where string) {
	if len(v.present) == 0 {
		c.wants(f.omit, "needed", where, "is always sent, but only known in answers")
		return
	}
	switch {
	case v.always():
		c.wants(!f.omit || len(out.present) > 0 && !out.always(), "needed", where, "is left out where it is zero, but requests need it")
		c.wants(v.nullable || !isPointer(f.typ) || f.omit, "null", where, "is a pointer, but can't be null")
	default:
		always := out.always() && (v.nullable && nullable(f.typ) || basicInfo(f.typ)&types.IsBoolean != 0)
		c.wants(f.omit || always, "needed", where, "is always sent, but optional in requests")
		c.wants(!isNamed(f.typ, "Optional") || v.nullable, "null", where, "is Optional, but can't be null")
	}
}

func (c *modelCheck) checkChangedField(f goField, v, in view, where string) {
	if len(in.present) > 0 {
		return // the type of a new one too
	}
	if v.always() {
		c.wants(!f.omit, "needed", where, "is left out where it is zero, but changes need it")
		return
	}
	c.wants(f.omit, "needed", where, "is always sent, but optional in changes")
	optional := isNamed(f.typ, "Optional")
	c.wants(!v.nullable || optional || v.list, "null", where, "can't be set to null")
	c.wants(v.nullable || !optional, "null", where, "is Optional, but can't be null")
}
