package rest_test

import (
	"go/ast"
	"go/build"
	"go/constant"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strings"
)

const modulePath = "github.com/accord-go/accord/"

// goSources are the packages that describe the API in Go, type-checked.
type goSources struct {
	fset  *token.FileSet
	std   types.Importer
	pkgs  map[string]*types.Package
	files map[string][]*ast.File
	info  types.Info

	decls   map[*types.Func]*ast.FuncDecl
	consts  map[*types.TypeName][]*types.Const
	structs []*types.Named // of package discord
}

// loadGo type-checks package rest and what it imports of the module.
func loadGo() (*goSources, error) {
	g := newGoSources()
	if _, err := g.Import(modulePath + "rest"); err != nil {
		return nil, err
	}
	g.index()
	return g, nil
}

func newGoSources() *goSources {
	fset := token.NewFileSet()
	return &goSources{
		fset: fset, std: importer.ForCompiler(fset, "gc", nil),
		pkgs: make(map[string]*types.Package), files: make(map[string][]*ast.File),
		info:  types.Info{Defs: make(map[*ast.Ident]types.Object), Uses: make(map[*ast.Ident]types.Object), Types: make(map[ast.Expr]types.TypeAndValue)},
		decls: make(map[*types.Func]*ast.FuncDecl), consts: make(map[*types.TypeName][]*types.Const),
	}
}

// index notes the constants of all packages and the types of package discord.
func (g *goSources) index() {
	for id, obj := range g.info.Defs {
		if c, ok := obj.(*types.Const); ok && id.IsExported() {
			if named, ok := c.Type().(*types.Named); ok {
				g.consts[named.Obj()] = append(g.consts[named.Obj()], c)
			}
		}
	}
	scope := g.pkgs[modulePath+"discord"].Scope()
	for _, name := range scope.Names() {
		if tn, ok := scope.Lookup(name).(*types.TypeName); ok && !tn.IsAlias() {
			if named, ok := tn.Type().(*types.Named); ok {
				g.structs = append(g.structs, named)
			}
		}
	}
}

// Import type-checks a package of the module from its sources.
func (g *goSources) Import(importPath string) (*types.Package, error) {
	rel, ok := strings.CutPrefix(importPath, modulePath)
	if !ok {
		return g.std.Import(importPath)
	}
	if p := g.pkgs[importPath]; p != nil {
		return p, nil
	}
	dir := filepath.Join("..", filepath.FromSlash(rel))
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		match, err := build.Default.MatchFile(dir, filepath.Base(name))
		if err != nil || !match || strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(g.fset, name, nil, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		g.files[importPath] = append(g.files[importPath], file)
	}
	return g.check(importPath)
}

// check type-checks the files of a package.
func (g *goSources) check(importPath string) (*types.Package, error) {
	config := types.Config{Importer: g}
	p, err := config.Check(importPath, g.fset, g.files[importPath], &g.info)
	if err != nil {
		return nil, err
	}
	g.pkgs[importPath] = p
	for _, file := range g.files[importPath] {
		for _, decl := range file.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok {
				if f, ok := g.info.Defs[fn.Name].(*types.Func); ok {
					g.decls[f] = fn
				}
			}
		}
	}
	return p, nil
}

// An endpoint is a method of a service, with the operation that it names and
// the types that it takes and gives.
type endpoint struct {
	op     *operation
	name   string     // Messages.Create
	body   types.Type // nil: it sends none that is an object or a list
	answer types.Type // nil: none; of methods that iterate, nil too
	all    bool       // it iterates
}

// endpoints returns the methods of all services.
func (g *goSources) endpoints(s *spec) []endpoint {
	var list []endpoint
	pkg := g.pkgs[modulePath+"rest"]
	names := services()
	slices.Sort(names)
	for _, service := range names {
		named := pkg.Scope().Lookup(service).Type().(*types.Named)
		for fn := range named.Methods() {
			decl := g.decls[fn]
			if !fn.Exported() || decl.Doc == nil {
				continue
			}
			last := strings.Fields(decl.Doc.List[len(decl.Doc.List)-1].Text)
			if len(last) < 2 || last[0] != "//discord:op" || s.operations[last[1]] == nil {
				continue
			}
			list = append(list, g.endpoint(s.operations[last[1]], service+"."+fn.Name(), fn.Signature(), decl))
		}
	}
	return list
}

func (g *goSources) endpoint(op *operation, name string, sig *types.Signature, decl *ast.FuncDecl) endpoint {
	e := endpoint{op: op, name: name}
	first := sig.Results().At(0).Type()
	switch {
	case strings.HasPrefix(first.String(), "iter.Seq2["):
		e.all = true
	case sig.Results().Len() == 2:
		e.answer = first
	}
	if len(op.bodies) > 0 {
		e.body = g.body(sig, decl)
	}
	return e
}

