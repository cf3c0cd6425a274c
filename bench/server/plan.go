package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"iter"
	"sync"
	"time"

	"github.com/accord-go/accord/bench/corpus"
)

// A Plan is what each client gets that connects: READY, the guilds if Guilds is
// set, and Warm events to warm up with; and once the start is given, Events.
type Plan struct {
	Seed   uint64
	World  corpus.Counts
	Guilds bool
	Mix    string // a key of Mixes
	Warm   int    // events whose messages begin with WarmMark
	Events int    // events whose messages begin with Mark
	Rate   int    // Events per second; 0: as fast as the client reads

	// Heartbeat is the interval that clients are told. Zero: so long that none
	// falls into what is measured, but for the first one of clients that choose
	// its time at random.
	Heartbeat time.Duration

	// Compression is what clients will ask for; others get nothing.
	Compression string
}

// Marks are what messages begin with.
const (
	Mark     = '#'
	WarmMark = '~'
)

// Mixes are the mixes that a Plan may name.
var Mixes = map[string]corpus.Mix{
	"chat":     corpus.Chat,
	"presence": corpus.Presence,
	"messages": corpus.Messages,
	"busy":     corpus.Busy,
}

// Prepared tells what a Plan comes to.
type Prepared struct {
	Channels     int // channels have numbers below it
	WarmMessages int
	Messages     int
	Bytes        int // of Events, inflated, with their envelopes
	Wire         int // of Events, as sent
}

// A segment is websocket frames, back to back.
type segment struct {
	compression string
	data        []byte
	ends        []int // where each frame ends in data
	numbers     []int // for each frame the number of its message, or -1
	messages    int
	text        int // bytes before compression
}

// A prepared plan is what it takes to play one.
type prepared struct {
	plan     Plan
	guilds   []uint64
	before   *segment // after READY
	main     *segment
	channels int
}

// segments keeps what was made for earlier plans.
type segments struct {
	mu   sync.Mutex // held while one is made
	made map[segmentKey]*segment
}

type segmentKey struct {
	part string
	plan Plan // without what makes no difference
}

// prepare makes what the plan needs.
func (s *segments) prepare(p Plan) (*prepared, error) {
	mix, ok := Mixes[p.Mix]
	if !ok && p.Warm+p.Events > 0 {
		return nil, fmt.Errorf("no mix %q", p.Mix)
	}
	if p.World.Small+p.World.Medium+p.World.Large == 0 {
		return nil, fmt.Errorf("a world without guilds")
	}
	w := corpus.New(p.Seed, p.World)
	r := &prepared{plan: p, guilds: w.GuildIDs(), channels: w.Channels()}
	sequence := 2 // READY is 1
	before := p
	before.Events, before.Rate = 0, 0
	r.before = s.get("before", before, func() *segment {
		return newSegment(p.Compression, sequence, func(yield func(corpus.Event) bool) {
			if p.Guilds {
				w.Guilds()(yield)
			}
			w.Events(mix, p.Warm, WarmMark)(yield)
		})
	})
	sequence += len(r.before.ends)
	main := p
	main.Rate = 0
	r.main = s.get("main", main, func() *segment {
		return newSegment(p.Compression, sequence, w.Events(mix, p.Events, Mark))
	})
	return r, nil
}

// get returns a part of a plan, made by build if it is new.
func (s *segments) get(part string, p Plan, build func() *segment) *segment {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := segmentKey{part, p}
	if s.made == nil {
		s.made = make(map[segmentKey]*segment)
	}
	if s.made[key] == nil {
		s.made[key] = build()
	}
	return s.made[key]
}

// newSegment encodes events, the first of which has that sequence number.
func newSegment(compression string, sequence int, events iter.Seq[corpus.Event]) *segment {
	s := &segment{compression: compression}
	enc := newEncoder(compression)
	var text []byte
	for e := range events {
		text = fmt.Appendf(text[:0], `{"t":"%s","s":%d,"op":0,"d":%s}`, e.Name, sequence, e.Data)
		sequence++
		opcode, payload := enc.encode(text)
		s.data = appendFrame(s.data, opcode, payload)
		s.ends = append(s.ends, len(s.data))
		s.text += len(text)
		number := -1
		if e.Name == corpus.MessageCreate {
			number = s.messages
			s.messages++
		}
		s.numbers = append(s.numbers, number)
	}
	s.data = bytes.Clone(s.data) // as large as it has to be
	return s
}

// report tells what the plan comes to.
func (p *prepared) report() Prepared {
	return Prepared{
		Channels:     p.channels,
		WarmMessages: p.before.messages,
		Messages:     p.main.messages,
		Bytes:        p.main.text,
		Wire:         len(p.main.data),
	}
}

// ready returns a READY.
func (p *prepared) ready(address string) []byte {
	guilds := make([]map[string]any, len(p.guilds))
	for i, id := range p.guilds {
		guilds[i] = map[string]any{"id": fmt.Sprint(id), "unavailable": true}
	}
	guildJSON, err := json.Marshal(guilds)
	must(err)
	return fmt.Appendf(nil, `{"t":"READY","s":1,"op":0,"d":{"v":10,"user_settings":{},"user":{"verified":true,"username":"bench","mfa_enabled":true,"id":"%d","global_name":null,"flags":0,"email":null,"discriminator":"0000","bot":true,"avatar":null},"session_type":"normal","session_id":"00112233445566778899aabbccddeeff","resume_gateway_url":"%s","relationships":[],"private_channels":[],"presences":[],"guilds":%s,"guild_join_requests":[],"geo_ordered_rtc_regions":[],"auth":{},"application":{"id":"%d","flags":0},"_trace":[]}}`,
		corpus.Application, address, guildJSON, corpus.Application)
}
