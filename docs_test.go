package accord_test

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"log"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/examples/ping/pingbot"
	"github.com/accord-go/accord/gateway"
)

// TestSnippets holds each piece of Go in the documents equal to one that the
// tests of this package run, between the markers docs:begin and docs:end.
func TestSnippets(t *testing.T) {
	t.Parallel()
	tested := make(map[string]bool)
	for _, name := range []string{"example_test.go", "docs_test.go", "bots_test.go", "emutest_docs_test.go", "events_docs_test.go", "rest_docs_test.go", "send_docs_test.go", "sharding_docs_test.go", "observability_docs_test.go", "examples/hello/main_test.go", "otel/docs_test.go"} {
		for _, snippet := range between(t, name, "// docs:begin\n", "// docs:end\n") {
			tested[strings.TrimRight(dedent(snippet), "\n")+"\n"] = true // gofmt keeps a line below a function
		}
	}
	program, err := os.ReadFile("examples/hello/main.go") // an example has no markers
	if err != nil {
		t.Fatal(err)
	}
	_, parts, _ := strings.Cut(string(program), "\n// newBot ")
	tested["// newBot "+parts] = true
	documents, err := filepath.Glob("docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, name := range append(documents, "README.md", "CONTRIBUTING.md") {
		for _, snippet := range between(t, name, "```go\n", "```") {
			found++
			if !tested[snippet] {
				t.Errorf("%s has a snippet that no test runs:\n%s", name, snippet)
			}
		}
	}
	if found < len(tested) {
		t.Errorf("%d snippets are marked as documented, and %d are", len(tested), found)
	}
}

// between returns what stands between the marks of a file.
func between(t *testing.T, name, begin, end string) (found []string) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	rest := string(text)
	for {
		_, after, ok := strings.Cut(rest, begin)
		if !ok {
			return found
		}
		inside, after, ok := strings.Cut(after, end)
		if !ok {
			t.Fatalf("%s: a snippet has no end", name)
		}
		// The end may be indented.
		found, rest = append(found, inside[:strings.LastIndexByte(inside, '\n')+1]), after
	}
}

// dedent takes the indentation of the first line from all lines.
func dedent(snippet string) string {
	indent := snippet[:len(snippet)-len(strings.TrimLeft(snippet, "\t"))]
	var b strings.Builder
	for line := range strings.Lines(snippet) {
		b.WriteString(strings.TrimPrefix(line, indent))
	}
	return b.String()
}

// TestDocumentedUse runs what docs/ and the README show of tests and handlers.
func TestDocumentedUse(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		// docs:begin
		d := emutest.Start(t)
		client := accord.New(d.Token, accord.Config{API: d.API, Dial: d.Dial})
		d.Run(client.Run) // returns when the bot is connected, and ends it with the test
		// docs:end

		// docs:begin
		remove := accord.On(client, func(ctx context.Context, m *event.MessageCreate) error {
			log.Println(m.Author.Username, "wrote in", m.ChannelID)
			return nil
		})
		// docs:end
		remove()

		answers := make(chan *event.MessageCreate, 1)
		accord.On(client, func(ctx context.Context, m *event.MessageCreate) error {
			if len(m.Mentions) > 0 {
				return nil
			}
			// docs:begin
			answer := accord.Expect(client, func(a *event.MessageCreate) bool {
				return a.ChannelID == m.ChannelID && a.Author.ID == m.Author.ID
			})
			defer answer.Stop()
			// … ask the question …
			a, err := answer.Wait(ctx) // others run meanwhile
			// docs:end
			answers <- a
			return err
		})
		d.Say("question")
		synctest.Wait()
		second := d.Say("answer")
		if a := <-answers; a.ID != second.ID {
			t.Errorf("the answer is message %d, want %d", a.ID, second.ID)
		}
	})
}

// TestPing is the test that the documents show.
//
// docs:begin
func TestPing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		client := pingbot.New(d.Token, accord.Config{API: d.API, Dial: d.Dial})
		d.Run(client.Run)
		d.Say("!ping")
		synctest.Wait() // until the bot has done all that it was about to do
		if m := d.LastMessage(); m.Content != "pong" {
			t.Errorf("the answer is %q, want pong", m.Content)
		}
	})
}

// docs:end

// TestControlAPI holds the table of the control API in docs/emulator.md equal
// to what the emulator takes: every request, every field, nothing else.
func TestControlAPI(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("docs/emulator.md")
	if err != nil {
		t.Fatal(err)
	}
	documented := make(map[string][]string)
	for _, m := range regexp.MustCompile("`((?:GET|POST) /[a-z-]+)[^`]*`(?: `\\{([^`]*)\\}`)?").FindAllStringSubmatch(string(text), -1) {
		fields := regexp.MustCompile(`\??: (\[.*?\]|\{.*?\})`).ReplaceAllString(m[2], "")
		documented[m[1]] = slices.Sorted(slices.Values(regexp.MustCompile(`[a-z_]+`).FindAllString(fields, -1)))
	}
	implemented := controls(t)
	for _, request := range slices.Sorted(maps.Keys(implemented)) {
		if got, ok := documented[request]; !ok || !slices.Equal(got, implemented[request]) {
			t.Errorf("%s: docs/emulator.md has the fields %q (mentioned: %t), the emulator takes %q", request, got, ok, implemented[request])
		}
		delete(documented, request)
	}
	for request := range documented {
		t.Errorf("docs/emulator.md has %s, which the emulator has not", request)
	}
}

