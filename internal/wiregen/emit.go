package main

import (
	"fmt"
	"go/format"
	"maps"
	"path"
	"slices"
	"strings"
)

// decoders returns the generated files of p by name.
func decoders(p *pkg) (map[string][]byte, error) {
	chosen, err := p.generated()
	if err != nil {
		return nil, err
	}
	bodies := map[string]*strings.Builder{}
	printers := map[string]*printer{}
	for _, t := range p.order {
		if !chosen[t] {
			continue
		}
		name := strings.TrimSuffix(t.source, ".go") + suffix
		if bodies[name] == nil {
			bodies[name] = &strings.Builder{}
			printers[name] = &printer{pkg: p, imports: map[string]bool{}}
		}
		if err := printers[name].decoder(bodies[name], t); err != nil {
			return nil, err
		}
	}
	files := map[string][]byte{}
	for name, body := range bodies {
		imports := printers[name].imports
		imports[path.Join(p.mod.path, "internal/wire")] = true
		src, err := file(p.name, imports, body.String())
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		files[name] = src
	}
	return files, nil
}

// file returns a formatted Go file.
func file(name string, imports map[string]bool, body string) ([]byte, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\npackage %s\n\nimport (\n", header, name)
	var std, own []string
	for _, importPath := range slices.Sorted(maps.Keys(imports)) {
		if first, _, _ := strings.Cut(importPath, "/"); strings.Contains(first, ".") {
			own = append(own, importPath)
		} else {
			std = append(std, importPath)
		}
	}
	for _, importPath := range std {
		fmt.Fprintf(&b, "%q\n", importPath)
	}
	b.WriteString("\n")
	for _, importPath := range own {
		fmt.Fprintf(&b, "%q\n", importPath)
	}
	b.WriteString(")\n")
	b.WriteString(body)
	return format.Source([]byte(b.String()))
}

// decoder writes t's methods.
func (p *printer) decoder(b *strings.Builder, t *typ) error {
	l, err := layoutOf(t)
	if err != nil {
		return err
	}
	fmt.Fprintf(b, "\n// UnmarshalJSON decodes the object b; keys that it doesn't know are skipped.\n")
	fmt.Fprintf(b, "func (v *%s) %s(b []byte) error { return wire.Unmarshal(b, v) }\n", t.name(), jsonMethod)
	fmt.Fprintf(b, "\n// UnmarshalJSONFrom is UnmarshalJSON for the object that comes next in d.\n")
	fmt.Fprintf(b, "func (v *%s) %s(d *wire.Decoder) error {\n", t.name(), decodeMethod)
	if t.methods[startHook] {
		fmt.Fprintf(b, "v.%s(d)\n", startHook)
	}
	p.delegates(b, l)
	if len(l.fields) > 0 || len(l.delegates) == 0 {
		if err := p.loop(b, l.fields, t.marks[lenientMark]); err != nil {
			return fmt.Errorf("%s: %w", t.name(), err)
		}
	}
	b.WriteString("return d.Err()\n}\n")
	return nil
}

// delegates lets embedded structs with a decoder of their own read the
// object, each from its start.
func (p *printer) delegates(b *strings.Builder, l layout) {
	rewinds := len(l.delegates) > 1 || len(l.delegates) > 0 && len(l.fields) > 0
	if rewinds {
		b.WriteString("start := *d\n")
	}
	for i, path := range l.delegates {
		p.allocate(b, path)
		fmt.Fprintf(b, "d.Stop(%s.%s(d))\n", selector(path, ""), decodeMethod)
		if rewinds && (i < len(l.delegates)-1 || len(l.fields) > 0) {
			b.WriteString("if d.Err() != nil {\nreturn d.Err()\n}\n*d = start\n")
		}
	}
}

// loop writes the loop over an object's keys.
func (p *printer) loop(b *strings.Builder, fields []field, lenient bool) error {
	b.WriteString("if !d.ObjectStart() {\nreturn d.Err()\n}\n")
	if lenient {
		b.WriteString("defer d.Lenient(d.Lenient(true))\n")
	}
	if len(fields) == 0 {
		b.WriteString("for _, ok := d.Key(); ok; _, ok = d.Key() {\nd.Skip()\n}\n")
		return nil
	}
	b.WriteString("for key, ok := d.Key(); ok; key, ok = d.Key() {\nswitch key {\n")
	for _, f := range fields {
		fmt.Fprintf(b, "case %q:\n", f.key)
		if f.owner.methods[fieldHook+f.name] {
			fmt.Fprintf(b, "v.%s%s(d)\n", fieldHook, f.name)
			continue
		}
		s, err := p.shape(f.typ, f.owner)
		if err != nil {
			return fmt.Errorf("field %s: %w", f.name, err)
		}
		p.allocate(b, f.path)
		fmt.Fprintf(b, "%s\n", s.call(selector(f.path, f.name)))
	}
	b.WriteString("default:\nd.Skip()\n}\n}\n")
	return nil
}

// allocate makes sure that embedded pointers point to something.
func (p *printer) allocate(b *strings.Builder, path []embed) {
	for i, e := range path {
		if e.pointer {
			at := selector(path[:i+1], "")
			fmt.Fprintf(b, "if %s == nil {\n%s = new(%s)\n}\n", at, at, p.qualify(e.typ.pkg.path, e.typ.name()))
		}
	}
}
