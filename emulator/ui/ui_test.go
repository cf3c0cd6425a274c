package ui_test

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/accord-go/accord/emulator/ui"
)

// files calls visit with the name and the text of every file of the page.
func files(t *testing.T, visit func(name, text string)) {
	t.Helper()
	page := ui.Files()
	err := fs.WalkDir(page, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(page, name)
		if err == nil {
			visit(name, string(text))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// reference finds what a document or a module loads.
var reference = regexp.MustCompile(`(?m)(?:^import\b[^'"]*?|\bfrom |^<script [^>]*src=|^<link [^>]*href=)['"]([^'"]+)['"]`)

func TestReferencesResolve(t *testing.T) {
	t.Parallel()
	known, used := make(map[string]bool), make(map[string]bool)
	files(t, func(name, _ string) { known[name] = true })
	files(t, func(name, text string) {
		for _, match := range reference.FindAllStringSubmatch(text, -1) {
			target := path.Join(path.Dir(name), match[1])
			used[target] = true
			if !known[target] {
				t.Errorf("%s loads %s, which is not in the page", name, match[1])
			}
		}
	})
	for name := range known {
		if name != "index.html" && !used[name] {
			t.Errorf("nothing loads %s", name)
		}
	}
}

// TestNoMarkupFromData wants the page to build nodes only: a message must never
// be parsed as HTML or run as a program.
func TestNoMarkupFromData(t *testing.T) {
	t.Parallel()
	dangerous := regexp.MustCompile(`innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\b|new Function|setHTML|srcdoc`)
	files(t, func(name, text string) {
		for _, found := range dangerous.FindAllString(text, -1) {
			t.Errorf("%s uses %s", name, found)
		}
	})
}

// TestAsksNobodyElse wants no address of another server where something is
// loaded, and the browser told to refuse it.
func TestAsksNobodyElse(t *testing.T) {
	t.Parallel()
	loads := regexp.MustCompile(`(?i)(?:url\(|@import|src=|<link[^>]* href=|fetch\(|EventSource\(|import\()\s*['"]?(?:https?:)?//`)
	files(t, func(name, text string) {
		for _, found := range loads.FindAllString(text, -1) {
			t.Errorf("%s loads from another server: %s", name, found)
		}
	})
	index, err := fs.ReadFile(ui.Files(), "index.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, directive := range []string{"default-src 'none'", "script-src 'self'", "connect-src 'self'", "img-src 'self'"} {
		if !strings.Contains(string(index), directive) {
			t.Errorf("the content security policy lacks %q", directive)
		}
	}
}

func TestServed(t *testing.T) {
	t.Parallel()
	handler := http.FileServerFS(ui.Files())
	tests := []struct{ path, contentType string }{
		{"/", "text/html; charset=utf-8"},
		{"/app.js", "text/javascript; charset=utf-8"},
		{"/style.css", "text/css; charset=utf-8"},
		{"/icon.svg", "image/svg+xml"},
	}
	for _, tt := range tests {
		recorder := httptest.NewRecorder()
		handler.ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), http.MethodGet, tt.path, nil))
		if recorder.Code != http.StatusOK || recorder.Header().Get("Content-Type") != tt.contentType {
			t.Errorf("GET %s = %d, %q; want 200, %q", tt.path, recorder.Code, recorder.Header().Get("Content-Type"), tt.contentType)
		}
	}
}
