package emulator_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/emulator/emutest"
)

// file is a part of a form.
type file struct {
	field, name, kind string
	data              []byte
}

// upload sends a form with files.
func upload(t *testing.T, d *emutest.Discord, method, path, payload string, files ...file) answer {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	if payload != "" {
		if err := w.WriteField("payload_json", payload); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range files {
		h := textproto.MIMEHeader{"Content-Disposition": {`form-data; name="` + f.field + `"; filename="` + f.name + `"`}}
		if f.kind != "" {
			h.Set("Content-Type", f.kind)
		}
		part, err := w.CreatePart(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write(f.data); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), method, d.API+path, &body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", w.FormDataContentType())
	req.Header.Set("Authorization", "Bot "+d.Token)
	return do(t, d, req)
}

// fetch reads a file from the address that an answer gave.
func fetch(t *testing.T, d *emutest.Discord, address string) answer {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	return do(t, d, req)
}

// posted is what these tests look at in a message.
type posted struct {
	ID          string
	Attachments []struct {
		ID, Filename, URL string
		ContentType       string `json:"content_type"`
		Description       string
		Size              int
		Width, Height     int
		Flags             int
	}
	Embeds []struct {
		Image struct {
			URL           string
			Width, Height int
		}
	}
	Components []struct {
		Name string
		Size int
		File struct {
			URL          string
			AttachmentID string `json:"attachment_id"`
		}
	}
}

func TestUploadAndDownload(t *testing.T) {
	t.Parallel()
	d := emutest.Start(t)
	data := []byte("\x00\xff binary \r\n\r\n--boundary")
	path := "/channels/" + d.ChannelID.String() + "/messages"
	got := upload(t, d, http.MethodPost, path,
		`{"content":"here","attachments":[{"id":0,"filename":"my notes.bin","description":"notes"},{"id":"1","is_spoiler":true}]}`,
		file{"files[0]", "x.bin", "application/octet-stream", data}, file{"files[1]", "b.txt", "text/plain", []byte("text")})
	if got.status != 200 {
		t.Fatalf("upload: %d %s", got.status, got.body)
	}
	var m posted
	decode(t, []byte(got.body), &m)
	if len(m.Attachments) != 2 {
		t.Fatalf("attachments = %+v", m.Attachments)
	}
	first, second := m.Attachments[0], m.Attachments[1]
	if first.Filename != "my_notes.bin" || first.Description != "notes" || first.Size != len(data) || second.Flags != 8 {
		t.Errorf("attachments = %+v", m.Attachments)
	}
	for _, query := range []string{"ex=", "is=", "hm="} {
		if !strings.Contains(first.URL, query) {
			t.Errorf("url %s has no %s", first.URL, query)
		}
	}
	back := fetch(t, d, first.URL)
	if back.status != 200 || back.body != strings.TrimSpace(string(data)) || back.header.Get("Content-Type") != first.ContentType {
		t.Errorf("download: %d %q as %s, want %q as %s", back.status, back.body, back.header.Get("Content-Type"), data, first.ContentType)
	}
	if text := fetch(t, d, second.URL); text.body != "text" || text.header.Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Errorf("download: %q as %s", text.body, text.header.Get("Content-Type"))
	}
	for name, address := range map[string]string{
		"unsigned":   strings.SplitN(first.URL, "?", 2)[0],
		"other name": strings.Replace(first.URL, "my_notes", "your_notes", 1),
		"tampered":   strings.Replace(first.URL, "hm=", "hm=0", 1),
		"no file":    strings.Replace(first.URL, first.ID, "5", 1),
	} {
		if got := fetch(t, d, address); got.status < 400 {
			t.Errorf("%s: %d %s", name, got.status, got.body)
		}
	}
}

func TestFileExpires(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		got := upload(t, d, http.MethodPost, "/channels/"+d.ChannelID.String()+"/messages", "", file{"file", "a.txt", "", []byte("a")})
		var m posted
		decode(t, []byte(got.body), &m)
		time.Sleep(23 * time.Hour)
		if got := fetch(t, d, m.Attachments[0].URL); got.status != 200 {
			t.Errorf("after 23 hours: %d", got.status)
		}
		time.Sleep(2 * time.Hour)
		if got := fetch(t, d, m.Attachments[0].URL); got.status != 403 {
			t.Errorf("after 25 hours: %d", got.status)
		}
	})
}