// controls reads the requests of the control API, with the fields of their
// bodies, from the emulator's source.
func controls(t *testing.T) map[string][]string {
	t.Helper()
	fields := make(map[string][]string) // by function
	requests := make(map[string][]string)
	names, err := filepath.Glob("emulator/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	var files []*ast.File
	for _, name := range names {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, src, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(src)
		files = append(files, file)
	}
	types := structTypes(files)
	for _, file := range files {
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && strings.HasPrefix(f.Name.Name, "control") {
				fields[f.Name.Name] = bodyFields(f, types)
			}
		}
	}
	for _, m := range regexp.MustCompile(`"((?:GET|POST) )/control(/[a-z-]+)", (?:control\()?(?:e\.(\w+))?`).FindAllStringSubmatch(all.String(), -1) {
		requests[m[1]+m[2]] = fields[m[3]]
	}
	return requests
}

// structTypes returns the struct types that files declare, by name.
func structTypes(files []*ast.File) map[string]*ast.StructType {
	types := make(map[string]*ast.StructType)
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.TypeSpec); ok {
				if s, ok := spec.Type.(*ast.StructType); ok {
					types[spec.Name.Name] = s
				}
			}
			return true
		})
	}
	return types
}

// bodyFields returns the JSON names of the struct that a control takes, which may
// be one of types.
func bodyFields(f *ast.FuncDecl, types map[string]*ast.StructType) (names []string) {
	for _, param := range f.Type.Params.List {
		pointer, ok := param.Type.(*ast.StarExpr)
		if !ok {
			continue
		}
		body, ok := pointer.X.(*ast.StructType)
		if name, named := pointer.X.(*ast.Ident); named {
			body, ok = types[name.Name]
		}
		if !ok {
			continue
		}
		for _, field := range body.Fields.List {
			name, _, _ := strings.Cut(reflect.StructTag(strings.Trim(field.Tag.Value, "`")).Get("json"), ",")
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// TestDeploys makes the clients of docs/deploys.md, and holds its grace periods
// against what the end of Run may take: 10 seconds for handlers, one more, 5 for
// the last save, and the closing of connections.
func TestDeploys(t *testing.T) {
	t.Setenv("DISCORD_TOKEN", "MTIzNDU2Nzg5MDEyMzQ1Njc4.a.b")
	t.Setenv("STATE_DIRECTORY", t.TempDir())
	t.Setenv("POD_INDEX", "3")
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	{
		// docs:begin
		client := accord.New(os.Getenv("DISCORD_TOKEN"), accord.Config{
			Sessions: gateway.NewFileStore(os.Getenv("STATE_DIRECTORY")),
		})
		// docs:end
		if err := client.Run(ended); err != nil {
			t.Error(err)
		}
	}
	{
		// docs:begin
		index, err := strconv.Atoi(os.Getenv("POD_INDEX"))
		if err != nil {
			log.Fatal("POD_INDEX: ", err)
		}
		client := accord.New(os.Getenv("DISCORD_TOKEN"), accord.Config{
			Shards:       accord.Shards{Count: 16, IDs: accord.ShardRange(4*index, 4*index+3)},
			Sessions:     gateway.NewFileStore(os.Getenv("STATE_DIRECTORY")),
			IdentifyGate: gateway.NewRemoteGate(os.Getenv("IDENTIFY_GATE")),
		})
		// docs:end
		t.Setenv("HEALTH_ADDR", "127.0.0.1:0")
		// docs:begin
		health := &http.Server{Addr: os.Getenv("HEALTH_ADDR"), Handler: client.HealthHandler()}
		go health.ListenAndServe()
		defer health.Close()
		// docs:end
		if err := client.Run(ended); err != nil {
			t.Error(err)
		}
	}
	text, err := os.ReadFile("docs/deploys.md")
	if err != nil {
		t.Fatal(err)
	}
	periods := regexp.MustCompile(`(?:TimeoutStopSec=|terminationGracePeriodSeconds: |--stop-timeout )(\d+)`).FindAllStringSubmatch(string(text), -1)
	if len(periods) != 4 {
		t.Errorf("found %d grace periods", len(periods))
	}
	for _, m := range periods {
		if n, err := strconv.Atoi(m[1]); err != nil || n < 20 {
			t.Errorf("%q is too short", m[0])
		}
	}
}
