package main

import (
	"fmt"
	"go/ast"
	"strings"
)

// A printer writes code for one file of package pkg.
type printer struct {
	pkg     *pkg
	imports map[string]bool // paths, beside that of wire
}

// A shape is how to decode a type: a function of package wire, and what it
// takes after the decoder and the pointer.
type shape struct {
	fn   string
	args []string
}

var (
	byJSON  = shape{fn: "wire.JSON"}
	byValue = shape{fn: "wire.Value"}
)

// scalars maps Go's types to the functions that decode them and the types
// with such an underlying type.
var scalars = map[string]string{
	"string": "wire.String", "bool": "wire.Bool", "float64": "wire.Float",
	"int": "wire.Int", "int8": "wire.Int", "int16": "wire.Int", "int32": "wire.Int", "int64": "wire.Int", "rune": "wire.Int",
	"uint": "wire.Uint", "uint8": "wire.Uint", "uint16": "wire.Uint", "uint32": "wire.Uint", "uint64": "wire.Uint", "byte": "wire.Uint",
	"float32": "wire.JSON", "any": "wire.JSON",
}

// call returns the statement that decodes into a variable.
func (s shape) call(variable string) string {
	switch s.fn {
	case "wire.Value":
		return fmt.Sprintf("d.Stop(%s.%s(d))", variable, decodeMethod)
	case "wire.Array":
		return fmt.Sprintf("wire.Array(d, %s[:], %s)", variable, s.args[0])
	}
	pointer := "&" + variable
	if variable == "p" {
		pointer = "p" // elem's parameter is a pointer already
	}
	return fmt.Sprintf("%s(%s)", s.fn, strings.Join(append([]string{"d", pointer}, s.args...), ", "))
}

// elem returns a function that decodes the elements of a slice, map or
// pointer.
func (p *printer) elem(expr ast.Expr, from *typ) (string, error) {
	s, err := p.shape(expr, from)
	if err != nil || len(s.args) == 0 {
		return s.fn, err
	}
	return fmt.Sprintf("func(d *wire.Decoder, p *%s) { %s }", p.typeName(expr, from), s.call("p")), nil
}

// shape finds out how to decode the type that expr, in from's file, names.
func (p *printer) shape(expr ast.Expr, from *typ) (shape, error) {
	switch e := expr.(type) {
	case *ast.ParenExpr:
		return p.shape(e.X, from)
	case *ast.StarExpr:
		if id, ok := e.X.(*ast.Ident); ok && id.Name == "string" {
			return shape{fn: "wire.StringPointer"}, nil
		}
		elem, err := p.elem(e.X, from)
		return shape{"wire.Pointer", []string{elem}}, err
	case *ast.ArrayType:
		return p.list(e, from)
	case *ast.MapType:
		return p.object(e, from)
	case *ast.StructType:
		return byJSON, nil
	case *ast.InterfaceType:
		if len(e.Methods.List) == 0 {
			return byJSON, nil
		}
		return shape{}, fmt.Errorf("an interface needs a type around it that decodes itself")
	case *ast.Ident, *ast.SelectorExpr, *ast.IndexExpr:
		return p.named(e, from)
	}
	return shape{}, fmt.Errorf("can't decode a %T", expr)
}

func (p *printer) list(e *ast.ArrayType, from *typ) (shape, error) {
	elem, err := p.elem(e.Elt, from)
	if err != nil {
		return shape{}, err
	}
	if e.Len != nil {
		return shape{"wire.Array", []string{elem}}, nil
	}
	base, _, err := underlying(e.Elt, from)
	if id, ok := base.(*ast.Ident); ok && (id.Name == "byte" || id.Name == "uint8") {
		return byJSON, err // base64
	}
	return shape{"wire.Slice", []string{elem}}, err
}

