package rest_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const (
	parityPage    = "../docs/parity.md"
	checklistFile = "../../shared/facts/feature-checklist.md"
)

var code = regexp.MustCompile("`([^`]+)`")

// TestParity wants everything that the page about parity names to exist, and
// where nothing is named a reason.
func TestParity(t *testing.T) {
	t.Parallel()
	declared := make(map[string]bool)
	packages := map[string]string{
		"": ".", "rest.": ".", "accord.": "..", "discord.": "../discord", "event.": "../event", "gateway.": "../gateway",
	}
	for prefix, dir := range packages {
		declarations(t, dir, prefix, declared)
	}
	n := 0
	for _, row := range slices.Concat(slices.Collect(maps.Values(parityRows(t)))...) {
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

// parityRows returns the rows of the page's tables, by heading.
func parityRows(t *testing.T) map[string][][]string {
	t.Helper()
	page, err := os.ReadFile(parityPage)
	if err != nil {
		t.Fatal(err)
	}
	rows, section := make(map[string][][]string), ""
	for line := range strings.Lines(string(page)) {
		if heading, ok := strings.CutPrefix(line, "## "); ok {
			section = strings.TrimSpace(heading)
		}
		const bar = "\x00"
		columns := strings.Split(strings.Trim(strings.TrimSpace(strings.ReplaceAll(line, `\|`, bar)), "|"), "|")
		if len(columns) != 3 || !strings.HasPrefix(line, "| `") {
			continue
		}
		for i := range columns {
			columns[i] = strings.ReplaceAll(strings.TrimSpace(columns[i]), bar, "|")
		}
		rows[section] = append(rows[section], columns)
	}
	return rows
}

// declarations notes the types, fields, functions and methods of a package.
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
						noteFields(spec, prefix, declared)
					}
				}
			case *ast.FuncDecl:
				declared[prefix+receiver(decl)+decl.Name.Name] = true
			}
		}
	}
}

// noteFields notes the fields of a struct.
func noteFields(spec *ast.TypeSpec, prefix string, declared map[string]bool) {
	s, ok := spec.Type.(*ast.StructType)
	if !ok {
		return
	}
	for _, field := range s.Fields.List {
		for _, name := range field.Names {
			declared[prefix+spec.Name.Name+"."+name.Name] = true
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

// paritySections are the headings of the page, by that of the checklist.
var paritySections = map[string]string{
	"1. ": "Nostrum.Api 0.8 (Elixir)", "2. ": "Nostrum.Consumer 0.6 (Elixir)",
	"3a. ": "discordcr (Crystal)", "3b. ": "discordcr (Crystal): the client", "3c. ": "discordcr (Crystal): events",
	"4. ": "disagreement (Python): events", "5. ": "nextcore (Python): events",
}

// TestSpecParity wants the page to have every line of the checklist that it was
// made from, where that is beside the project.
func TestSpecParity(t *testing.T) {
	t.Parallel()
	checklist, err := os.ReadFile(checklistFile)
	if err != nil {
		t.Skipf("the checklist is not beside the project: %v", err)
	}
	there := make(map[string]bool)
	for section, rows := range parityRows(t) {
		for _, row := range rows {
			there[section+": "+strings.Trim(row[0], "` ")] = true
		}
	}
	n, section := 0, ""
	for line := range strings.Lines(string(checklist)) {
		if heading, ok := strings.CutPrefix(line, "## "); ok {
			number, _, _ := strings.Cut(heading, " ")
			section = paritySections[number+" "]
		}
		entry, ok := strings.CutPrefix(line, "- [ ] `")
		if !ok || section == "" {
			continue
		}
		name, _, _ := strings.Cut(entry, " — ")
		name, _, _ = strings.Cut(name, "` `!`") // which marks that there are two forms
		if n++; !there[section+": "+strings.Trim(name, "`")] {
			t.Errorf("%s: %s is missing", section, name)
		}
	}
	if n != len(there) {
		t.Errorf("the checklist has %d lines, and the page %d", n, len(there))
	}
}
