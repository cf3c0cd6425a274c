package rest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/accord-go/accord/rest"
)

// A sample is an operation that takes a body, sent twice.
type sample struct {
	op      string                                          // operation ID
	full    func(ctx context.Context, c *rest.Client) error // everything set that may be set together
	minimal func(ctx context.Context, c *rest.Client) error // only what is required
}

// samples are the tables of all files.
var samples = slices.Concat(
	applicationSamples,
	lobbySamples,
	socialSamples,
	commandSamples,
	interactionSamples,
	memberSamples,
	messageSamples,
	expressionSamples,
	inviteSamples,
	voiceSamples,
	webhookSamples,
	moderationSamples,
	eventSamples,
)

// An exchange is a request that was sent for a sample, with its answer.
type exchange struct {
	Test        string          `json:"test"`
	Kind        string          `json:"kind"`
	Method      string          `json:"method"`
	Path        string          `json:"path"`
	Query       string          `json:"query,omitzero"`
	Route       string          `json:"route"`
	UserAgent   string          `json:"user_agent"`
	ContentType string          `json:"content_type"`
	Request     json.RawMessage `json:"request,omitzero"`
	Files       int             `json:"files,omitzero"`
	Status      int             `json:"status"`
	Response    json.RawMessage `json:"response,omitzero"`
}

