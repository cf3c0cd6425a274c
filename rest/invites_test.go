package rest

import (
	"slices"
	"testing"

	"github.com/accord-go/accord/discord"
)

// Whatever the file says, it is read or refused, and what was read is written
// to be read the same.
func FuzzTargetUsers(f *testing.F) {
	f.Add("user_id\n1\n2\n")
	f.Add("\"user_id\\r\\n1\"")
	f.Add("user_id\n\n 3 \nx")
	f.Fuzz(func(t *testing.T, file string) {
		users, err := parseTargetUsers([]byte(file), nil)
		if err != nil {
			return
		}
		r := targetUsers(users)[0].Reader
		written := make([]byte, 32+21*len(users))
		n, _ := r.Read(written) // of a text, in one go
		again, err := parseTargetUsers(written[:n], nil)
		if err != nil || !slices.Equal(users, again) && len(users)+len(again) > 0 {
			t.Fatalf("%q: %v, then %v, %v", file, users, again, err)
		}
	})
}

func TestTargetUsersOfAFailure(t *testing.T) {
	t.Parallel()
	users, err := parseTargetUsers(nil, errSpent)
	if users != nil || err != errSpent {
		t.Errorf("%v, %v", users, err)
	}
	if got := targetUsers([]discord.UserID{1})[0].field; got != "target_users_file" {
		t.Errorf("the part is called %s", got)
	}
}
