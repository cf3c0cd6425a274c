package accord_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

// longestFile is where a file surely holds more than one concept.
const longestFile = 800

// sources calls visit with every Go file of the root module that a person
// wrote, tests included.
func sources(t *testing.T, visit func(name string, src []byte)) {
	t.Helper()
	root := os.DirFS(".")
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return skipDir(root, name)
		}
		if path.Ext(name) != ".go" {
			return nil
		}
		src, err := fs.ReadFile(root, name)
		if err == nil && !bytes.HasPrefix(src, []byte("// Code generated ")) {
			visit(name, src)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestDocumented wants a comment on every package and on every exported
// identifier of a package that users can import.
func TestDocumented(t *testing.T) {
	t.Parallel()
	documented := make(map[string]bool)
	sources(t, func(name string, src []byte) {
		if strings.HasSuffix(name, "_test.go") {
			return
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, name, src, parser.ParseComments)
		if err != nil {
			t.Error(err)
			return
		}
		dir := path.Dir(name)
		documented[dir] = documented[dir] || file.Doc != nil
		if file.Name.Name == "main" || strings.HasPrefix(name, "internal/") {
			return
		}
		for _, decl := range file.Decls {
			for _, id := range undocumented(decl) {
				t.Errorf("%s: %s has no doc comment", fset.Position(id.Pos()), id.Name)
			}
		}
	})
	for dir, ok := range documented {
		if !ok {
			t.Errorf("package %s has no doc comment", dir)
		}
	}
}

// undocumented returns the exported identifiers of decl without a comment.
// Constants and variables may share the comment of their group.
func undocumented(decl ast.Decl) (ids []*ast.Ident) {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && d.Doc == nil && exportedReceiver(d) {
			ids = append(ids, d.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				if s.Name.IsExported() && s.Doc == nil && d.Doc == nil {
					ids = append(ids, s.Name)
				}
			case *ast.ValueSpec:
				for _, name := range s.Names {
					if name.IsExported() && s.Doc == nil && d.Doc == nil && s.Comment == nil {
						ids = append(ids, name)
					}
				}
			}
		}
	}
	return ids
}

// exportedReceiver reports whether users can see the method or function.
func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	typ := d.Recv.List[0].Type
	for {
		switch t := typ.(type) {
		case *ast.StarExpr:
			typ = t.X
		case *ast.IndexExpr:
			typ = t.X
		case *ast.IndexListExpr:
			typ = t.X
		case *ast.Ident:
			return t.IsExported()
		default:
			return true
		}
	}
}

// TestFileLength wants every file short enough to be read.
func TestFileLength(t *testing.T) {
	t.Parallel()
	sources(t, func(name string, src []byte) {
		if n := bytes.Count(src, []byte("\n")); n > longestFile {
			t.Errorf("%s has %d lines, more than %d: split it by concept", name, n, longestFile)
		}
	})
}

// TestNoUnexplainedSkips wants every skipped test to say why, and no linter to
// be silenced.
func TestNoUnexplainedSkips(t *testing.T) {
	t.Parallel()
	sources(t, func(name string, src []byte) {
		for _, bad := range []string{"t.Skip" + "()", "b.Skip" + "()", "f.Skip" + "()", ".SkipNow" + "()", "//no" + "lint", "//lint:" + "ignore"} {
			if bytes.Contains(src, []byte(bad)) {
				t.Errorf("%s contains %s", filepath.ToSlash(name), bad)
			}
		}
	})
}
