package discord

// Attachment is a file of a message.
//
// Discord docs: https://docs.discord.com/developers/resources/message#attachment-object
type Attachment struct {
	ID                 AttachmentID        `json:"id"`
	Filename           string              `json:"filename"`
	Title              *string             `json:"title,omitzero"`
	Description        *string             `json:"description,omitzero"` // at most 1024 characters
	ContentType        *string             `json:"content_type,omitzero"`
	Size               int64               `json:"size"` // bytes
	URL                string              `json:"url"`  // signed: it ends to work after about a day
	ProxyURL           string              `json:"proxy_url"`
	Height             *int                `json:"height,omitzero"` // images and videos
	Width              *int                `json:"width,omitzero"`  // images and videos
	Placeholder        *string             `json:"placeholder,omitzero"`
	PlaceholderVersion *int                `json:"placeholder_version,omitzero"`
	Ephemeral          bool                `json:"ephemeral,omitzero"`     // removed after a while, with its message
	DurationSecs       *float64            `json:"duration_secs,omitzero"` // voice messages
	Waveform           *string             `json:"waveform,omitzero"`      // voice messages: base64, at most 256 points
	Flags              AttachmentFlags     `json:"flags,omitzero"`
	ClipParticipants   []User              `json:"clip_participants,omitzero"`
	ClipCreatedAt      Time                `json:"clip_created_at,omitzero"`
	Application        *PartialApplication `json:"application,omitzero"` // of the stream that a clip shows
}

// AttachmentFlags are marks of an attachment.
//
// Discord docs: https://docs.discord.com/developers/resources/message#attachment-object-attachment-flags
type AttachmentFlags uint64

// The flags of an attachment.
const (
	AttachmentFlagIsClip      AttachmentFlags = 1 << 0
	AttachmentFlagIsThumbnail AttachmentFlags = 1 << 1
	AttachmentFlagIsRemix     AttachmentFlags = 1 << 2
	AttachmentFlagIsSpoiler   AttachmentFlags = 1 << 3
	AttachmentFlagIsAnimated  AttachmentFlags = 1 << 5
)

// Has reports whether f contains all of flags.
func (f AttachmentFlags) Has(flags AttachmentFlags) bool { return f&flags == flags }
