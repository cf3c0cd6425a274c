package rest_test

import (
	"net/http"
	"testing"

	"github.com/accord-go/accord/discord"
)

// The picture of a widget is handed out as it came.
func TestWidgetImage(t *testing.T) {
	t.Parallel()
	const png = "\x89PNG\r\n\x1a\n\x00\xff"
	for style, query := range map[discord.GuildWidgetStyle]string{"": "", discord.GuildWidgetStyleBanner2: "style=banner2"} {
		var path, asked string
		c := newClient(t, serve(t, func(w http.ResponseWriter, r *http.Request) {
			path, asked = r.URL.Path, r.URL.RawQuery
			w.Header().Set("Content-Type", "image/png")
			_, _ = w.Write([]byte(png))
		}))
		image, err := c.Guilds.GetWidgetImage(t.Context(), 5, style)
		if err != nil || string(image) != png || path != "/guilds/5/widget.png" || asked != query {
			t.Errorf("style %q: %q from %s?%s, %v", style, image, path, asked, err)
		}
	}
}