// TestSpecRequests sends each sample, and wants what arrives to be a request
// that Discord's document allows.
func TestSpecRequests(t *testing.T) {
	t.Parallel()
	s := theSpec(t)
	r := newReport()
	sent := make(map[string]map[string]bool) // content types by operation
	for _, sample := range samples {
		op := s.operations[sample.op]
		if op == nil {
			t.Errorf("%s is no operation", sample.op)
			continue
		}
		if sent[op.id] == nil {
			sent[op.id] = make(map[string]bool)
		}
		for i, send := range []func(context.Context, *rest.Client) error{sample.full, sample.minimal} {
			name := sample.op + []string{" full", " minimal"}[i]
			x := exchangeOf(t, s, op, name, send)
			if x == nil {
				continue
			}
			sent[op.id][x.ContentType] = true
			checkRequest(r, s, op, x)
			recordExchange(t, x)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(s.operations)) {
		op := s.operations[id]
		if op.disabled != "" || !s.takes(op) {
			continue
		}
		if !r.wants(sent[id] != nil, "sample", id, "has no sample") {
			continue
		}
		_, forms := op.bodies["multipart/form-data"]
		r.wants(!forms || sent[id]["multipart/form-data"], "sample", id, "is never sent as a form with files")
	}
	t.Logf("%d samples of %d operations", len(samples), len(sent))
	r.end(t, "sample", "request")
}

// takes reports whether an operation takes a body that says something.
func (s *spec) takes(op *operation) bool {
	if len(op.bodies) == 0 {
		return false
	}
	alts, _ := s.alternatives("", mainBody(op))
	return len(alts) != 1 || !slices.Contains(alts[0].Type, "object") || len(alts[0].Properties) > 0 || alts[0].Additional != nil || op.page != ""
}

// exchangeOf sends one request, to a server that answers with what the
// operation answers with at least.
func exchangeOf(t *testing.T, s *spec, op *operation, name string, send func(context.Context, *rest.Client) error) (x *exchange) {
	t.Helper()
	status, answer := shortest(s, op)
	n := 0
	var problem error
	cfg := serve(t, func(w http.ResponseWriter, r *http.Request) {
		n++
		x, problem = newExchange(r)
		x.Test, x.Route, x.Status, x.Response = t.Name()+"/"+name, op.path, status, answer
		if answer != nil {
			w.Header().Set("Content-Type", "application/json")
		}
		w.WriteHeader(status)
		_, _ = w.Write(answer) // a client that went away is its own failure
	})
	cfg.Limiter = rest.NoLimit
	if err := send(t.Context(), newClient(t, cfg)); err != nil || problem != nil || n != 1 {
		t.Errorf("%s: %d requests, %v: %v", name, n, problem, err)
		return nil
	}
	if x.Method != op.method || !templateOf(op.path).MatchString(x.Path) {
		t.Errorf("%s sent %s %s, want %s %s", name, x.Method, x.Path, op.method, op.path)
		return nil
	}
	return x
}

// shortest returns the first status that an operation succeeds with, and the
// shortest answer.
func shortest(s *spec, op *operation) (int, json.RawMessage) {
	code := slices.Min(slices.Collect(maps.Keys(op.answers)))
	status, _ := strconv.Atoi(code) // the tables have nothing else
	v := op.answers[code]["application/json"]
	if v == nil {
		return status, nil
	}
	return status, json.RawMessage(compact(newGenerator(s, false).value(op.id, v, false)))
}

var placeholder = regexp.MustCompile(`\\\{[a-z_0-9]+\\\}`)

// templateOf returns what the paths of an operation match.
func templateOf(path string) *regexp.Regexp {
	return regexp.MustCompile("^" + placeholder.ReplaceAllString(regexp.QuoteMeta(path), "[^/]+") + "$")
}

// newExchange reads a request. Of a form, the JSON is what is recorded, or if
// there is none, its fields.
func newExchange(r *http.Request) (*exchange, error) {
	x := &exchange{Kind: "request", Method: r.Method, Path: r.URL.EscapedPath(), Query: r.URL.RawQuery, UserAgent: r.UserAgent()}
	body, err := io.ReadAll(r.Body)
	if err != nil || len(body) == 0 {
		return x, err
	}
	contentType, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	x.ContentType = contentType
	switch {
	case err != nil:
		return x, err
	case contentType == "multipart/form-data":
		return x, x.readForm(multipart.NewReader(bytes.NewReader(body), params["boundary"]))
	case contentType == "application/x-www-form-urlencoded":
		values, err := url.ParseQuery(string(body))
		fields := make(map[string]string)
		for name := range values {
			fields[name] = values.Get(name)
		}
		x.Request = json.RawMessage(compact(fields))
		return x, err
	default:
		x.Request = body
		return x, nil
	}
}

func (x *exchange) readForm(form *multipart.Reader) error {
	fields := make(map[string]string)
	for {
		part, err := form.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		text, err := io.ReadAll(part)
		if err != nil {
			return err
		}
		switch {
		case part.FormName() == "payload_json":
			x.Request = text
		case part.FileName() != "":
			x.Files++
			if !strings.HasPrefix(part.FormName(), "files[") {
				fields[part.FormName()] = part.FileName()
			}
		default:
			fields[part.FormName()] = string(text)
		}
	}
	if x.Request == nil && len(fields) > 0 {
		x.Request = json.RawMessage(compact(fields))
	}
	return nil
}

// checkRequest holds a request against the schema of its operation.
func checkRequest(r *report, s *spec, op *operation, x *exchange) {
	known := make(map[string]bool)
	for _, q := range op.query {
		known[q.Name] = true
	}
	query, err := url.ParseQuery(x.Query)
	r.wants(err == nil, "request", op.id, fmt.Sprint(err))
	for name := range query {
		r.wants(known[name], "request", op.id+"?"+name, "is no parameter of the query")
	}
	v, ok := op.bodies[x.ContentType]
	if !r.wants(ok, "request", op.id, "is sent as "+x.ContentType) || x.Request == nil {
		return
	}
	var body any
	if err := decode(x.Request, &body); err != nil {
		r.wants(false, "request", op.id, err.Error())
		return
	}
	for where, what := range s.violations(op.id, v, body) {
		r.wants(false, "request", where, what)
	}
}

var recordFile = sync.OnceValues(func() (*os.File, error) {
	name := os.Getenv("ACCORD_RECORD")
	if name == "" {
		return nil, nil
	}
	return os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
})

// recordExchange appends an exchange to the file that ACCORD_RECORD names, as package
// emutest does. Package interop holds it against Discord's OpenAPI document.
func recordExchange(t *testing.T, x *exchange) {
	t.Helper()
	file, err := recordFile()
	if err == nil && file != nil {
		_, err = file.WriteString(compact(x) + "\n")
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestSamplesComplete wants every table of samples to be used.
func TestSamplesComplete(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("requests*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	tables, used := make(map[string]bool), make(map[string]bool)
	for _, name := range names {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			gen, ok := decl.(*ast.GenDecl)
			if !ok || gen.Tok != token.VAR {
				continue
			}
			for _, spec := range gen.Specs {
				spec := spec.(*ast.ValueSpec)
				if name := spec.Names[0].Name; strings.HasSuffix(name, "Samples") {
					tables[name] = true
				}
				if spec.Names[0].Name != "samples" {
					continue
				}
				ast.Inspect(spec, func(n ast.Node) bool {
					if id, ok := n.(*ast.Ident); ok {
						used[id.Name] = true
					}
					return true
				})
			}
		}
	}
	for name := range tables {
		if !used[name] {
			t.Errorf("%s is missing in samples, in requests_test.go", name)
		}
	}
}
