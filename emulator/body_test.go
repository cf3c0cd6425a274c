package emulator

import (
	"bytes"
	"errors"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// part is a part of a form.
type part struct{ name, file, content string }

func multipartBody(t testing.TB, parts ...part) (body, contentType string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, p := range parts {
		var err error
		out := w.WriteField
		if p.file != "" {
			out = func(name, content string) error {
				f, err := w.CreateFormFile(name, p.file)
				if err == nil {
					_, err = f.Write([]byte(content))
				}
				return err
			}
		}
		if err = out(p.name, p.content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String(), w.FormDataContentType()
}

func readTestBody(body, contentType string) (*request, error) {
	hr := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
	hr.Header.Set("Content-Type", contentType)
	r := new(request)
	return r, readBody(httptest.NewRecorder(), hr, r)
}

func TestReadBody(t *testing.T) {
	t.Parallel()
	form, formType := multipartBody(t, part{"payload_json", "", `{"content":"x"}`}, part{"files[0]", "a b.txt", "hello"})
	named, namedType := multipartBody(t, part{"payload_json", "blob", `{"content":"x"}`})
	fields, fieldsType := multipartBody(t, part{"content", "", "hi"}, part{"file", "a.png", "png"})
	tests := []struct {
		name, body, contentType string
		want                    string
		files                   []string
	}{
		{"JSON", `{"a":1}`, "application/json", `{"a":1}`, nil},
		{"JSON with charset", `{"a":1}`, "application/json; charset=utf-8", `{"a":1}`, nil},
		{"no type", `{"a":1}`, "", `{"a":1}`, nil},
		{"nothing", ``, "", ``, nil},
		{"nothing of a strange type", ``, "text/plain", ``, nil},
		{"multipart", form, formType, `{"content":"x"}`, []string{"files[0]=a b.txt:hello"}},
		{"payload with a file name", named, namedType, `{"content":"x"}`, nil},
		{"fields instead of payload", fields, fieldsType, `{"content":"hi"}`, []string{"file=a.png:png"}},
		{"form", `content=a+b&x=%C3%A4`, "application/x-www-form-urlencoded", `{"content":"a b","x":"ä"}`, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, err := readTestBody(tt.body, tt.contentType)
			if err != nil {
				t.Fatal(err)
			}
			var files []string
			for _, f := range r.files {
				files = append(files, fmt.Sprintf("%s=%s:%s", f.field, f.name, f.data))
			}
			if string(r.body) != tt.want || fmt.Sprint(files) != fmt.Sprint(tt.files) {
				t.Errorf("body = %s, files %v, want %s, %v", r.body, files, tt.want, tt.files)
			}
		})
	}
}

func TestReadBodyRefusals(t *testing.T) {
	t.Parallel()
	large, largeType := multipartBody(t, part{"files[0]", "a", strings.Repeat("x", maxFileSize+1)})
	field, fieldType := multipartBody(t, part{"content", "", strings.Repeat("x", maxFormValue+1)})
	many, manyType := multipartBody(t, make([]part, maxParts+1)...)
	bad, badType := multipartBody(t, part{"payload_json", "", `{`})
	whole, wholeType := multipartBody(t, part{"files[0]", "a", "hello"})
	tests := []struct {
		name, body, contentType string
		status, code            int
	}{
		{"bad JSON", `{"a":`, "application/json", 400, 50109},
		{"bad payload", bad, badType, 400, 50109},
		{"strange type", `x`, "text/plain", 400, 50035},
		{"malformed type", `x`, "/;;", 400, 50035},
		{"no boundary", `x`, "multipart/form-data", 400, 50035},
		{"cut off", whole[:len(whole)-20], wholeType, 400, 50035},
		{"file too large", large, largeType, 400, 50045},
		{"field too large", field, fieldType, 413, 40005},
		{"too many parts", many, manyType, 400, 50035},
		{"body too large", `"` + strings.Repeat("x", maxRequestBody) + `"`, "application/json", 413, 40005},
		{"bad form", "%zz", "application/x-www-form-urlencoded", 400, 50035},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := readTestBody(tt.body, tt.contentType)
			refused, ok := errors.AsType[*apiError](err)
			if !ok || refused.status != tt.status || refused.code != tt.code {
				t.Errorf("error = %v, want %d with code %d", err, tt.status, tt.code)
			}
		})
	}
}

// FuzzMultipart wants any form read or refused.
func FuzzMultipart(f *testing.F) {
	body, _ := multipartBody(f, part{"payload_json", "", `{"content":"x"}`}, part{"files[0]", "a.txt", "hello"})
	boundary, _, _ := strings.Cut(strings.TrimPrefix(body, "--"), "\r\n")
	f.Add(strings.ReplaceAll(body, boundary, "b"))
	f.Add("--b\r\nContent-Disposition: form-data; name=\"payload_json\"\r\n\r\n{\r\n--b--")
	f.Add("--b\r\nContent-Disposition: form-data; filename=\"x\"\r\n\r\n\r\n--b--")
	f.Add("--b\r\n\r\n--b\r\n")
	f.Fuzz(func(t *testing.T, body string) {
		r, err := readTestBody(body, "multipart/form-data; boundary=b")
		if _, ok := errors.AsType[*apiError](err); err != nil && !ok {
			t.Errorf("error = %v, not a refusal", err)
		}
		if len(r.files) > maxParts {
			t.Errorf("%d files", len(r.files))
		}
	})
}
