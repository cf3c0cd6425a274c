package davey_test

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"testing"

	"github.com/accord-go/accord/voice/dave"
)

// frameKinds are frames that each codec takes for one of its own, and davey's
// numbers of the codecs.
var frameKinds = []struct {
	codec dave.Codec
	davey int
	head  []byte
}{
	{dave.Opus, 1, []byte{0x78}},
	{dave.VP8, 2, []byte{0x10, 2, 3, 4, 0x9d, 1, 0x2a, 1, 2, 3}},
	{dave.VP9, 3, []byte{0x86, 0x49}},
	{dave.H264, 4, []byte{0, 0, 0, 1, 0x67, 0x42, 0xc0, 0x0d, 0, 0, 0, 1, 0x65, 0xb8}},
	{dave.H265, 5, []byte{0, 0, 0, 1, 0x40, 1, 0x0c, 1, 0, 0, 0, 1, 0x02, 0x01}},
	{dave.AV1, 6, []byte{0x0a, 2, 0x11, 0x22, 0x30}},
}

// check wants everybody in the same group, and every frame understood.
func (c *churn) check() {
	if c.alone {
		c.alone = false
		return
	}
	users := c.users()
	c.most = max(c.most, len(users))
	var first dave.Status
	for _, user := range users {
		status := c.status(c.members[user])
		slices.Sort(status.Members)
		if first.Epoch == 0 {
			first = status
		}
		if status.Epoch != c.group.Epoch() || status.PrivacyCode != first.PrivacyCode ||
			!slices.Equal(status.Authenticator, first.Authenticator) || !slices.Equal(status.Members, users) {
			c.t.Errorf("user %d sees %+v, user %d %+v, and the server epoch %d", user, status, users[0], first, c.group.Epoch())
		}
	}
	if !c.t.Failed() {
		c.talk()
	}
}

// status is what a member sees, whoever it is.
func (c *churn) status(m *member) dave.Status {
	if m.session != nil {
		return m.session.Status()
	}
	var state struct {
		Epoch         uint64
		Authenticator []byte
		Code          string
		Members       []string
	}
	if err := json.Unmarshal(c.node.ask(c.t, request{"do": "state", "user": m.name()}), &state); err != nil {
		c.t.Fatal(err)
	}
	status := dave.Status{Epoch: state.Epoch, Authenticator: state.Authenticator, PrivacyCode: state.Code}
	for _, user := range state.Members {
		status.Members = append(status.Members, mustParse(c.t, user))
	}
	return status
}

// A sealed frame, and what it should decrypt to.
type sealed struct {
	from, to      *member
	codec         int // index of frameKinds
	plain, cipher []byte
}

// talk sends a frame from everybody to everybody else.
func (c *churn) talk() {
	var spoken []sealed
	var requests []request
	var theirs []int
	for _, user := range c.users() {
		from := c.members[user]
		i := c.r.IntN(len(frameKinds))
		kind := frameKinds[i]
		frame := slices.Clone(kind.head)
		for range 1 + c.r.IntN(200) {
			frame = append(frame, byte(2+c.r.IntN(254))) // no start codes
		}
		s := sealed{from: from, codec: i, plain: frame}
		if from.session != nil {
			var err error
			if s.cipher, err = from.session.Encryptor().Encrypt(nil, frame, kind.codec); err != nil {
				c.t.Errorf("user %d: %v", user, err)
			}
		} else {
			theirs = append(theirs, len(spoken))
			requests = append(requests, request{"do": "encrypt", "user": from.name(), "codec": kind.davey, "frame": base64.StdEncoding.EncodeToString(frame)})
		}
		spoken = append(spoken, s)
	}
	for i, r := range c.node.send(c.t, requests) {
		s := &spoken[theirs[i]]
		if err := json.Unmarshal(r.OK, &s.cipher); err != nil {
			c.t.Errorf("davey encrypts %v as user %d: %s %v", frameKinds[s.codec].codec, s.from.user, r.Error, err)
		}
	}
	c.listen(spoken)
}

// listen wants the frames understood by everybody but their senders.
func (c *churn) listen(spoken []sealed) {
	var requests []request
	var heard []sealed
	for _, s := range spoken {
		for _, user := range c.users() {
			s.to = c.members[user]
			kind := frameKinds[s.codec]
			switch {
			case s.to == s.from:
			case s.to.session != nil:
				got, err := s.to.session.Decryptor(s.from.user).Decrypt(nil, s.cipher, kind.codec)
				c.heard(s, got, err)
			default:
				heard = append(heard, s)
				requests = append(requests, request{
					"do": "decrypt", "user": s.to.name(), "from": s.from.name(), "codec": kind.davey,
					"frame": base64.StdEncoding.EncodeToString(s.cipher),
				})
			}
		}
	}
	for i, r := range c.node.send(c.t, requests) {
		var got []byte
		err := json.Unmarshal(r.OK, &got)
		if r.Error != "" {
			err = fmt.Errorf("davey: %s", r.Error)
		}
		c.heard(heard[i], got, err)
	}
}

func (c *churn) heard(s sealed, got []byte, err error) {
	c.frames++
	if err != nil || !slices.Equal(got, s.plain) {
		c.t.Errorf("epoch %d, %v from %d (ours: %t) to %d (ours: %t): %x, %v, want %x", c.group.Epoch(), frameKinds[s.codec].codec,
			s.from.user, s.from.session != nil, s.to.user, s.to.session != nil, got, err, s.plain)
	}
}

// A daveyNode is a process that plays all of davey's members.
type daveyNode struct {
	in  io.Writer
	out *bufio.Reader
}

// A request is one call to davey; peers.js has them all.
type request map[string]any

// A result is what came of it.
type result struct {
	OK    json.RawMessage
	Error string
}

func startDavey(t *testing.T) *daveyNode {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not installed")
	}
	if _, err := os.Stat("../node_modules/@snazzah/davey"); err != nil {
		t.Skip("the npm packages are not installed: run npm ci in interop")
	}
	cmd := exec.Command(node, "peers.js")
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		if err := cmd.Wait(); err != nil {
			t.Errorf("davey's process: %v", err)
		}
	})
	return &daveyNode{in, bufio.NewReaderSize(out, 1<<20)}
}

// send makes requests and returns as many results.
func (n *daveyNode) send(t *testing.T, requests []request) []result {
	t.Helper()
	if len(requests) == 0 {
		return nil
	}
	if err := json.NewEncoder(n.in).Encode(requests); err != nil {
		t.Fatal(err)
	}
	line, err := n.out.ReadBytes('\n')
	if err != nil {
		t.Fatal(err)
	}
	var results []result
	if err := json.Unmarshal(line, &results); err != nil || len(results) != len(requests) {
		t.Fatalf("davey answers %d requests with %.200s: %v", len(requests), line, err)
	}
	return results
}

// ask makes a request that must succeed.
func (n *daveyNode) ask(t *testing.T, r request) json.RawMessage {
	t.Helper()
	result := n.send(t, []request{r})[0]
	if result.Error != "" {
		t.Fatalf("davey, %v of user %v: %s", r["do"], r["user"], result.Error)
	}
	return result.OK
}

// bytes makes a request that returns bytes.
func (n *daveyNode) bytes(t *testing.T, r request) (b []byte) {
	t.Helper()
	if err := json.Unmarshal(n.ask(t, r), &b); err != nil {
		t.Fatal(err)
	}
	return b
}
