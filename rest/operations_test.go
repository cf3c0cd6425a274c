package rest_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/accord-go/accord/rest"
)

// A serviceMethod is an exported method of a service.
type serviceMethod struct {
	pos      token.Position
	service  string
	name     string
	doc      *ast.CommentGroup
	requests []sentRequest // that its body makes

	statements int // of its body
}

// sentRequest is a call such as post("/channels/{channel_id}/messages", channel).
type sentRequest struct {
	method, pattern string
	params          int
}

var verbs = map[string]string{"get": "GET", "post": "POST", "put": "PUT", "patch": "PATCH", "del": "DELETE"}

func (m serviceMethod) String() string { return m.service + "." + m.name }

// services returns the names of the client's service types.
func services() []string {
	var names []string
	client := reflect.TypeFor[rest.Client]()
	for f := range client.Fields() {
		if f.IsExported() && f.Type.Kind() == reflect.Struct {
			names = append(names, f.Type.Name())
		}
	}
	return names
}

// serviceMethods returns the services' methods that the sources declare.
func serviceMethods(fset *token.FileSet, files []*ast.File, services []string) []serviceMethod {
	var methods []serviceMethod
	for _, file := range files {
		for _, decl := range file.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || fn.Recv == nil || !fn.Name.IsExported() {
				continue
			}
			recv, ok := fn.Recv.List[0].Type.(*ast.Ident)
			if !ok || !slices.Contains(services, recv.Name) {
				continue
			}
			methods = append(methods, serviceMethod{
				pos: fset.Position(fn.Pos()), service: recv.Name, name: fn.Name.Name, doc: fn.Doc, requests: requests(fn.Body), statements: len(fn.Body.List),
			})
		}
	}
	return methods
}

func requests(body *ast.BlockStmt) []sentRequest {
	var found []sentRequest
	ast.Inspect(body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) == 0 {
			return true
		}
		fn, ok := call.Fun.(*ast.Ident)
		if !ok || verbs[fn.Name] == "" {
			return true
		}
		if lit, ok := call.Args[0].(*ast.BasicLit); ok {
			pattern, _ := strconv.Unquote(lit.Value)
			found = append(found, sentRequest{verbs[fn.Name], pattern, len(call.Args) - 1})
		}
		return true
	})
	return found
}

// judge returns what is wrong with a method's directive, or "".
func judge(m serviceMethod, ops map[string]*operation) string {
	if m.doc == nil {
		return "has no doc comment"
	}
	last := m.doc.List[len(m.doc.List)-1].Text
	directive, ok := strings.CutPrefix(last, "//discord:op ")
	if !ok {
		return "does not end its comment with a //discord:op directive"
	}
	if strings.Count(m.text(), "//discord:op") != 1 {
		return "names more than one operation"
	}
	fields := strings.Fields(directive)
	if len(fields) != 3 {
		return "has a directive that is not ID METHOD /path"
	}
	op, ok := ops[fields[0]]
	switch {
	case !ok:
		return "names " + fields[0] + ", which is no operation of Discord"
	case op.method != fields[1]:
		return fmt.Sprintf("says %s, but %s is a %s", fields[1], op.id, op.method)
	case op.path != fields[2]:
		return fmt.Sprintf("says %s, but %s is at %s", fields[2], op.id, op.path)
	}
	if m.statements != 1 {
		return "is more than one expression"
	}
	for _, r := range m.requests {
		if r.method != op.method || r.pattern != op.path {
			return fmt.Sprintf("sends %s %s, but names %s %s", r.method, r.pattern, op.method, op.path)
		}
		if n := strings.Count(r.pattern, "{"); n != r.params {
			return fmt.Sprintf("fills %d of %d placeholders", r.params, n)
		}
	}
	return ""
}

func (m serviceMethod) text() string {
	var b strings.Builder
	for _, c := range m.doc.List {
		b.WriteString(c.Text + "\n")
	}
	return b.String()
}

