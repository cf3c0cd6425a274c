package main

import (
	"go/ast"
	"maps"
	"strings"
)

const (
	decodeMethod = "UnmarshalJSONFrom"
	jsonMethod   = "UnmarshalJSON"

	startHook = "decodeStart" // called before the object is decoded
	fieldHook = "decode"      // with a field's name: decodes the field

	lenientMark = "lenient" // fields of a wrong type are passed over
)

// generated returns the types of p that get a decoder.
func (p *pkg) generated() (map[*typ]bool, error) {
	if p.chosen != nil {
		return p.chosen, nil
	}
	candidates := map[*typ]bool{}
	p.chosen = candidates
	for _, t := range p.order {
		ok, err := t.candidate()
		if err != nil {
			return nil, err
		}
		if ok {
			candidates[t] = true
		}
	}
	drop, err := p.encodedOnly()
	if err != nil {
		return nil, err
	}
	maps.DeleteFunc(candidates, func(t *typ, _ bool) bool { return drop[t] })
	for again := true; again; {
		again = false
		for t := range drop {
			inherits, err := t.inheritsDecoder()
			if err != nil {
				return nil, err
			}
			if ok, _ := t.candidate(); ok && inherits && !candidates[t] {
				candidates[t], again = true, true
			}
		}
	}
	return candidates, nil
}

// decodes reports whether t has a decoder, by hand or generated.
func (t *typ) decodes() (bool, error) {
	if t.methods[decodeMethod] {
		return true, nil
	}
	chosen, err := t.pkg.generated()
	return chosen[t], err
}

// candidate reports whether t is a struct that could have a decoder.
func (t *typ) candidate() (bool, error) {
	if t.spec.TypeParams != nil || t.marks["skip"] || t.methods[decodeMethod] || t.methods[jsonMethod] {
		return false, nil
	}
	return t.tagged()
}

// tagged reports whether t is a struct with json tags, its own or embedded
// ones.
func (t *typ) tagged() (bool, error) {
	s := t.structType()
	if s == nil {
		return false, nil
	}
	for _, f := range s.Fields.List {
		if _, ok := jsonTag(f); ok {
			return true, nil
		}
		if len(f.Names) > 0 {
			continue
		}
		inner, err := lookup(f.Type, t)
		if err != nil {
			return false, err
		}
		if inner == nil || inner == t {
			continue
		}
		if ok, err := inner.tagged(); ok || err != nil {
			return ok, err
		}
	}
	return false, nil
}

// request reports whether t says that it is a request body.
func (t *typ) request() bool {
	return t.methods["Validate"] || t.marks["encode"] || strings.HasSuffix(t.source, "_request.go")
}

// encodedOnly returns p's request bodies and what only they use.
func (p *pkg) encodedOnly() (map[*typ]bool, error) {
	users := map[*typ]map[*typ]bool{} // of a type, but not itself
	only := map[*typ]bool{}
	for _, t := range p.order {
		used := map[*typ]bool{}
		optional, err := t.uses(t.spec.Type, used)
		if err != nil {
			return nil, err
		}
		for u := range used {
			if u != t {
				if users[u] == nil {
					users[u] = map[*typ]bool{}
				}
				users[u][t] = true
			}
		}
		if t.structType() != nil && (optional || t.request()) && !t.marks["decode"] {
			only[t] = true
		}
	}
	for again := true; again; {
		again = false
		for _, t := range p.order {
			if !only[t] && !t.marks["decode"] && len(users[t]) > 0 && within(users[t], only) {
				only[t], again = true, true
			}
		}
	}
	for again := true; again; { // what something else uses too is decoded with it
		again = false
		for t := range only {
			if !t.marks["encode"] && !within(users[t], only) {
				delete(only, t)
				again = true
			}
		}
	}
	return only, nil
}

func within(a, b map[*typ]bool) bool {
	for t := range a {
		if !b[t] {
			return false
		}
	}
	return true
}

// uses adds to used the types that expr, in t's file, names, and reports
// whether there is an Optional among them. The parameters of a generic type
// that decodes itself, as in ID[User], aren't used.
func (t *typ) uses(expr ast.Expr, used map[*typ]bool) (optional bool, err error) {
	ast.Inspect(expr, func(n ast.Node) bool {
		e, ok := n.(ast.Expr)
		if !ok || err != nil {
			return err == nil
		}
		switch e.(type) {
		case *ast.Ident, *ast.SelectorExpr, *ast.IndexExpr:
		default:
			return true
		}
		var named *typ
		named, err = lookup(e, t)
		if named == nil {
			return true
		}
		used[named] = true
		index, generic := e.(*ast.IndexExpr)
		if !generic || named.methods[decodeMethod] {
			return false
		}
		optional = optional || named.name() == "Optional"
		var inner bool
		inner, err = t.uses(index.Index, used)
		optional = optional || inner
		return false
	})
	return optional, err
}

// inheritsDecoder reports whether an embedded struct would lend t its
// UnmarshalJSON.
func (t *typ) inheritsDecoder() (bool, error) {
	s := t.structType()
	if s == nil {
		return false, nil
	}
	for _, f := range s.Fields.List {
		if len(f.Names) > 0 {
			continue
		}
		expr := f.Type
		if star, ok := expr.(*ast.StarExpr); ok {
			expr = star.X
		}
		inner, err := lookup(expr, t)
		if err != nil || inner == nil {
			return false, err
		}
		decodes, err := inner.decodes()
		if err != nil {
			return false, err
		}
		deeper, err := inner.inheritsDecoder()
		if decodes || deeper || inner.methods[jsonMethod] || err != nil {
			return true, err
		}
	}
	return false, nil
}

// helps reports whether t is a struct with methods that help to decode it,
// which makes its decoder more than its fields' decoders.
func (t *typ) helps() bool {
	s := t.structType()
	if s == nil || t.methods[startHook] || t.marks[lenientMark] {
		return s != nil
	}
	for _, f := range s.Fields.List {
		for _, name := range f.Names {
			if t.methods[fieldHook+name.Name] {
				return true
			}
		}
	}
	return false
}
