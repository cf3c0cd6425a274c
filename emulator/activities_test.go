package emulator_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
)

// TestActivity wants an Activity to be opened once in a channel, and to be found
// while it runs.
func TestActivity(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := emulator.DefaultWorld()
		w.Applications[0].Activities = true
		d := emutest.StartWith(t, emulator.Config{World: w})
		b := login(t, d, 0)
		rest(t, d, "POST", fmt.Sprintf("/api/v10/applications/%d/commands", d.ApplicationID), "Bot "+d.Token, `{"name":"play","description":"P"}`)
		launch := func(user discord.UserID) string {
			t.Helper()
			d.Interaction(emulator.CommandUse{Command: "play", UserID: user})
			var it discord.Interaction
			decode(t, b.event("INTERACTION_CREATE"), &it)
			var answer struct {
				Interaction struct {
					ActivityInstanceID string `json:"activity_instance_id"`
				}
				Resource struct {
					Type             int
					ActivityInstance struct{ ID string } `json:"activity_instance"`
				}
			}
			got := rest(t, d, "POST", fmt.Sprintf("/api/v10/interactions/%d/%s/callback?with_response=true", it.ID, it.Token), "", `{"type":12}`)
			decode(t, []byte(got.body), &answer)
			if answer.Resource.Type != 12 || answer.Resource.ActivityInstance.ID != answer.Interaction.ActivityInstanceID {
				t.Errorf("the activity is answered with %d %s", got.status, got.body)
			}
			return answer.Interaction.ActivityInstanceID
		}
		id := launch(d.UserID)
		if again := launch(emulator.DefaultOtherUserID); again != id {
			t.Errorf("the second user is in %s, want %s", again, id)
		}
		find := func(id string) answer {
			return rest(t, d, "GET", fmt.Sprintf("/api/v10/applications/%d/activity-instances/%s", d.ApplicationID, id), "Bot "+d.Token, "")
		}
		place := fmt.Sprintf("gc-%d-%d", d.GuildID, d.ChannelID)
		launched := strings.TrimSuffix(strings.TrimPrefix(id, "i-"), "-"+place)
		want := fmt.Sprintf(`{"application_id":"%d","instance_id":"i-%s-%s","launch_id":"%[2]s","location":{"id":"%[3]s","kind":"gc","channel_id":"%d","guild_id":"%d"},"users":["%d","%d"]}`,
			d.ApplicationID, launched, place, d.ChannelID, d.GuildID, d.UserID, emulator.DefaultOtherUserID)
		if got := find(id); got.status != 200 || got.body != want {
			t.Errorf("%d %s, want %s", got.status, got.body, want)
		}
		const none = `{"message":"404: Not Found","code":0}`
		if got := find("i-1-" + place); got.status != 404 || got.body != none {
			t.Errorf("an activity that nobody has opened: %d %s, want %s", got.status, got.body, none)
		}
		rest(t, d, "DELETE", "/api/v10/channels/"+d.ChannelID.String(), "Bot "+d.Token, "")
		if got := find(id); got.status != 404 || got.body != none {
			t.Errorf("an activity whose channel is gone: %d %s, want %s", got.status, got.body, none)
		}
		b.leave()
	})
}

// TestApplicationAttachment wants a file of an Activity to be stored and served.
func TestApplicationAttachment(t *testing.T) {
	t.Parallel()
	d := emutest.Start(t)
	post := func(application discord.ApplicationID, field string) answer {
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		part, err := form.CreateFormFile(field, "a.txt")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte("moment")); err != nil {
			t.Fatal(err)
		}
		if err := form.Close(); err != nil {
			t.Fatal(err)
		}
		req, err := http.NewRequestWithContext(t.Context(), "POST", fmt.Sprintf("%s/applications/%d/attachment", d.API, application), &body)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", form.FormDataContentType())
		req.Header.Set("Authorization", "Bot "+d.Token)
		return do(t, d, req)
	}
	var stored struct{ Attachment discord.Attachment }
	got := post(d.ApplicationID, "file")
	decode(t, []byte(got.body), &stored)
	if a := stored.Attachment; got.status != 200 || a.Filename != "a.txt" || a.Size != 6 || !a.Ephemeral {
		t.Errorf("%d %s", got.status, got.body)
	}
	if got := rest(t, d, "GET", strings.TrimPrefix(stored.Attachment.URL, strings.TrimSuffix(d.API, "/api/v10")), "", ""); got.body != "moment" {
		t.Errorf("the file is %d %s", got.status, got.body)
	}
	if got := post(d.ApplicationID, "image"); got.status != 400 || !strings.Contains(got.body, "BASE_TYPE_REQUIRED") {
		t.Errorf("no file: %d %s", got.status, got.body)
	}
	if got := post(5, "file"); got.status != 403 {
		t.Errorf("another's application: %d %s", got.status, got.body)
	}
}
