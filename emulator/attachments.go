package emulator

import (
	"bytes"
	"fmt"
	"image"
	_ "image/gif"  // sizes of pictures
	_ "image/jpeg" // sizes of pictures
	_ "image/png"  // sizes of pictures
	"mime"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/accord-go/accord/discord"
)

// attachmentForm says more of a file, or which files an edit keeps.
//
// Discord docs: https://docs.discord.com/developers/resources/message#attachment-object
type attachmentForm struct {
	ID           snowflake `json:"id" rule:"required"`
	Filename     *string   `json:"filename" rule:"len=1..1024"`
	Title        *string   `json:"title" rule:"len=0..1024"`
	Description  *string   `json:"description" rule:"len=0..1024"`
	DurationSecs *float64  `json:"duration_secs"`
	Waveform     *string   `json:"waveform" rule:"len=0..400"`
	IsSpoiler    *bool     `json:"is_spoiler"`
}

// maxAttachments is how many files a message may have.
const maxAttachments = 10

var errTooManyAttachments = &apiError{status: http.StatusBadRequest, code: 30015, message: "Maximum number of attachments in a message reached (10)"}

// A storedFile is a file that was uploaded, as it came.
type storedFile struct {
	name        string
	contentType string
	data        []byte
}

// newAttachments stores the files of a request. Forms that name a file of the
// request by its number describe it; those in keep stand for files that the
// message has already; any other is a mistake.
func (e *Emulator) newAttachments(r *request, ch discord.ChannelID, forms []attachmentForm, keep []discord.Attachment, at formPath) ([]discord.Attachment, error) {
	if len(r.files) > maxAttachments || len(r.files)+len(keep) > maxAttachments {
		return nil, errTooManyAttachments
	}
	described := make(map[int]*attachmentForm)
	for i := range forms {
		n := fileIndex(r.files, forms[i].ID)
		kept := slices.ContainsFunc(keep, func(a discord.Attachment) bool { return uint64(a.ID) == uint64(forms[i].ID) })
		if n < 0 && !kept {
			at.at(i).add("ATTACHMENT_NOT_FOUND", "Attachment data not found")
		}
		if n >= 0 {
			described[n] = &forms[i]
		}
	}
	var out []discord.Attachment
	for n := range r.files {
		out = append(out, e.storeFile(r, ch, &r.files[n], described[n]))
	}
	return out, nil
}

// fileIndex returns which file a number means: that of the part files[n], or
// for clients that name their parts otherwise, the n-th.
func fileIndex(files []upload, n snowflake) int {
	want := "files[" + strconv.FormatUint(uint64(n), 10) + "]"
	named := false
	for i, f := range files {
		if f.field == want {
			return i
		}
		named = named || strings.HasPrefix(f.field, "files[")
	}
	if !named && n < snowflake(len(files)) {
		return int(n)
	}
	return -1
}

func (e *Emulator) storeFile(r *request, ch discord.ChannelID, f *upload, form *attachmentForm) discord.Attachment {
	if form == nil {
		form = new(attachmentForm)
	}
	name := f.name
	if form.Filename != nil {
		name = *form.Filename
	}
	name = cleanFilename(name)
	id := discord.AttachmentID(e.nextID(r.now))
	kind := contentTypeOf(name, f.contentType, f.data)
	e.state.files[id] = &storedFile{name: name, contentType: kind, data: f.data}

	a := discord.Attachment{
		ID: id, Filename: name, Size: int64(len(f.data)), ContentType: &kind,
		Title: form.Title, Description: form.Description, DurationSecs: form.DurationSecs, Waveform: form.Waveform,
		URL: e.fileURL(r.base, ch, id, name, r.now),
	}
	a.ProxyURL = a.URL
	if strings.HasPrefix(name, "SPOILER_") || form.IsSpoiler != nil && *form.IsSpoiler {
		a.Flags |= discord.AttachmentFlagIsSpoiler
	}
	if strings.HasPrefix(kind, "image/") {
		if config, _, err := image.DecodeConfig(bytes.NewReader(f.data)); err == nil {
			a.Width, a.Height = &config.Width, &config.Height
		}
	}
	return a
}

// cleanFilename makes a name safe in addresses, as Discord does.
func cleanFilename(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	clean := strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '_'
		case r == '.' || r == '-' || r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z':
			return r
		case r > 0x7f:
			return r
		default:
			return -1
		}
	}, name)
	if strings.Trim(clean, ".") == "" {
		return "unknown"
	}
	return clean
}

// contentTypeOf returns the type that the file will be served with: that of
// its name where it is a common one, else what the client said, else what it
// looks like.
func contentTypeOf(name, said string, data []byte) string {
	if kind := contentTypes[strings.ToLower(path.Ext(name))]; kind != "" {
		return kind
	}
	if kind, _, err := mime.ParseMediaType(said); err == nil && kind != "application/octet-stream" {
		return kind
	}
	return http.DetectContentType(data)
}

// contentTypes are those of files that bots send. The table of the machine is
// not asked, since it differs from one to the next.
var contentTypes = map[string]string{
	".csv": "text/csv; charset=utf-8", ".gif": "image/gif", ".html": "text/html; charset=utf-8", ".jpeg": "image/jpeg",
	".jpg": "image/jpeg", ".json": "application/json; charset=utf-8", ".md": "text/markdown; charset=utf-8", ".mp3": "audio/mpeg",
	".mp4": "video/mp4", ".ogg": "audio/ogg", ".pdf": "application/pdf", ".png": "image/png", ".svg": "image/svg+xml",
	".txt": "text/plain; charset=utf-8", ".wav": "audio/x-wav", ".webm": "video/webm", ".webp": "image/webp", ".zip": "application/zip",
}

// fileURL returns where a file can be fetched, for a day, with a signature of
// the look of Discord's.
//
// Discord docs: https://docs.discord.com/developers/reference#signed-attachment-cdn-urls
func (e *Emulator) fileURL(base string, ch discord.ChannelID, id discord.AttachmentID, name string, now time.Time) string {
	expires, issued := now.Add(24*time.Hour).Unix(), now.Unix()
	return fmt.Sprintf("%s/attachments/%d/%d/%s?ex=%x&is=%x&hm=%s&", base, ch, id, url.PathEscape(name),
		expires, issued, e.state.signature(ch.String(), id.String(), name, expires))
}
