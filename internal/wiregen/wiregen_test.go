package main

import (
	"bytes"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the generated files in testdata")

// TestGolden holds the generated code of the packages in testdata against
// what is committed.
func TestGolden(t *testing.T) {
	for _, dir := range []string{"testdata/base", "testdata/sample"} {
		if *update {
			if err := run(dir, true); err != nil {
				t.Fatal(err)
			}
		}
		p, err := loadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		files, err := decoders(p)
		if err != nil {
			t.Fatal(err)
		}
		if files["testdata/plain/plain.go"], err = mirror(p); err != nil {
			t.Fatal(err)
		}
		for _, name := range slices.Sorted(maps.Keys(files)) {
			want, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(files[name], want) {
				t.Errorf("%s/%s is out of date: go test ./internal/wiregen -update", dir, name)
			}
		}
	}
}

func TestChosenTypes(t *testing.T) {
	t.Parallel()
	p, err := loadDir("testdata/sample")
	if err != nil {
		t.Fatal(err)
	}
	chosen, err := p.generated()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, typ := range p.order {
		if chosen[typ] {
			got = append(got, typ.name())
		}
	}
	want := []string{
		"Event", "Conflict", "other", "deep", "Renamed", "Inherits", "Delegates", "Only", "Empty", "Helped", "EmbedsHelped", // embed.go
		"Both", "Shared", "Answer", "Checked", "Inner", // request.go
		"Everything", "Boxed", "Tolerant", "Holder", // sample.go
	}
	if !slices.Equal(got, want) {
		t.Errorf("decoders for\n%q, want\n%q", got, want)
	}
}

// moduleWith writes a package of one file into a module of its own, and returns
// its directory.
func moduleWith(t *testing.T, source string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module example.com/m\n", "a/a.go": source} {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "a")
}

func TestErrors(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, source, want string }{
		{"interface", "package a\ntype I interface{ M() }\ntype T struct { F []I `json:\"f\"` }", "T: field F: an interface needs a type around it"},
		{"channel", "package a\ntype T struct { F chan int `json:\"f\"` }", "T: field F: can't decode a *ast.ChanType"},
		{"undeclared", "package a\ntype T struct { F Missing `json:\"f\"` }", "T: field F: can't decode a Missing"},
		{"string option", "package a\ntype T struct { F int `json:\"f,string\"` }", "T: field [F]: the string option isn't supported"},
		{"loop", "package a\ntype T struct { *U; F int `json:\"f\"` }\ntype U struct { *U }", "T: U embeds itself"},
		{"foreign embedded", "package a\nimport \"time\"\ntype T struct { time.Time; F int `json:\"f\"` }", "T: can't see into the embedded Time"},
		{"missing in package", "package a\nimport \"example.com/m/a\"\ntype T struct { F a.Missing `json:\"f\"` }", "example.com/m/a has no type Missing"},
		{"syntax", "package a\ntype T struct {", "expected '}'"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := run(moduleWith(t, tt.source), false)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
		})
	}
}

func TestOutsideModule(t *testing.T) {
	t.Parallel()
	if _, err := loadDir(t.TempDir()); err == nil {
		t.Error("no error for a directory without a module")
	}
}

func TestStaleFilesAreRemoved(t *testing.T) {
	t.Parallel()
	dir := moduleWith(t, "package a\ntype T struct { F int `json:\"f\"` }")
	for name, text := range map[string]string{
		"old_wire.go":  header + "\npackage a\n",
		"hand_wire.go": "package a // by hand\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 { // the second run finds everything as it should be
		if err := run(dir, false); err != nil {
			t.Fatal(err)
		}
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range entries {
			got = append(got, e.Name())
		}
		if want := []string{"a.go", "a_wire.go", "hand_wire.go"}; !slices.Equal(got, want) {
			t.Errorf("files %q, want %q", got, want)
		}
	}
}
