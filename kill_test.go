package accord

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/gateway"
)

// botFile names, in the environment of a process that plays a bot, the file that it
// notes handled messages in.
const botFile = "ACCORD_TEST_BOT"

// playBot is what a user's program does: it runs a client with nothing but a token,
// an API and a handler. It notes each message when it is handled.
func playBot() int {
	file, err := os.OpenFile(os.Getenv(botFile), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	intents, _ := strconv.ParseUint(os.Getenv("ACCORD_TEST_INTENTS"), 10, 64)
	var shards Shards
	if index, err := strconv.Atoi(os.Getenv("POD_INDEX")); err == nil {
		pods, _ := strconv.Atoi(cmp.Or(os.Getenv("POD_COUNT"), "2"))
		each, _ := strconv.Atoi(cmp.Or(os.Getenv("POD_SHARDS"), "2"))
		shards = Shards{Count: pods * each, IDs: ShardRange(each*index, each*(index+1)-1)}
	}
	var gate gateway.IdentifyGate
	if dir := os.Getenv("ACCORD_TEST_GATE"); dir != "" {
		gate = gateway.NewFileGate(dir)
	}
	client := New(os.Getenv("DISCORD_TOKEN"), Config{
		Shards:       shards,
		IdentifyGate: gate,
		Intents:      discord.IntentsDefault | discord.IntentMessageContent | discord.Intents(intents),
		Logger:       slog.New(slog.NewTextHandler(os.Stdout, nil)),
	})
	On(client, func(_ context.Context, m *event.MessageCreate) error {
		_, err := file.WriteString(m.Content + "\n")
		return err
	})
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := client.Run(ctx); err != nil {
		fmt.Fprintln(os.Stdout, "Run:", err)
		if _, limited := errors.AsType[*gateway.IdentifyLimitError](err); limited {
			return 4
		}
		return 3
	}
	return 0
}

// guilds is how many there are in the tests' world, one for each of 4 shards.
const guilds = 4

// A machine is a local Discord and what processes on it have in common.
type machine struct {
	t     *testing.T
	e     *emulator.Emulator
	api   string
	cache string
	notes string
}

func newMachine(t *testing.T, rules emulator.Rules) *machine {
	t.Helper()
	world := emulator.DefaultWorld()
	world.Rules = rules
	world.Rules.ReplayEvents = 50_000
	for i := range guilds {
		id := discord.GuildID(i+1) << 22
		world.Guilds = append(world.Guilds, emulator.WorldGuild{
			ID: id, Name: fmt.Sprint("guild ", i), OwnerID: world.Users[0].ID,
			Channels: []emulator.WorldChannel{{ID: discord.ChannelID(id) + 1, Name: "general"}},
			Members:  []emulator.WorldMember{{UserID: world.Users[0].ID}},
		})
	}
	e, err := emulator.New(emulator.Config{World: world, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	l, err := e.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- e.Serve(l) }()
	t.Cleanup(func() {
		e.Shutdown(context.Background())
		if err := <-served; err != nil {
			t.Error(err)
		}
	})
	dir := t.TempDir()
	return &machine{t: t, e: e, api: "http://" + l.Addr().String(), cache: dir + "/cache", notes: dir + "/notes"}
}

// A process is one that plays the bot.
type process struct {
	t    *testing.T
	cmd  *exec.Cmd
	logs *bufio.Scanner
}

// start starts a process.
func (m *machine) start(env ...string) *process {
	m.t.Helper()
	cmd := exec.CommandContext(m.t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), "DISCORD_TOKEN="+m.e.Token(), "DISCORD_API="+m.api, botFile+"="+m.notes, "XDG_CACHE_HOME="+m.cache, "HOME="+m.cache)
	cmd.Env = append(cmd.Env, env...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		m.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		m.t.Fatal(err)
	}
	return &process{t: m.t, cmd: cmd, logs: bufio.NewScanner(out)}
}

// logged waits until the process has logged that, and returns the line.
func (p *process) logged(text string) string {
	p.t.Helper()
	var all strings.Builder
	for p.logs.Scan() {
		if strings.Contains(p.logs.Text(), text) {
			return p.logs.Text()
		}
		fmt.Fprintln(&all, p.logs.Text())
	}
	p.t.Fatalf("the process ended and did not log %q:\n%s", text, all.String())
	return ""
}

// begun waits until n shards have a session.
func (p *process) begun(n int) {
	p.t.Helper()
	for range n {
		for !strings.Contains(p.logged("shard="), "msg=re") { // "ready" or "resumed"
		}
	}
}

// kill ends the process as kill -9 does.
func (p *process) kill() {
	p.t.Helper()
	if err := p.cmd.Process.Kill(); err != nil {
		p.t.Fatal(err)
	}
	p.end()
}

// end waits for the end of the process.
func (p *process) end() {
	for p.logs.Scan() {
	}
	p.cmd.Wait()
}

// terminate ends the process as a supervisor does that replaces it.
func (p *process) terminate() {
	p.t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Fatal(err)
	}
	p.end()
	if code := p.cmd.ProcessState.ExitCode(); code != 0 {
		p.t.Errorf("a process ended with %d", code)
	}
}