func (p *printer) object(e *ast.MapType, from *typ) (shape, error) {
	elem, err := p.elem(e.Value, from)
	if err != nil {
		return shape{}, err
	}
	named, err := lookup(e.Key, from)
	if err != nil {
		return shape{}, err
	}
	base, _, err := underlying(e.Key, from)
	if err != nil {
		return shape{}, err
	}
	scalar := ""
	if id, ok := base.(*ast.Ident); ok {
		scalar = scalars[id.Name]
	}
	key := ""
	switch readsText := named != nil && named.methods["UnmarshalText"]; {
	case readsText && named.methods[decodeMethod] && scalar == "wire.Uint":
		key = "wire.IDKey" // TextKey without its allocations
	case readsText:
		key = "wire.TextKey"
	case scalar == "wire.String", scalar == "wire.Int":
		key = scalar + "Key"
	default:
		return byJSON, nil
	}
	return shape{"wire.Map", []string{key, elem}}, nil
}

// named finds out how to decode a type by its name.
func (p *printer) named(expr ast.Expr, from *typ) (shape, error) {
	t, err := lookup(expr, from)
	if err != nil {
		return shape{}, err
	}
	if t == nil {
		return outside(expr, from)
	}
	if ok, err := t.decodes(); ok || err != nil {
		return byValue, err
	}
	if t.methods[jsonMethod] || t.methods["UnmarshalText"] || t.spec.TypeParams != nil {
		return byJSON, nil
	}
	base, from, err := underlying(expr, from)
	if err != nil {
		return shape{}, err
	}
	if _, ok := base.(*ast.SelectorExpr); ok {
		return byJSON, nil // another module's type, and not its methods
	}
	return p.shape(base, from)
}

// outside finds out how to decode a type that isn't declared in the module.
func outside(expr ast.Expr, from *typ) (shape, error) {
	switch e := expr.(type) {
	case *ast.Ident:
		if fn, ok := scalars[e.Name]; ok {
			return shape{fn: fn}, nil
		}
		return shape{}, fmt.Errorf("can't decode a %s", e.Name)
	case *ast.SelectorExpr:
		if e.Sel.Name == "RawMessage" && from.imports[e.X.(*ast.Ident).Name] == "encoding/json" {
			return shape{fn: "wire.Raw"}, nil
		}
	}
	return byJSON, nil
}

// underlying follows names until it finds a predeclared or composite type, or
// one from outside the module.
func underlying(expr ast.Expr, from *typ) (ast.Expr, *typ, error) {
	for {
		t, err := lookup(expr, from)
		if t == nil || err != nil {
			return expr, from, err
		}
		expr, from = t.spec.Type, t
	}
}

// typeName writes a type of from's file as the printed file has to.
func (p *printer) typeName(expr ast.Expr, from *typ) string {
	switch e := expr.(type) {
	case *ast.ParenExpr:
		return p.typeName(e.X, from)
	case *ast.StarExpr:
		return "*" + p.typeName(e.X, from)
	case *ast.ArrayType:
		if n, ok := e.Len.(*ast.BasicLit); ok {
			return "[" + n.Value + "]" + p.typeName(e.Elt, from)
		}
		return "[]" + p.typeName(e.Elt, from)
	case *ast.MapType:
		return "map[" + p.typeName(e.Key, from) + "]" + p.typeName(e.Value, from)
	case *ast.IndexExpr:
		return p.typeName(e.X, from) + "[" + p.typeName(e.Index, from) + "]"
	case *ast.SelectorExpr:
		importPath := from.imports[e.X.(*ast.Ident).Name]
		return p.qualify(importPath, e.Sel.Name)
	case *ast.Ident:
		if from.pkg.types[e.Name] != nil {
			return p.qualify(from.pkg.path, e.Name)
		}
		return e.Name
	}
	return "any"
}

func (p *printer) qualify(importPath, name string) string {
	if importPath == p.pkg.path {
		return name
	}
	p.imports[importPath] = true
	return importPath[strings.LastIndexByte(importPath, '/')+1:] + "." + name
}
