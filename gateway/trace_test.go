package gateway_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/gateway"
)

// TestTraces plays conversations whose frames, seen from the server, are files
// in testdata: "<" is sent to the client, ">" by it. Run with -update to
// rewrite them.
func TestTraces(t *testing.T) {
	t.Parallel()
	for name, play := range map[string]func(*fake, *run){
		"handshake": func(f *fake, r *run) {
			c := f.accept()
			c.handshake("s1")
			c.dispatch("MESSAGE_CREATE", 2, `{"content":"!ping"}`)
			time.Sleep(2 * time.Minute)
		},
		"resume": func(f *fake, r *run) {
			c := f.accept()
			c.handshake("s1")
			c.dispatch("MESSAGE_CREATE", 2, `{}`)
			time.Sleep(30 * time.Second)
			c.close(4000)
			c = f.accept()
			c.hello()
			c.expect(gateway.OpResume)
			c.dispatch("MESSAGE_CREATE", 3, `{}`)
			c.resumed(4)
			time.Sleep(time.Minute)
			c.send(`{"op":7,"d":null}`)
			c.expectClose()
			c = f.accept()
			c.hello()
			c.expect(gateway.OpResume)
			c.resumed(5)
			time.Sleep(time.Second)
		},
		"invalid_session": func(f *fake, r *run) {
			c := f.accept()
			c.handshake("s1")
			time.Sleep(30 * time.Second)
			c.drop()
			c = f.accept()
			c.hello()
			c.expect(gateway.OpResume)
			c.send(`{"op":9,"d":false}`)
			c.expectClose()
			f.accept().handshake("s2")
			time.Sleep(time.Second)
		},
		"zombie": func(f *fake, r *run) {
			c := f.accept()
			c.manual.Store(true)
			c.handshake("s1")
			c.expectClose()
			c = f.accept()
			c.hello()
			c.expect(gateway.OpResume)
			c.resumed(2)
			time.Sleep(time.Second)
		},
		"dead_resume_host": func(f *fake, r *run) {
			c := f.accept()
			c.handshake("s1")
			time.Sleep(30 * time.Second)
			f.kill(sessHost)
			c.drop()
			c = f.accept()
			c.hello()
			c.expect(gateway.OpResume)
			c.resumed(2)
			time.Sleep(time.Second)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t)
				r := f.run(func(cfg *gateway.Config) {
					cfg.Properties = gateway.Properties{OS: "os", Browser: "accord", Device: "accord"}
					cfg.Intents = discord.IntentGuildMessages
				})
				play(f, r)
				synctest.Wait()
				if err := r.stop(); err != nil {
					t.Errorf("Run: %v", err)
				}
				synctest.Wait()
				golden(t, filepath.Join("testdata", name+".trace"), f.trace.String())
			})
		})
	}
}

// golden compares with a file, or rewrites it.
func golden(t *testing.T, path, got string) {
	t.Helper()
	if flag.Lookup("update").Value.String() == "true" {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("%s differs:\n%s", path, got)
	}
}
