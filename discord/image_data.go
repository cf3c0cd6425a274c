package discord

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"
)

// ImageData is a picture in a request, as a data URI. [NewImageData] makes one
// of a file's bytes.
//
// Discord docs: https://docs.discord.com/developers/reference#image-data
type ImageData string

// NewImageData returns a picture as Discord takes it. What kind of picture it
// is, is told by its first bytes: PNG, JPEG, GIF, WebP or AVIF. WebP and AVIF
// are for emojis only. Anything else is an error.
func NewImageData(b []byte) (ImageData, error) {
	kind := imageType(b)
	if kind == "" {
		return "", errors.New("discord: the picture is not PNG, JPEG, GIF, WebP or AVIF")
	}
	return ImageData(dataURI(kind, b)), nil
}

// maxDataURI is how much [ReadImageData] and [ReadSoundData] read at most, in
// bytes: the most that Discord takes of any picture.
const maxDataURI = 10 << 20

// ReadImageData reads a picture to its end and returns it as [NewImageData]
// does. One of more than 10 MiB is an error.
func ReadImageData(r io.Reader) (ImageData, error) {
	b, err := readAtMost(r, maxDataURI)
	if err != nil {
		return "", fmt.Errorf("discord: read a picture: %w", err)
	}
	return NewImageData(b)
}

// String describes the picture without its content, for logs.
func (d ImageData) String() string { return describeURI("image", string(d)) }

// SoundData is a sound in a request, as a data URI. [NewSoundData] makes one of
// a file's bytes.
//
// Discord docs: https://docs.discord.com/developers/resources/soundboard#create-guild-soundboard-sound
type SoundData string

// NewSoundData returns a sound as Discord takes it. What kind of sound it is,
// is told by its first bytes: MP3 or Ogg. Anything else is an error.
func NewSoundData(b []byte) (SoundData, error) {
	kind := soundType(b)
	if kind == "" {
		return "", errors.New("discord: the sound is neither MP3 nor Ogg")
	}
	return SoundData(dataURI(kind, b)), nil
}

// ReadSoundData reads a sound to its end and returns it as [NewSoundData] does.
// One of more than 10 MiB is an error; Discord takes 512 KB.
func ReadSoundData(r io.Reader) (SoundData, error) {
	b, err := readAtMost(r, maxDataURI)
	if err != nil {
		return "", fmt.Errorf("discord: read a sound: %w", err)
	}
	return NewSoundData(b)
}

// String describes the sound without its content, for logs.
func (d SoundData) String() string { return describeURI("sound", string(d)) }

func readAtMost(r io.Reader, most int64) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, most+1))
	if err == nil && int64(len(b)) > most {
		err = fmt.Errorf("it has more than %d bytes", most)
	}
	return b, err
}

func dataURI(kind string, b []byte) string {
	return "data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(b)
}

// describeURI returns what a data URI has, but for the data.
func describeURI(what, uri string) string {
	head, data, ok := strings.Cut(uri, ";base64,")
	kind, isURI := strings.CutPrefix(head, "data:")
	if !ok || !isURI {
		return "invalid " + what
	}
	return fmt.Sprintf("%s, %d bytes", kind, decodedLen(data))
}

// decodedLen returns how many bytes base64 stands for.
func decodedLen(data string) int {
	return base64.StdEncoding.DecodedLen(len(data)) - strings.Count(data[max(0, len(data)-2):], "=")
}

// size returns how many bytes the picture has.
func (d ImageData) size() int {
	_, data, _ := strings.Cut(string(d), ";base64,")
	return decodedLen(data)
}

// imageType returns the media type of a picture by its first bytes, "" where
// it is none that Discord takes.
func imageType(b []byte) string {
	s := string(b[:min(len(b), 16)])
	switch {
	case strings.HasPrefix(s, "\x89PNG\r\n\x1a\n"):
		return "image/png"
	case strings.HasPrefix(s, "\xff\xd8\xff"):
		return "image/jpeg"
	case strings.HasPrefix(s, "GIF87a"), strings.HasPrefix(s, "GIF89a"):
		return "image/gif"
	case len(s) >= 12 && s[:4] == "RIFF" && s[8:12] == "WEBP":
		return "image/webp"
	case len(s) >= 12 && s[4:8] == "ftyp" && (s[8:12] == "avif" || s[8:12] == "avis"):
		return "image/avif"
	}
	return ""
}

// soundType returns the media type of a sound by its first bytes, "" where it
// is none that Discord takes.
func soundType(b []byte) string {
	s := string(b[:min(len(b), 4)])
	switch {
	case s == "OggS":
		return "audio/ogg"
	case strings.HasPrefix(s, "ID3"), len(s) >= 2 && s[0] == 0xff && s[1]&0xe6 == 0xe2: // a frame of layer III
		return "audio/mpeg"
	}
	return ""
}

// image checks a picture that is a field of a body; an empty one is none.
func (c *checker) image(path string, d ImageData) {
	if d != "" {
		c.dataURI(path, string(d), "image/")
	}
}

// sound checks a sound that is a field of a body.
func (c *checker) sound(path string, d SoundData) { c.dataURI(path, string(d), "audio/") }

// dataURI checks that a text is a data URI of a kind. Its content is not
// looked at; that is Discord's.
func (c *checker) dataURI(path, uri, kind string) {
	head, _, ok := strings.Cut(uri, ";base64,")
	if !ok || !strings.HasPrefix(head, "data:"+kind) {
		c.add(path, "must be a data URI of "+kind+"…, such as NewImageData or NewSoundData make")
	}
}
