package emulator

import (
	"encoding/json"

	"github.com/accord-go/accord/discord"
)

// toDiscord makes checked components what a message has.
func toDiscord(parts []component) (discord.Components, error) {
	if len(parts) == 0 {
		return nil, nil
	}
	b, err := json.Marshal(parts)
	if err != nil {
		return nil, err
	}
	var out discord.Components
	err = json.Unmarshal(b, &out)
	return out, err
}

// resolveComponents fills in what components show of the message's files.
func resolveComponents(refs []mediaRef, files []discord.Attachment) {
	for _, ref := range refs {
		a := fileNamed(files, ref.name)
		if a == nil {
			ref.at.at("url").add(codeUnknownAttachment, "The referenced attachment was not found")
			continue
		}
		*ref.media = media{
			URL: a.URL, ID: snowflake(a.ID), ProxyURL: a.ProxyURL, Height: a.Height, Width: a.Width,
			ContentType: a.ContentType, AttachmentID: snowflake(a.ID),
		}
		if ref.file != nil {
			size := int(a.Size)
			ref.file.Name, ref.file.Size = &a.Filename, &size
		}
	}
}

// textsOf returns the texts in components that can mention somebody.
func textsOf(parts []component) (texts []string) {
	visitAll(parts, func(x component) {
		if t, ok := x.(*textDisplay); ok {
			texts = append(texts, t.Content)
		}
	})
	return texts
}

// visitAll calls visit for all components, each before its children.
func visitAll(parts []component, visit func(component)) {
	var each func(component, formPath)
	each = func(x component, at formPath) {
		if x == nil {
			return
		}
		visit(x)
		x.each(at, each)
	}
	componentList[topRole](parts).each(new(form).at(), each)
}

// componentByCustomID returns the component with a custom_id, or nil.
func componentByCustomID(parts []component, customID string) (found component) {
	visitAll(parts, func(x component) {
		if n, ok := x.(interface{ name() string }); ok && n.name() == customID && found == nil {
			found = x
		}
	})
	return found
}
