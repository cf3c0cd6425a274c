package emulator

import (
	"crypto/md5"
	"encoding/base64"
	"encoding/hex"
	"regexp"
	"strings"
)

// Pictures in requests.
//
// Discord docs: https://docs.discord.com/developers/reference#image-data
var imageData = regexp.MustCompile(`^data:image/(?:png|jpe?g|gif|webp|avif);base64,`)

// setImage sets the hash of a picture, or takes it away.
func setImage(hash **string, o optional[string], field string) error {
	if !o.present {
		return nil
	}
	text, given := o.get()
	if !given {
		*hash = nil
		return nil
	}
	head := imageData.FindString(text)
	data, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(text, head))
	if head == "" || err != nil {
		return invalid("IMAGE_INVALID", "Invalid image data", field)
	}
	sum := md5.Sum(data) // Discord's hashes look like this; nothing depends on its strength
	*hash = new(hex.EncodeToString(sum[:]))
	return nil
}
