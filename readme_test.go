package accord_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strings"
	"testing"
)

// TestReadmeSnippet holds the README's first bot equal to the example that the
// tests run.
func TestReadmeSnippet(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(readme), "```go\n")
	snippet, _, ok := strings.Cut(rest, "```")
	if !ok {
		t.Fatal("README.md has no Go snippet")
	}
	if want := exampleSnippet(t); snippet != want {
		t.Errorf("README.md's snippet is not the one of Example in example_test.go.\nREADME:\n%s\nexample:\n%s", snippet, want)
	}
}

// exampleSnippet returns what stands between the markers in Example.
func exampleSnippet(t *testing.T) string {
	t.Helper()
	src, err := os.ReadFile("example_test.go")
	if err != nil {
		t.Fatal(err)
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "example_test.go", src, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	for _, decl := range file.Decls {
		if f, ok := decl.(*ast.FuncDecl); ok && f.Name.Name == "Example" {
			body := string(src[fset.Position(f.Body.Pos()).Offset:fset.Position(f.Body.End()).Offset])
			_, body, begun := strings.Cut(body, "\t// README:begin\n")
			body, _, ended := strings.Cut(body, "\t// README:end\n")
			if !begun || !ended {
				t.Fatal("Example has no markers README:begin and README:end")
			}
			var lines strings.Builder
			for line := range strings.Lines(body) {
				lines.WriteString(strings.TrimPrefix(line, "\t"))
			}
			return lines.String()
		}
	}
	t.Fatal("example_test.go has no Example")
	return ""
}