// say posts messages with a number, in the guilds in turn and that many a second,
// until stop is closed, and returns how many there were.
func (m *machine) say(rate int, stop <-chan struct{}) int {
	m.t.Helper()
	start := time.Now()
	for n := 0; ; n++ {
		select {
		case <-stop:
			return n
		case <-time.After(time.Until(start.Add(time.Duration(n) * time.Second / time.Duration(rate)))):
		}
		channel := discord.ChannelID(n%guilds+1)<<22 + 1
		if _, err := m.e.UserMessage(emulator.UserMessage{ChannelID: channel, Content: strconv.Itoa(n)}); err != nil {
			m.t.Error(err)
			return n
		}
	}
}

// noted returns how often each message was handled.
func (m *machine) noted() map[int]int {
	m.t.Helper()
	data, err := os.ReadFile(m.notes)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		m.t.Fatal(err)
	}
	times := make(map[int]int)
	for line := range strings.Lines(string(data)) {
		if n, err := strconv.Atoi(strings.TrimSpace(line)); err == nil {
			times[n]++
		}
	}
	return times
}

// wait waits until the message has been handled.
func (m *machine) wait(n int) {
	m.t.Helper()
	for end := time.Now().Add(time.Minute); m.noted()[n] == 0; {
		if time.Now().After(end) {
			m.t.Fatalf("message %d was not handled in a minute", n)
		}
		<-time.After(20 * time.Millisecond)
	}
}

// TestKill is G21: processes are killed in the middle of 5,000 events a second. No
// event may be lost, and only those of the last moments may come twice.
func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	t.Parallel()
	const rate, kills = 5000, 3
	m := newMachine(t, emulator.Rules{MaxConcurrency: 16})
	p := m.start()
	p.logged("ready")
	stop, said := make(chan struct{}), make(chan int)
	go func() { said <- m.say(rate, stop) }()
	for range kills {
		<-time.After(700 * time.Millisecond)
		p.kill()
		p = m.start()
		p.logged("resumed")
	}
	<-time.After(300 * time.Millisecond)
	close(stop)
	total := <-said
	m.wait(total - 1)
	p.kill()
	times := m.noted()
	twice := 0
	for n := range total {
		if times[n] == 0 {
			t.Errorf("message %d of %d was lost", n, total)
		}
		twice += max(0, times[n]-1)
	}
	// At most what came in saveEvery, and what the machine was late.
	if most := kills * rate; twice > most {
		t.Errorf("%d of %d messages came again, want %d at most", twice, total, most)
	}
	t.Logf("%d messages, %d came again after %d kills", total, twice, kills)
	if s := m.e.Stats(); s.Identifies != 1 || s.Resumes != kills {
		t.Errorf("%+v, want one session that was resumed %d times", s, kills)
	}
}

// TestRollingUpdate replaces two processes, which have two shards each, one after
// the other while events come. None may be lost and none may come twice.
func TestRollingUpdate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there is no SIGTERM")
	}
	t.Parallel()
	m := newMachine(t, emulator.Rules{MaxConcurrency: 16})
	pods := make([]*process, 2)
	for i := range pods {
		pods[i] = m.start(fmt.Sprint("POD_INDEX=", i))
		pods[i].logged("ready")
		pods[i].logged("ready")
	}
	stop, said := make(chan struct{}), make(chan int)
	go func() { said <- m.say(2000, stop) }()
	for i := range pods {
		<-time.After(300 * time.Millisecond)
		pods[i].terminate()
		<-time.After(100 * time.Millisecond)
		pods[i] = m.start(fmt.Sprint("POD_INDEX=", i))
		pods[i].logged("resumed")
		pods[i].logged("resumed")
	}
	<-time.After(300 * time.Millisecond)
	close(stop)
	total := <-said
	for i := range guilds {
		m.wait(total - 1 - i)
	}
	for _, p := range pods {
		p.terminate()
	}
	times := m.noted()
	for n := range total {
		if times[n] != 1 {
			t.Errorf("message %d of %d was handled %d times", n, total, times[n])
		}
	}
	if s := m.e.Stats(); s.Identifies != 4 || s.Resumes != 4 {
		t.Errorf("%+v, want four sessions that were resumed once", s)
	}
}

