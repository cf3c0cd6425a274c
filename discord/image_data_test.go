package discord_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/accord-go/accord/discord"
)

func TestImageData(t *testing.T) {
	t.Parallel()
	tests := []struct{ content, want string }{
		{"\x89PNG\r\n\x1a\n", "data:image/png;base64,iVBORw0KGgo="},
		{"\xff\xd8\xff\xe0", "data:image/jpeg;base64,/9j/4A=="},
		{"GIF89a", "data:image/gif;base64,R0lGODlh"},
		{"GIF87a", "data:image/gif;base64,R0lGODdh"},
		{"RIFF\x00\x00\x00\x00WEBP", "data:image/webp;base64,UklGRgAAAABXRUJQ"},
		{"\x00\x00\x00\x1cftypavif", "data:image/avif;base64,AAAAHGZ0eXBhdmlm"},
		{"\x00\x00\x00\x1cftypavis", "data:image/avif;base64,AAAAHGZ0eXBhdmlz"},
		{"\x00\x00\x00\x1cftypmp42", ""},
		{"RIFF\x00\x00\x00\x00WAVE", ""},
		{"\x89PNG", ""},
		{"<svg/>", ""},
		{"", ""},
	}
	for _, tt := range tests {
		got, err := discord.NewImageData([]byte(tt.content))
		if string(got) != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("%q: %q, %v, want %q", tt.content, string(got), err, tt.want)
		}
		read, err := discord.ReadImageData(strings.NewReader(tt.content))
		if read != got || (err == nil) != (tt.want != "") {
			t.Errorf("%q read: %q, %v", tt.content, string(read), err)
		}
	}
}

func TestSoundData(t *testing.T) {
	t.Parallel()
	tests := []struct{ content, want string }{
		{"ID3\x04", "data:audio/mpeg;base64,SUQzBA=="},
		{"\xff\xfb\x90\x00", "data:audio/mpeg;base64,//uQAA=="},
		{"\xff\xf3\x90\x00", "data:audio/mpeg;base64,//OQAA=="},
		{"OggS", "data:audio/ogg;base64,T2dnUw=="},
		{"\xff\xf1\x50\x80", ""}, // AAC
		{"RIFF", ""},
		{"", ""},
	}
	for _, tt := range tests {
		got, err := discord.NewSoundData([]byte(tt.content))
		if string(got) != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("%q: %q, %v, want %q", tt.content, string(got), err, tt.want)
		}
		read, err := discord.ReadSoundData(strings.NewReader(tt.content))
		if read != got || (err == nil) != (tt.want != "") {
			t.Errorf("%q read: %q, %v", tt.content, string(read), err)
		}
	}
}

// A picture that is too large, or can't be read, is an error and not half a
// picture.
func TestReadDataFails(t *testing.T) {
	t.Parallel()
	gone := errors.New("the disk is gone")
	endless := io.MultiReader(strings.NewReader("OggS\x89PNG\r\n\x1a\n"), zeros{})
	if _, err := discord.ReadImageData(endless); err == nil || !strings.Contains(err.Error(), "more than") {
		t.Errorf("endless picture: %v", err)
	}
	if _, err := discord.ReadSoundData(endless); err == nil || !strings.Contains(err.Error(), "more than") {
		t.Errorf("endless sound: %v", err)
	}
	broken := io.MultiReader(strings.NewReader("\x89PNG\r\n\x1a\n"), iotest.ErrReader(gone))
	if _, err := discord.ReadImageData(broken); !errors.Is(err, gone) {
		t.Errorf("broken picture: %v", err)
	}
}

// zeros is an endless file.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}

// Logs don't get the content.
func TestDataPrintsShort(t *testing.T) {
	t.Parallel()
	tests := []struct {
		data fmt.Stringer
		want string
	}{
		{discord.ImageData("data:image/jpeg;base64,/9j/4A=="), "image/jpeg, 4 bytes"},
		{discord.SoundData("data:audio/ogg;base64,T2dnUw=="), "audio/ogg, 4 bytes"},
		{discord.ImageData("data:image/png;base64,"), "image/png, 0 bytes"},
		{discord.ImageData("https://example.com/a.png"), "invalid image"},
		{discord.SoundData(""), "invalid sound"},
	}
	for _, tt := range tests {
		if got := fmt.Sprint(tt.data); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}
