package main

import (
	"fmt"
	"go/ast"
	"reflect"
	"strconv"
	"strings"
)

// A field is a struct's field as JSON sees it: with a key, possibly inside
// embedded structs.
type field struct {
	key    string
	tagged bool     // the key comes from a tag
	path   []embed  // the embedded structs around it
	name   string   // in the innermost struct
	typ    ast.Expr // as written in owner's file
	owner  *typ
}

// An embed is an embedded struct on the way to a field.
type embed struct {
	name    string
	pointer bool
	typ     *typ
}

// selector returns the expression of the field, from v.
func selector(path []embed, name string) string {
	var b strings.Builder
	b.WriteString("v")
	for _, e := range path {
		b.WriteString("." + e.name)
	}
	if name != "" {
		b.WriteString("." + name)
	}
	return b.String()
}

// A layout is what a struct's decoder has to fill.
type layout struct {
	fields    []field
	delegates [][]embed // embedded structs that decode themselves by hand
}

// layoutOf lists t's fields by encoding/json's rules: of several fields with
// one key the least deeply embedded wins, then the tagged one, else none.
func layoutOf(t *typ) (layout, error) {
	var all layout
	if err := collect(&all, t, nil); err != nil {
		return layout{}, fmt.Errorf("%s: %w", t.name(), err)
	}
	won := layout{delegates: all.delegates}
	for i, f := range all.fields {
		if dominant(all.fields, i) {
			won.fields = append(won.fields, f)
		}
	}
	return won, nil
}

func dominant(fields []field, i int) bool {
	f := fields[i]
	for j, g := range fields {
		if i == j || f.key != g.key || len(g.path) > len(f.path) {
			continue
		}
		if len(g.path) < len(f.path) || g.tagged || !f.tagged {
			return false
		}
	}
	return true
}

func collect(l *layout, t *typ, path []embed) error {
	for _, f := range t.structType().Fields.List {
		key, tagged, ok := jsonKey(f)
		if !ok {
			continue
		}
		if quotedOption(f) {
			return fmt.Errorf("field %s: the string option isn't supported", f.Names)
		}
		if len(f.Names) == 0 {
			if err := collectEmbedded(l, t, path, f, key, tagged); err != nil {
				return err
			}
			continue
		}
		for _, name := range f.Names {
			if name.IsExported() {
				l.fields = append(l.fields, field{or(key, name.Name), tagged, path, name.Name, f.Type, t})
			}
		}
	}
	return nil
}

// collectEmbedded adds the fields of an embedded struct, or the one field
// that an embedded type is if it isn't a struct or has a key of its own.
func collectEmbedded(l *layout, t *typ, path []embed, f *ast.Field, key string, tagged bool) error {
	star, pointer := f.Type.(*ast.StarExpr)
	expr := f.Type
	if pointer {
		expr = star.X
	}
	name := embeddedName(expr)
	inner, err := lookup(expr, t)
	if err != nil {
		return err
	}
	if tagged || inner != nil && inner.structType() == nil {
		if ast.IsExported(name) {
			l.fields = append(l.fields, field{or(key, name), tagged, path, name, f.Type, t})
		}
		return nil
	}
	if inner == nil || inner.spec.TypeParams != nil {
		return fmt.Errorf("can't see into the embedded %s", name)
	}
	for _, e := range path {
		if e.typ == inner {
			return fmt.Errorf("%s embeds itself", name)
		}
	}
	deeper := append(path[:len(path):len(path)], embed{name: name, pointer: pointer, typ: inner})
	if inner.methods[decodeMethod] || inner.helps() {
		l.delegates = append(l.delegates, deeper)
		return nil
	}
	return collect(l, inner, deeper)
}

func embeddedName(expr ast.Expr) string {
	switch e := expr.(type) {
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.IndexExpr:
		return embeddedName(e.X)
	case *ast.Ident:
		return e.Name
	}
	return ""
}

// jsonKey reads a field's json tag. ok is false if JSON ignores the field.
func jsonKey(f *ast.Field) (key string, tagged, ok bool) {
	tag, ok := jsonTag(f)
	if !ok {
		return "", false, true
	}
	if tag == "-" {
		return "", false, false
	}
	key, _, _ = strings.Cut(tag, ",")
	return key, key != "", true
}

func jsonTag(f *ast.Field) (string, bool) {
	if f.Tag == nil {
		return "", false
	}
	tag, err := strconv.Unquote(f.Tag.Value)
	if err != nil {
		return "", false
	}
	return reflect.StructTag(tag).Lookup("json")
}

// quotedOption reports whether the field has encoding/json's string option.
func quotedOption(f *ast.Field) bool {
	tag, _ := jsonTag(f)
	_, options, _ := strings.Cut(tag, ",")
	for option := range strings.SplitSeq(options, ",") {
		if option == "string" {
			return true
		}
	}
	return false
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
