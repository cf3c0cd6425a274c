package accord_test

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// floors is a statement of policy: each package, and the packages of this
// module that its code (not its tests) may import. Imports go down only. A
// package that is missing here is not allowed to exist.
//
// DO NOT CHANGE THIS TABLE TO MAKE A BUILD PASS. The emulator in particular
// never imports the client or internal/wire: a mistake on both sides would
// cancel out.
const floors = `
	internal/wire:
	internal/wire/wiretest:
	internal/wiregen:
	discord:          internal/wire
	event:            discord internal/wire
	rest:             discord internal/wire
	rest/limitertest: rest
	gateway:          discord event internal/wire
	gateway/sessiontest: discord gateway
	voice/dave:       voice/dave/internal/mls
	voice/dave/internal/mls:
	emulator/ui:
	emulator/delivery: # the server's half of DAVE, from the facts: it shares no code with voice/dave
	emulator:         discord event emulator/ui
	emulator/emutest: emulator discord event
	interaction:      discord event rest
	.:                discord event rest gateway internal/wire
	cmd/accord:       *
	examples/*:       *
`

// thirdParty lists the imports from outside the standard library and this
// module that each package may have. A package that is missing here may have
// none.
const thirdParty = `
	gateway:  github.com/gorilla/websocket github.com/klauspost/compress/zstd
	emulator: github.com/gorilla/websocket github.com/klauspost/compress/zstd
	voice/dave: golang.org/x/crypto/scrypt
`

// dataOnly are the packages that do no I/O and log nothing, and doesIO what
// they therefore don't import of the standard library.
var (
	dataOnly = []string{"discord", "event", "internal/wire"}
	doesIO   = []string{"log", "net", "os", "syscall"}
)

// modulePath is the path of the root module.
const modulePath = "github.com/accord-go/accord"

func TestArchitecture(t *testing.T) {
	t.Parallel()
	packages, err := imports(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range violations(packages) {
		t.Error(p)
	}
}

// TestArchitectureCatches plants what the policy forbids and wants it found.
func TestArchitectureCatches(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, pkg, imp, want string }{
		{"upward", "discord", modulePath + "/rest", "discord imports rest, which is not below it"},
		{"client in the emulator", "emulator", modulePath + "/gateway", "emulator imports gateway, which is not below it"},
		{"decoder in the emulator", "emulator", modulePath + "/internal/wire", "emulator imports internal/wire, which is not below it"},
		{"third party", "rest", "github.com/gorilla/websocket", "rest imports github.com/gorilla/websocket from outside"},
		{"I/O in the data", "discord", "net/http", "discord holds data only and imports net/http"},
		{"new package", "helpers", "strings", "helpers is not in the table of floors"},
		{"testing", "rest", "testing", "rest imports testing outside of a package named *test"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := violations(map[string][]string{tt.pkg: {tt.imp}})
			if !slices.Contains(got, tt.want) {
				t.Errorf("violations = %q, want %q among them", got, tt.want)
			}
		})
	}
}

// violations holds packages and their imports against the two tables.
func violations(packages map[string][]string) []string {
	below, outside := table(floors), table(thirdParty)
	var found []string
	for _, pkg := range slices.Sorted(maps.Keys(packages)) {
		allowed, ok := below[pkg]
		if first, _, nested := strings.Cut(pkg, "/"); !ok && nested {
			allowed, ok = below[first+"/*"]
		}
		if !ok {
			found = append(found, pkg+" is not in the table of floors")
		}
		for _, imp := range packages[pkg] {
			found = append(found, violation(pkg, imp, allowed, outside[pkg])...)
		}
	}
	return found
}

func violation(pkg, imp string, allowed, outside []string) []string {
	first, _, _ := strings.Cut(imp, "/")
	switch rest, ours := strings.CutPrefix(imp, modulePath); {
	case ours:
		if rest = strings.TrimPrefix(rest, "/"); rest == "" {
			rest = "."
		}
		if !slices.Contains(allowed, rest) && !slices.Contains(allowed, "*") {
			return []string{fmt.Sprintf("%s imports %s, which is not below it", pkg, rest)}
		}
	case strings.Contains(first, "."):
		if !slices.Contains(outside, imp) {
			return []string{fmt.Sprintf("%s imports %s from outside", pkg, imp)}
		}
	case slices.Contains(dataOnly, pkg) && slices.Contains(doesIO, first):
		return []string{fmt.Sprintf("%s holds data only and imports %s", pkg, imp)}
	case imp == "testing" || strings.HasPrefix(imp, "testing/"):
		if !strings.HasSuffix(pkg, "test") {
			return []string{pkg + " imports testing outside of a package named *test"}
		}
	}
	return nil
}

// table reads the lines of a policy: "name: word word # comment".
func table(policy string) map[string][]string {
	t := make(map[string][]string)
	for line := range strings.Lines(policy) {
		line, _, _ = strings.Cut(line, "#")
		if name, words, ok := strings.Cut(line, ":"); ok {
			t[strings.TrimSpace(name)] = strings.Fields(words)
		}
	}
	return t
}

// imports returns the imports of each package of the root module, without
// those of its tests.
func imports(root fs.FS) (map[string][]string, error) {
	packages := make(map[string][]string)
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return skipDir(root, name)
		}
		if path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		src, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, src, parser.ImportsOnly)
		if err != nil {
			return err
		}
		pkg := path.Dir(name)
		packages[pkg] = append(packages[pkg], []string{}...) // a package without imports exists too
		for _, spec := range file.Imports {
			if imp := strings.Trim(spec.Path.Value, `"`); !slices.Contains(packages[pkg], imp) {
				packages[pkg] = append(packages[pkg], imp)
			}
		}
		return nil
	})
	return packages, err
}

// skipDir leaves out what does not belong to the root module's build.
func skipDir(root fs.FS, name string) error {
	base := path.Base(name)
	if name != "." && (strings.HasPrefix(base, ".") || base == "testdata" || base == "node_modules") {
		return filepath.SkipDir
	}
	if _, err := fs.Stat(root, path.Join(name, "go.mod")); err == nil && name != "." {
		return filepath.SkipDir // a module of its own
	}
	return nil
}
