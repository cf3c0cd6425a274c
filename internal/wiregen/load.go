package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// suffix ends the names of generated files, which are never read: the
// generator has to work when they are missing or out of date.
const suffix = "_wire.go"

// A module is where packages are looked up.
type module struct {
	dir, path string
	pkgs      map[string]*pkg // by import path
}

// A pkg is the types that one directory declares.
type pkg struct {
	mod        *module
	path, name string
	types      map[string]*typ
	order      []*typ        // by file name, then as declared
	chosen     map[*typ]bool // see generated
}

// A typ is a declared type.
type typ struct {
	pkg     *pkg
	source  string // base name of the file
	imports map[string]string
	spec    *ast.TypeSpec
	methods map[string]bool
	marks   map[string]bool // of //wire:mark directives
}

func (t *typ) name() string { return t.spec.Name.Name }

// structType returns the struct that t declares, or nil.
func (t *typ) structType() *ast.StructType {
	s, _ := t.spec.Type.(*ast.StructType)
	return s
}

var moduleLine = regexp.MustCompile(`(?m)^module\s+(\S+)`)

// loadDir reads the package in dir, whose module is the one around it.
func loadDir(dir string) (*pkg, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	for root := dir; ; root = filepath.Dir(root) {
		mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
		if err != nil {
			if root == filepath.Dir(root) {
				return nil, fmt.Errorf("no go.mod around %s", dir)
			}
			continue
		}
		line := moduleLine.FindSubmatch(mod)
		if line == nil {
			return nil, fmt.Errorf("%s/go.mod names no module", root)
		}
		m := &module{dir: root, path: string(line[1]), pkgs: map[string]*pkg{}}
		rel, err := filepath.Rel(root, dir)
		if err != nil {
			return nil, err
		}
		return m.load(path.Join(m.path, filepath.ToSlash(rel)))
	}
}

// load reads a package by its import path; nil is one outside the module.
func (m *module) load(importPath string) (*pkg, error) {
	if p, ok := m.pkgs[importPath]; ok {
		return p, nil
	}
	rel, ok := strings.CutPrefix(importPath+"/", m.path+"/")
	if !ok {
		return nil, nil
	}
	p := &pkg{mod: m, path: importPath, types: map[string]*typ{}}
	m.pkgs[importPath] = p
	dir := filepath.Join(m.dir, filepath.FromSlash(rel))
	entries, err := os.ReadDir(dir) // sorted by name
	if err != nil {
		return nil, err
	}
	methods := map[string]map[string]bool{}
	for _, e := range entries {
		name := e.Name()
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, suffix) {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(dir, name), nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		p.name = f.Name.Name
		p.addTypes(name, f)
		addMethods(methods, f)
	}
	for _, t := range p.order {
		t.methods = methods[t.name()]
	}
	return p, nil
}

func (p *pkg) addTypes(source string, f *ast.File) {
	imports := map[string]string{}
	for _, spec := range f.Imports {
		importPath, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		name := path.Base(importPath)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		imports[name] = importPath
	}
	for _, decl := range f.Decls {
		gen, ok := decl.(*ast.GenDecl)
		if !ok || gen.Tok != token.TYPE {
			continue
		}
		for _, spec := range gen.Specs {
			spec := spec.(*ast.TypeSpec)
			t := &typ{pkg: p, source: source, imports: imports, spec: spec, marks: map[string]bool{}}
			addMarks(t.marks, spec.Doc)
			if !gen.Lparen.IsValid() {
				addMarks(t.marks, gen.Doc)
			}
			p.types[spec.Name.Name] = t
			p.order = append(p.order, t)
		}
	}
}

func addMarks(marks map[string]bool, doc *ast.CommentGroup) {
	if doc == nil {
		return
	}
	for _, c := range doc.List {
		if mark, ok := strings.CutPrefix(c.Text, "//wire:"); ok {
			marks[strings.TrimSpace(mark)] = true
		}
	}
}

// addMethods notes the methods of f by their receivers' type names.
func addMethods(methods map[string]map[string]bool, f *ast.File) {
	for _, decl := range f.Decls {
		fn, ok := decl.(*ast.FuncDecl)
		if !ok || fn.Recv == nil || len(fn.Recv.List) != 1 {
			continue
		}
		recv := fn.Recv.List[0].Type
		if star, ok := recv.(*ast.StarExpr); ok {
			recv = star.X
		}
		if index, ok := recv.(*ast.IndexExpr); ok {
			recv = index.X
		}
		if id, ok := recv.(*ast.Ident); ok {
			if methods[id.Name] == nil {
				methods[id.Name] = map[string]bool{}
			}
			methods[id.Name][fn.Name.Name] = true
		}
	}
}

// lookup finds the declaration that a type expression in from's file names,
// following aliases. It returns nil for what isn't a name, is predeclared, or
// is declared outside the module.
func lookup(expr ast.Expr, from *typ) (*typ, error) {
	if index, ok := expr.(*ast.IndexExpr); ok {
		expr = index.X
	}
	var t *typ
	switch e := expr.(type) {
	case *ast.ParenExpr:
		return lookup(e.X, from)
	case *ast.Ident:
		t = from.pkg.types[e.Name]
	case *ast.SelectorExpr:
		importPath := from.imports[e.X.(*ast.Ident).Name]
		p, err := from.pkg.mod.load(importPath)
		if err != nil || p == nil {
			return nil, err
		}
		if t = p.types[e.Sel.Name]; t == nil {
			return nil, fmt.Errorf("%s has no type %s", importPath, e.Sel.Name)
		}
	}
	if t != nil && t.spec.Assign.IsValid() {
		return lookup(t.spec.Type, t)
	}
	return t, nil
}