func parseSources(t *testing.T) (*token.FileSet, []*ast.File) {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(fset, name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	return fset, files
}

// TestSpecOperations holds every method of every service against Discord's
// operations, and wants a method for each of them.
func TestSpecOperations(t *testing.T) {
	t.Parallel()
	ops := theSpec(t).operations
	if len(ops) != 247 {
		t.Errorf("%d operations, want the 242 of OpenAPI and 5 that only the documentation has", len(ops))
	}
	fset, files := parseSources(t)
	methods := serviceMethods(fset, files, services())
	named := make(map[string][]string)
	for _, m := range methods {
		if problem := judge(m, ops); problem != "" {
			t.Errorf("%s: %s %s", m.pos, m, problem)
			continue
		}
		last := m.doc.List[len(m.doc.List)-1].Text
		id := strings.Fields(last)[1]
		named[id] = append(named[id], m.String())
	}
	t.Logf("%d methods of %d services cover %d of %d operations", len(methods), len(services()), len(named), len(ops))
	for _, id := range slices.Sorted(maps.Keys(ops)) {
		switch {
		case ops[id].disabled != "":
			if len(named[id]) > 0 {
				t.Errorf("%s has a method, but is %s", id, ops[id].disabled)
			}
		case len(named[id]) == 0:
			t.Errorf("%s (%s %s) has no method", id, ops[id].method, ops[id].path)
		case len(named[id]) > 1:
			t.Logf("%s has several methods: %s", id, strings.Join(named[id], ", "))
		}
	}
}

// TestReasonsAreTold wants the comment of a method to say that it takes a
// [rest.Reason] exactly where Discord does.
func TestReasonsAreTold(t *testing.T) {
	t.Parallel()
	takes := make(map[string]bool)
	err := readTable("testdata/reasons.tsv", func(columns []string) error {
		takes[columns[0]] = true
		return nil
	})
	if err != nil || len(takes) < 54 {
		t.Fatalf("%d operations take reasons, %v", len(takes), err)
	}
	fset, files := parseSources(t)
	for _, m := range serviceMethods(fset, files, services()) {
		last := strings.Fields(m.doc.List[len(m.doc.List)-1].Text)
		if says := strings.Contains(m.text(), "[Reason]"); says != takes[last[1]] {
			t.Errorf("%s: %s says that it takes a reason: %t; it does: %t", m.pos, m, says, takes[last[1]])
		}
	}
}

// TestOperationsCatches plants methods with faults and wants them found.
func TestOperationsCatches(t *testing.T) {
	t.Parallel()
	ops := map[string]*operation{"get_thing": {id: "get_thing", method: "GET", path: "/things/{thing_id}"}}
	body := `func (s Things) Get(ctx context.Context, id ID) error { return do(ctx, s.c, get("/things/{thing_id}", id), nil, nil) }`
	tests := []struct{ name, src, want string }{
		{"right", "// Get gets.\n//\n//discord:op get_thing GET /things/{thing_id}\n" + body, ""},
		{"no comment", body, "has no doc comment"},
		{"no directive", "// Get gets.\n" + body, "does not end its comment with a //discord:op directive"},
		{"not last", "//discord:op get_thing GET /things/{thing_id}\n// Get gets.\n" + body, "does not end its comment with a //discord:op directive"},
		{"two", "//discord:op get_thing GET /things/{thing_id}\n//discord:op get_thing GET /things/{thing_id}\n" + body, "names more than one operation"},
		{"short", "//discord:op get_thing GET\n" + body, "has a directive that is not ID METHOD /path"},
		{"unknown", "//discord:op get_thong GET /things/{thing_id}\n" + body, "names get_thong, which is no operation of Discord"},
		{"method", "//discord:op get_thing POST /things/{thing_id}\n" + body, "says POST, but get_thing is a GET"},
		{"path", "//discord:op get_thing GET /thing/{thing_id}\n" + body, "says /thing/{thing_id}, but get_thing is at /things/{thing_id}"},
		{"other request", "//discord:op get_thing GET /things/{thing_id}\n" + strings.Replace(body, "get(", "del(", 1), "sends DELETE /things/{thing_id}, but names GET /things/{thing_id}"},
		{"two statements", "//discord:op get_thing GET /things/{thing_id}\n" + strings.Replace(body, "{ return", "{ id++; return", 1), "is more than one expression"},
		{"placeholders", "//discord:op get_thing GET /things/{thing_id}\n" + strings.Replace(body, `", id)`, `")`, 1), "fills 0 of 1 placeholders"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fset := token.NewFileSet()
			file, err := parser.ParseFile(fset, "things.go", "package rest\n"+tt.src, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			methods := serviceMethods(fset, []*ast.File{file}, []string{"Things"})
			if len(methods) != 1 {
				t.Fatalf("%d methods found", len(methods))
			}
			if got := judge(methods[0], ops); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