func TestEditAttachments(t *testing.T) {
	t.Parallel()
	d := emutest.Start(t)
	path := "/channels/" + d.ChannelID.String() + "/messages"
	var m posted
	decode(t, []byte(upload(t, d, http.MethodPost, path, `{"content":"x"}`, file{"files[0]", "a.txt", "", []byte("a")}, file{"files[1]", "b.txt", "", []byte("b")}).body), &m)
	if len(m.Attachments) != 2 {
		t.Fatalf("attachments = %+v", m.Attachments)
	}
	names := func(got answer) string {
		t.Helper()
		var m posted
		decode(t, []byte(got.body), &m)
		var names []string
		for _, a := range m.Attachments {
			names = append(names, a.Filename)
		}
		return strings.Join(names, " ")
	}
	edit := path + "/" + m.ID
	if got := names(upload(t, d, http.MethodPatch, edit, `{"content":"y"}`)); got != "a.txt b.txt" {
		t.Errorf("not mentioned: %s", got)
	}
	keep := `{"attachments":[{"id":"` + m.Attachments[1].ID + `"},{"id":0}]}`
	if got := names(upload(t, d, http.MethodPatch, edit, keep, file{"files[0]", "c.txt", "", []byte("c")})); got != "b.txt c.txt" {
		t.Errorf("one kept, one new: %s", got)
	}
	if got := names(upload(t, d, http.MethodPatch, edit, `{"attachments":[]}`)); got != "" {
		t.Errorf("none kept: %s", got)
	}
	bad := upload(t, d, http.MethodPatch, edit, `{"attachments":[{"id":7}]}`)
	if diff := same(t, invalidForm("attachments.0", "ATTACHMENT_NOT_FOUND", "Attachment data not found"), bad.body); diff != "" {
		t.Errorf("unknown attachment: %s: %s", bad.body, diff)
	}
}

func TestFilesInEmbedsAndComponents(t *testing.T) {
	t.Parallel()
	d := emutest.Start(t)
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 3, 2))); err != nil {
		t.Fatal(err)
	}
	path := "/channels/" + d.ChannelID.String() + "/messages"
	var m posted
	got := upload(t, d, http.MethodPost, path, `{"embeds":[{"image":{"url":"attachment://a.png"}}]}`, file{"files[0]", "a.png", "", picture.Bytes()})
	decode(t, []byte(got.body), &m)
	if len(m.Embeds) != 1 || len(m.Attachments) != 0 || m.Embeds[0].Image.Width != 3 || m.Embeds[0].Image.Height != 2 {
		t.Fatalf("embed: %s", got.body)
	}
	if back := fetch(t, d, m.Embeds[0].Image.URL); back.header.Get("Content-Type") != "image/png" {
		t.Errorf("picture: %d %v", back.status, back.header)
	}
	m = posted{}
	got = upload(t, d, http.MethodPost, path, `{"flags":32768,"components":[{"type":13,"file":{"url":"attachment://a.txt"}}]}`, file{"files[0]", "a.txt", "", []byte("abc")})
	decode(t, []byte(got.body), &m)
	if len(m.Components) != 1 || m.Components[0].Name != "a.txt" || m.Components[0].Size != 3 || m.Components[0].File.AttachmentID == "" {
		t.Errorf("component: %s", got.body)
	}
}

func TestTooManyFiles(t *testing.T) {
	t.Parallel()
	d := emutest.Start(t)
	var files []file
	for range 11 {
		files = append(files, file{"files[" + string(rune('a'+len(files))) + "]", "a.txt", "", []byte("a")})
	}
	got := upload(t, d, http.MethodPost, "/channels/"+d.ChannelID.String()+"/messages", `{}`, files...)
	if diff := same(t, `{"message":"Maximum number of attachments in a message reached (10)","code":30015}`, got.body); diff != "" {
		t.Errorf("%s: %s", got.body, diff)
	}
}

// TestLegacyForm wants a form without payload_json read field by field.
func TestLegacyForm(t *testing.T) {
	t.Parallel()
	d := emutest.Start(t)
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	if err := w.WriteField("content", "hello"); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, d.API+"/channels/"+d.ChannelID.String()+"/messages", &body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", w.FormDataContentType())
	req.Header.Set("Authorization", "Bot "+d.Token)
	got := do(t, d, req)
	var m struct{ Content string }
	if err := json.Unmarshal([]byte(got.body), &m); err != nil || m.Content != "hello" {
		t.Errorf("%d %s", got.status, got.body)
	}
}