// TestGateOfProcesses is G15: processes that share a gate start at the same moment,
// and one of them is killed meanwhile. Discord must never see two IDENTIFYs of one
// key within 5 seconds.
func TestGateOfProcesses(t *testing.T) {
	if testing.Short() {
		t.Skip("takes 11 seconds")
	}
	t.Parallel()
	for _, tt := range []struct{ concurrency, each int }{{1, 1}, {16, 16}} {
		t.Run(fmt.Sprint(tt.concurrency), func(t *testing.T) {
			t.Parallel()
			const processes = 3
			m := newMachine(t, emulator.Rules{MaxConcurrency: tt.concurrency})
			pods := make([]*process, processes)
			start := func(i int) {
				pods[i] = m.start(fmt.Sprint("POD_INDEX=", i), fmt.Sprint("POD_COUNT=", processes), fmt.Sprint("POD_SHARDS=", tt.each), "ACCORD_TEST_GATE="+m.cache)
			}
			for i := range pods {
				start(i)
			}
			<-time.After(time.Second)
			pods[1].kill()
			start(1)
			for _, p := range pods {
				p.begun(tt.each)
			}
			for _, p := range pods {
				p.terminate()
			}
			last := make(map[int]time.Time)
			for _, i := range m.identifies() {
				key := i.shard % tt.concurrency
				if gap := i.time.Sub(last[key]); gap < 5*time.Second {
					t.Errorf("shard %d identified %v after another of its key", i.shard, gap)
				}
				last[key] = i.time
			}
			if s := m.e.Stats(); s.Identifies < processes*tt.each || len(last) != tt.concurrency {
				t.Errorf("%+v with %d keys, want at least %d identifies with %d", s, len(last), processes*tt.each, tt.concurrency)
			}
		})
	}
}

// An identified is an IDENTIFY as the local Discord saw it.
type identified struct {
	shard int
	time  time.Time
}

// identifies returns all that came, and fails if one was refused.
func (m *machine) identifies() (all []identified) {
	m.t.Helper()
	for _, e := range m.e.Log() {
		switch {
		case e.Op == nil:
		case *e.Op == int(gateway.OpInvalidSession):
			m.t.Error("an IDENTIFY came too early")
		case *e.Op == int(gateway.OpIdentify):
			var frame struct{ D struct{ Shard [2]int } }
			if err := json.Unmarshal([]byte(e.Data), &frame); err != nil {
				m.t.Fatal(err)
			}
			all = append(all, identified{frame.D.Shard[0], e.Time})
		}
	}
	return all
}

// TestStartsOfProcesses has processes that share a gate start more sessions together
// than the day has left, which none of them does alone. The local Discord takes the
// token of a bot that passes the limit.
func TestStartsOfProcesses(t *testing.T) {
	if testing.Short() {
		t.Skip("takes 11 seconds")
	}
	t.Parallel()
	const processes, starts = 4, 3
	m := newMachine(t, emulator.Rules{SessionStarts: starts})
	token := m.e.Token()
	said := make(chan string)
	var pods []*process
	for i := range processes {
		p := m.start(fmt.Sprint("POD_INDEX=", i), fmt.Sprint("POD_COUNT=", processes), "POD_SHARDS=1", "ACCORD_TEST_GATE="+m.cache)
		pods = append(pods, p)
		go func() {
			last := "nothing"
			for !strings.Contains(last, "msg=ready") && p.logs.Scan() {
				last = p.logs.Text()
			}
			said <- last
		}()
	}
	ready := 0
	for range processes {
		switch line := <-said; {
		case strings.Contains(line, "msg=ready"):
			ready++
		case !strings.Contains(line, "session start limit: 1 left"):
			t.Errorf("a process ended with %s", line)
		}
	}
	if s := m.e.Stats(); ready != starts-1 || s.Identifies != starts-1 || m.e.Token() != token {
		t.Errorf("%d ready, %+v, want %d of %d and the same token", ready, s, starts-1, starts)
	}
	for _, p := range pods {
		p.cmd.Process.Kill()
		p.end()
		if code := p.cmd.ProcessState.ExitCode(); code != 4 && code != -1 {
			t.Errorf("a process ended with %d", code)
		}
	}
}

// TestSecondProcess starts the same shard twice, and then again with other
// intents.
func TestSecondProcess(t *testing.T) {
	t.Parallel()
	m := newMachine(t, emulator.Rules{MaxConcurrency: 16})
	first := m.start()
	first.logged("ready")
	second := m.start()
	if line := second.logged("Run:"); !strings.Contains(line, "runs in another process already") {
		t.Errorf("the second process said %q", line)
	}
	second.end()
	if code := second.cmd.ProcessState.ExitCode(); code != 3 {
		t.Errorf("the second process ended with %d", code)
	}
	if s := m.e.Stats(); s.Identifies != 1 || s.Resumes != 0 {
		t.Errorf("%+v, want the first process's session untouched", s)
	}
	<-time.After(2 * saveEvery)
	first.kill()
	other := m.start(fmt.Sprint("ACCORD_TEST_INTENTS=", uint64(discord.IntentGuildPresences)))
	if line := other.logged("session lost"); !strings.Contains(line, "configured differently: intents=") {
		t.Errorf("with other intents: %s", line)
	}
	other.logged("ready")
	other.kill()
}