// body returns what a method sends: the last parameter that is an object or a
// list of objects, or else the object that it makes of its parameters.
func (g *goSources) body(sig *types.Signature, decl *ast.FuncDecl) (found types.Type) {
	for v := range sig.Params().Variables() {
		if isBody(v.Type()) {
			found = v.Type()
		}
	}
	if found != nil {
		return found
	}
	ast.Inspect(decl.Body, func(n ast.Node) bool {
		if lit, ok := n.(*ast.CompositeLit); ok && found == nil && isBody(g.info.TypeOf(lit)) {
			found = g.info.TypeOf(lit)
		}
		return true
	})
	return found
}

func isBody(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok {
		switch t := types.Unalias(t).(type) {
		case *types.Slice:
			return isBody(t.Elem())
		case *types.Pointer:
			return isBody(t.Elem())
		case *types.Struct:
			return t.NumFields() > 0 && strings.Contains(t.String(), "json:")
		}
		return false
	}
	if named.Obj().Pkg() == nil || named.Obj().Pkg().Path() != modulePath+"discord" {
		return false
	}
	switch u := named.Underlying().(type) {
	case *types.Struct:
		return named.Obj().Name() != "Time" && named.Obj().Name() != "File"
	case *types.Slice:
		return isBody(u.Elem())
	case *types.Interface, *types.Map:
		return true
	}
	return false
}

// A goField is a field of a struct as encoding/json sees it.
type goField struct {
	json string
	omit bool // if it is zero
	typ  types.Type
}

// fields returns a struct's fields, those of embedded structs among them.
func fields(s *types.Struct) []goField {
	var list []goField
	for i := range s.NumFields() {
		f := s.Field(i)
		name, options, _ := strings.Cut(jsonTag(s.Tag(i)), ",")
		if f.Embedded() && name == "" {
			t := f.Type()
			if p, ok := t.(*types.Pointer); ok {
				t = p.Elem()
			}
			if inner, ok := t.Underlying().(*types.Struct); ok {
				list = append(list, fields(inner)...)
				continue
			}
		}
		if !f.Exported() || name == "-" {
			continue
		}
		if name == "" {
			name = f.Name()
		}
		list = append(list, goField{name, strings.Contains(options, "omit"), f.Type()})
	}
	return list
}

func jsonTag(tag string) string {
	_, after, _ := strings.Cut(tag, `json:"`)
	name, _, _ := strings.Cut(after, `"`)
	return name
}

// members returns the types of package discord that implement an interface.
func (g *goSources) members(in *types.Interface) []*types.Named {
	var list []*types.Named
	for _, named := range g.structs {
		if _, ok := named.Underlying().(*types.Interface); ok || strings.HasPrefix(named.Obj().Name(), "Unknown") || named.TypeParams().Len() > 0 {
			continue
		}
		if types.Implements(named, in) {
			list = append(list, named)
		}
	}
	return list
}

// kindOf returns the value of the constant that one of a type's methods
// returns: the type of a member of a union, which is not a field of it.
func (g *goSources) kindOf(named *types.Named) (value string, ok bool) {
	for fn := range named.Methods() {
		decl := g.decls[fn]
		if fn.Signature().Params().Len() > 0 || decl == nil || decl.Body == nil || len(decl.Body.List) != 1 {
			continue
		}
		ret, isReturn := decl.Body.List[0].(*ast.ReturnStmt)
		if !isReturn || len(ret.Results) != 1 {
			continue
		}
		if tv := g.info.Types[ret.Results[0]]; tv.Value != nil {
			if _, isNamed := tv.Type.(*types.Named); isNamed {
				return constantText(tv.Value), true
			}
		}
	}
	return "", false
}

func constantText(v constant.Value) string {
	if v.Kind() == constant.String {
		return constant.StringVal(v)
	}
	return v.ExactString()
}

// typeName writes a type without its package.
func typeName(t types.Type) string {
	return types.TypeString(t, func(*types.Package) string { return "" })
}

// basicInfo returns what kind of basic type lies below t, or 0.
func basicInfo(t types.Type) types.BasicInfo {
	if b, ok := t.Underlying().(*types.Basic); ok {
		return b.Info()
	}
	return 0
}

// isNamed reports whether t is the type name of package discord, generic or
// not.
func isNamed(t types.Type, name string) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Name() == name && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == modulePath+"discord"
}

// has reports whether a type, or a pointer to it, has a method.
func has(t types.Type, method string) bool {
	return types.NewMethodSet(types.NewPointer(t)).Lookup(nil, method) != nil
}

// structOf returns the struct below a type.
func structOf(t types.Type) *types.Struct {
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	if s, ok := t.Underlying().(*types.Struct); ok {
		return s
	}
	return types.NewStruct(nil, nil)
}
