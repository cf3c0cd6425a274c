package discord_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/accord-go/accord/discord"
)

// An address always works: options that a picture doesn't have give the
// nearest that it has.
func ExampleImage_URL() {
	user := discord.User{ID: 80351110224678912, Avatar: new("a_1269e74af4df7417b13759eae50c83dc")}
	avatar := user.AvatarImage()
	fmt.Println(avatar)
	fmt.Println(avatar.URL(discord.ImageOptions{Format: discord.ImageFormatPNG, Size: 100}))
	fmt.Println((&discord.User{ID: 80351110224678912}).AvatarImage())
	// Output:
	// https://cdn.discordapp.com/avatars/80351110224678912/a_1269e74af4df7417b13759eae50c83dc.webp?animated=true
	// https://cdn.discordapp.com/avatars/80351110224678912/a_1269e74af4df7417b13759eae50c83dc.png?size=128
	// https://cdn.discordapp.com/embed/avatars/5.png
}

// A picture of a request is made of a file's bytes; what it is, is sniffed.
func ExampleReadImageData() {
	file := strings.NewReader("GIF89a…")
	image, err := discord.ReadImageData(file)
	if err != nil {
		fmt.Println(err)
		return
	}
	emoji := discord.CreateGuildEmoji{Name: "party", Image: image}
	fmt.Println(emoji.Image, emoji.Validate())
	// Output: image/gif, 9 bytes <nil>
}

// Each reader sees a moment in their own time zone and language.
func ExampleTimestamp() {
	start := time.Date(2021, 4, 20, 21, 20, 30, 0, time.UTC)
	fmt.Println("We begin", discord.Timestamp(start, discord.TimestampRelative))
	// Output: We begin <t:1618953630:R>
}
