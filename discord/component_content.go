package discord

// TextDisplay is Markdown text. Mentions in it notify as the message's
// [AllowedMentions] say. In a message it needs the flag IS_COMPONENTS_V2.
//
// Discord docs: https://docs.discord.com/developers/components/reference#text-display
type TextDisplay struct {
	ID      int    `json:"id,omitzero"` // zero: Discord numbers it
	Content string `json:"content"`     // 1 to 4000 characters
}

// ComponentType returns [ComponentTypeTextDisplay].
func (TextDisplay) ComponentType() ComponentType { return ComponentTypeTextDisplay }

// MarshalJSON adds the type.
func (c TextDisplay) MarshalJSON() ([]byte, error) {
	type plain TextDisplay
	return marshalMember(ComponentTypeTextDisplay, plain(c))
}

func (TextDisplay) component()          {}
func (TextDisplay) messageComponent()   {}
func (TextDisplay) modalComponent()     {}
func (TextDisplay) sectionComponent()   {}
func (TextDisplay) containerComponent() {}

// Thumbnail is a small image beside a [Section].
//
// Discord docs: https://docs.discord.com/developers/components/reference#thumbnail
type Thumbnail struct {
	ID          int           `json:"id,omitzero"` // zero: Discord numbers it
	Media       UnfurledMedia `json:"media"`       // an image
	Description *string       `json:"description"` // alternative text; 1 to 1024 characters, nil: none
	Spoiler     bool          `json:"spoiler"`     // blurred until clicked
}

// ComponentType returns [ComponentTypeThumbnail].
func (Thumbnail) ComponentType() ComponentType { return ComponentTypeThumbnail }

// MarshalJSON adds the type.
func (c Thumbnail) MarshalJSON() ([]byte, error) {
	type plain Thumbnail
	return marshalMember(ComponentTypeThumbnail, plain(c))
}

func (Thumbnail) component()        {}
func (Thumbnail) sectionAccessory() {}

// MediaGallery shows images and videos together. It needs the message flag
// IS_COMPONENTS_V2.
//
// Discord docs: https://docs.discord.com/developers/components/reference#media-gallery
type MediaGallery struct {
	ID    int                `json:"id,omitzero"` // zero: Discord numbers it
	Items []MediaGalleryItem `json:"items"`       // 1 to 10
}

// MediaGalleryItem is an image or a video of a [MediaGallery].
//
// Discord docs: https://docs.discord.com/developers/components/reference#media-gallery-media-gallery-item-structure
type MediaGalleryItem struct {
	Media       UnfurledMedia `json:"media"`
	Description *string       `json:"description"` // alternative text; 1 to 1024 characters, nil: none
	Spoiler     bool          `json:"spoiler"`     // blurred until clicked
}

// ComponentType returns [ComponentTypeMediaGallery].
func (MediaGallery) ComponentType() ComponentType { return ComponentTypeMediaGallery }

// MarshalJSON adds the type.
func (c MediaGallery) MarshalJSON() ([]byte, error) {
	type plain MediaGallery
	return marshalMember(ComponentTypeMediaGallery, plain(c))
}

func (MediaGallery) component()          {}
func (MediaGallery) messageComponent()   {}
func (MediaGallery) containerComponent() {}

// FileComponent shows a file of the message. (A [File] is what is uploaded.)
// It needs the message flag IS_COMPONENTS_V2.
//
// Discord docs: https://docs.discord.com/developers/components/reference#file
type FileComponent struct {
	ID      int           `json:"id,omitzero"`   // zero: Discord numbers it
	File    UnfurledMedia `json:"file"`          // its URL is attachment://NAME when it is sent
	Spoiler bool          `json:"spoiler"`       // blurred until clicked
	Name    string        `json:"name,omitzero"` // received only
	Size    int64         `json:"size,omitzero"` // in bytes; received only
}

// ComponentType returns [ComponentTypeFile].
func (FileComponent) ComponentType() ComponentType { return ComponentTypeFile }

// MarshalJSON adds the type.
func (c FileComponent) MarshalJSON() ([]byte, error) {
	type plain FileComponent
	return marshalMember(ComponentTypeFile, plain(c))
}

func (FileComponent) component()          {}
func (FileComponent) messageComponent()   {}
func (FileComponent) containerComponent() {}

// UnfurledMedia is a file that a component shows. Send only URL; the rest is
// received.
//
// Discord docs: https://docs.discord.com/developers/components/reference#unfurled-media-item
type UnfurledMedia struct {
	ID                 ID[UnfurledMedia]  `json:"id,omitzero"`
	URL                string             `json:"url"` // any, or attachment://NAME for a file of the message; at most 2048 characters
	ProxyURL           string             `json:"proxy_url,omitzero"`
	Height             int                `json:"height,omitzero"` // pixels; zero: unknown
	Width              int                `json:"width,omitzero"`  // pixels; zero: unknown
	Placeholder        string             `json:"placeholder,omitzero"`
	PlaceholderVersion int                `json:"placeholder_version,omitzero"`
	ContentType        string             `json:"content_type,omitzero"`
	Flags              UnfurledMediaFlags `json:"flags,omitzero"`
	AttachmentID       AttachmentID       `json:"attachment_id,omitzero"` // zero: no file of the message
}

// UnfurledMediaFlags are marks of an [UnfurledMedia].
//
// Discord docs: https://docs.discord.com/developers/components/reference#unfurled-media-item-unfurled-media-item-flags
type UnfurledMediaFlags uint64

// UnfurledMediaFlagIsAnimated marks an animated image.
const UnfurledMediaFlagIsAnimated UnfurledMediaFlags = 1 << 0

// Has reports whether f contains all of flags.
func (f UnfurledMediaFlags) Has(flags UnfurledMediaFlags) bool { return f&flags == flags }
