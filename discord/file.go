package discord

import "io"

// File is a file to upload with a request. It is streamed, never held in
// memory whole.
//
// A Reader that is also an io.Seeker is sent again from where it stood when a
// request must be repeated; a request with any other Reader is not repeated
// once sending began.
//
// Discord docs: https://docs.discord.com/developers/reference#uploading-files
type File struct {
	Name        string    // with extension; "attachment://Name" refers to it from embeds and components
	Reader      io.Reader // the content
	Size        int64     // in bytes; zero: not known (asked from a Reader that has a Len or Seek method). Limit: 10 MiB, or what the interaction allows
	Description string    // at most 1024 characters
	Title       string
	Spoiler     bool

	DurationSecs float64 // voice messages
	Waveform     string  // voice messages: base64, at most 256 points
}
