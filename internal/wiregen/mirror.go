package main

import (
	"fmt"
	"go/ast"
	"path"
	"strings"
)

// mirrorDir is where a package's plain mirror lives, relative to it.
const mirrorDir = "testdata/plain"

// quotedUint is what stands, in a mirror, for the types over uint64 that
// decode themselves: what anybody would write for encoding/json.
const quotedUint = `
// A Quoted is a number that JSON has as a string.
type Quoted uint64

// UnmarshalJSON decodes a string, a number or null.
func (q *Quoted) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*q = 0
		return nil
	}
	if len(b) > 1 && b[0] == '"' {
		b = b[1 : len(b)-1]
	}
	return q.UnmarshalText(b)
}

// UnmarshalText decodes the number.
func (q *Quoted) UnmarshalText(b []byte) error {
	n, err := strconv.ParseUint(string(b), 10, 64)
	*q = Quoted(n)
	return err
}
`

// mirror returns a package with p's decodable structs, field by field, but
// without methods. Named scalars become what they are made of, types that
// decode themselves become Quoted, time.Time or json.RawMessage.
func mirror(p *pkg) ([]byte, error) {
	chosen, err := p.generated()
	if err != nil {
		return nil, err
	}
	m := &mirrorer{printer{pkg: p, imports: map[string]bool{}}}
	var b strings.Builder
	for _, t := range p.order {
		if t.spec.Name.Name == "ID" {
			m.imports["strconv"] = true
			b.WriteString(quotedUint)
		}
		if !chosen[t] {
			continue
		}
		fmt.Fprintf(&b, "\n// %s mirrors the type of its name.\ntype %[1]s struct {\n", t.name())
		for _, f := range t.structType().Fields.List {
			if err := m.field(&b, f, t); err != nil {
				return nil, fmt.Errorf("%s: %w", t.name(), err)
			}
		}
		b.WriteString("}\n")
	}
	m.pairs(&b, chosen)
	return file("plain"+p.name, m.imports, b.String())
}

// pairs writes a table of the types beside their mirrors, for tests.
func (m *mirrorer) pairs(b *strings.Builder, chosen map[*typ]bool) {
	m.imports[m.pkg.path] = true
	b.WriteString("\n// Pairs are pointers to each type and to its mirror, by the type's name.\n")
	b.WriteString("var Pairs = map[string][2]any{\n")
	for _, t := range m.pkg.order {
		if chosen[t] && t.spec.Name.IsExported() {
			fmt.Fprintf(b, "%[1]q: {new(%[2]s.%[1]s), new(%[1]s)},\n", t.name(), m.pkg.name)
		}
	}
	b.WriteString("}\n")
}

type mirrorer struct{ printer }

func (m *mirrorer) field(b *strings.Builder, f *ast.Field, from *typ) error {
	if _, _, ok := jsonKey(f); !ok {
		return nil
	}
	name, err := m.typeName(f.Type, from)
	if err != nil {
		return err
	}
	tag := ""
	if f.Tag != nil {
		tag = f.Tag.Value
	}
	switch {
	case len(f.Names) > 0:
		for _, id := range f.Names {
			if id.IsExported() {
				fmt.Fprintf(b, "%s %s %s\n", id.Name, name, tag)
			}
		}
	case strings.HasSuffix(name, "json.RawMessage"): // has no fields to lend
	case strings.HasPrefix(name, "[]"): // a named slice lost its name
		fmt.Fprintf(b, "%s %s %s\n", embeddedName(f.Type), name, tag)
	default:
		fmt.Fprintf(b, "%s %s\n", name, tag)
	}
	return nil
}

// typeName writes a field's type as the mirror has it.
func (m *mirrorer) typeName(expr ast.Expr, from *typ) (string, error) {
	var name string
	var err error
	switch e := expr.(type) {
	case *ast.StarExpr:
		name, err = m.typeName(e.X, from)
		return "*" + name, err
	case *ast.ArrayType:
		length := ""
		if n, ok := e.Len.(*ast.BasicLit); ok {
			length = n.Value
		}
		name, err = m.typeName(e.Elt, from)
		return "[" + length + "]" + name, err
	case *ast.MapType:
		key, err := m.typeName(e.Key, from)
		if err != nil {
			return "", err
		}
		name, err = m.typeName(e.Value, from)
		return "map[" + key + "]" + name, err
	case *ast.Ident, *ast.SelectorExpr, *ast.IndexExpr:
		return m.named(expr, from)
	}
	return m.raw(), nil
}

func (m *mirrorer) named(expr ast.Expr, from *typ) (string, error) {
	t, err := lookup(expr, from)
	if err != nil {
		return "", err
	}
	if t == nil {
		return m.printer.typeName(expr, from), nil
	}
	chosen, err := t.pkg.generated()
	if err != nil {
		return "", err
	}
	if chosen[t] {
		return m.mirrored(t.pkg, t.name()), nil
	}
	base, _, err := underlying(expr, from)
	if err != nil {
		return "", err
	}
	id, _ := base.(*ast.Ident)
	switch byHand := t.methods[decodeMethod]; {
	case byHand && id != nil && id.Name == "uint64":
		return m.mirrored(t.pkg, "Quoted"), nil
	case byHand && t.name() == "Time":
		m.imports["time"] = true
		return "time.Time", nil
	case byHand, t.methods[jsonMethod], t.methods["UnmarshalText"], t.structType() != nil, t.spec.TypeParams != nil:
		return m.raw(), nil
	}
	return m.typeName(t.spec.Type, t)
}

func (m *mirrorer) raw() string {
	m.imports["encoding/json"] = true
	return "json.RawMessage"
}

// mirrored qualifies the name of a type of p's mirror.
func (m *mirrorer) mirrored(p *pkg, name string) string {
	if p == m.pkg {
		return name
	}
	m.imports[path.Join(p.path, mirrorDir)] = true
	return "plain" + p.name + "." + name
}
