package rest_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const (
	parityPage    = "../docs/parity.md"
	checklistFile = "../../shared/facts/feature-checklist.md"
)

var code = regexp.MustCompile("`([^`]+)`")

// TestParity wants every call that the page about parity names to exist, and
// where there is no call a reason.
func TestParity(t *testing.T) {
	t.Parallel()
	declared := make(map[string]bool)
	for prefix, dir := range map[string]string{"": ".", "rest.": ".", "discord.": "../discord", "accord.": ".."} {
		declarations(t, dir, prefix, declared)
	}
	n := 0
	for _, row := range parityRows(t) {
		there, here, note := row[0], row[1], row[2]
		calls := code.FindAllStringSubmatch(here, -1)
		if len(calls) == 0 && len(note) < len("Gone: it.") {
			t.Errorf("%s: neither a call nor a reason", there)
		}
		for _, call := range calls {
			n++
			if !declared[call[1]] {
				t.Errorf("%s: there is no %s", there, call[1])
			}
		}
	}
	t.Logf("%d calls", n)
}

// parityRows returns the rows of the page's tables.
func parityRows(t *testing.T) (rows [][]string) {
	t.Helper()
	page, err := os.ReadFile(parityPage)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(page)) {
		columns := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if len(columns) != 3 || !strings.HasPrefix(line, "| `") {
			continue
		}
		for i := range columns {
			columns[i] = strings.TrimSpace(columns[i])
		}
		rows = append(rows, columns)
	}
	return rows
}

// declarations notes the exported types, functions and methods of a package.
func declarations(t *testing.T, dir, prefix string, declared map[string]bool) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			switch decl := decl.(type) {
			case *ast.GenDecl:
				for _, spec := range decl.Specs {
					if spec, ok := spec.(*ast.TypeSpec); ok {
						declared[prefix+spec.Name.Name] = true
					}
				}
			case *ast.FuncDecl:
				declared[prefix+receiver(decl)+decl.Name.Name] = true
			}
		}
	}
}

// receiver returns a method's receiver and a dot.
func receiver(fn *ast.FuncDecl) string {
	if fn.Recv == nil {
		return ""
	}
	recv := fn.Recv.List[0].Type
	if star, ok := recv.(*ast.StarExpr); ok {
		recv = star.X
	}
	if id, ok := recv.(*ast.Ident); ok {
		return id.Name + "."
	}
	return ""
}

// TestSpecParity wants the page to have every line about REST of the checklist
// that it was made from, where that is beside the project.
func TestSpecParity(t *testing.T) {
	t.Parallel()
	checklist, err := os.ReadFile(checklistFile)
	if err != nil {
		t.Skipf("the checklist is not beside the project: %v", err)
	}
	there := make(map[string]bool)
	for _, row := range parityRows(t) {
		there[strings.Trim(row[0], "`")] = true
	}
	n, section := 0, ""
	for line := range strings.Lines(string(checklist)) {
		if heading, ok := strings.CutPrefix(line, "## "); ok {
			section = heading
		}
		entry, ok := strings.CutPrefix(line, "- [ ] `")
		if !ok || !strings.HasPrefix(section, "1. ") && !strings.HasPrefix(section, "3a. ") {
			continue
		}
		name, _, _ := strings.Cut(entry, "`")
		if n++; !there[name] {
			t.Errorf("%s is missing", name)
		}
	}
	if n < 250 {
		t.Errorf("the checklist has %d lines about REST, want 256", n)
	}
}
