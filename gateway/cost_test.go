package gateway_test

import (
	"bufio"
	"context"
	"crypto/sha1"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/accord-go/accord/gateway"
)

// A canned server sends bytes that were made before, so that what is measured
// is the client.
type canned struct {
	squeeze *squeezer
	server  net.Conn
}

// connect opens a connection for a shard: the handshake, HELLO and READY. The
// frames after that are compressed in the same stream.
func connect(tb testing.TB, compression gateway.Compression) (*canned, func(context.Context, string, string) (net.Conn, error)) {
	tb.Helper()
	c := &canned{}
	if compression == gateway.CompressionZstd || compression == gateway.CompressionZlib {
		c.squeeze = newSqueezer(compression.String())
	} else {
		c.squeeze = newSqueezer("")
	}
	hello := c.frames(`{"t":null,"s":null,"op":10,"d":{"heartbeat_interval":3600000}}`)
	ready := c.frames(`{"t":"READY","s":1,"op":0,"d":{"session_id":"s1","resume_gateway_url":"ws://session.test","user":{"id":"1"},"application":{"id":"1"},"guilds":[]}}`)
	return c, func(context.Context, string, string) (net.Conn, error) {
		ours, theirs := net.Pipe()
		c.server = ours
		go func() {
			br := bufio.NewReaderSize(ours, 512)
			request, err := http.ReadRequest(br)
			if err != nil {
				return
			}
			accept := websocketAccept(request.Header.Get("Sec-WebSocket-Key"))
			fmt.Fprintf(ours, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n", accept)
			ours.Write(hello)
			if _, err := br.Discard(1); err != nil { // IDENTIFY has begun
				return
			}
			if _, err := br.Discard(br.Buffered()); err != nil {
				return
			}
			go ours.Write(ready)
			for err == nil {
				_, err = br.Discard(1)
			}
		}()
		return theirs, nil
	}
}

// frames are websocket frames with texts in them.
func (c *canned) frames(texts ...string) []byte {
	var b []byte
	for _, text := range texts {
		kind, message := c.squeeze.message(text)
		b = append(b, 0x80|byte(kind))
		switch n := len(message); {
		case n < 126:
			b = append(b, byte(n))
		case n < 1<<16:
			b = binary.BigEndian.AppendUint16(append(b, 126), uint16(n))
		default:
			b = binary.BigEndian.AppendUint64(append(b, 127), uint64(n))
		}
		b = append(b, message...)
	}
	return b
}

// chat is events of about 1.2 KB.
func chat(first, n int) []string {
	var texts []string
	for i := range n {
		var d strings.Builder
		for j := range 8 {
			fmt.Fprintf(&d, `"field_%d":{"id":"%d","name":"user %d","roles":["%d"],"deaf":false},`, j, (i+j)*7919, (i*j)%97, i*104729)
		}
		texts = append(texts, fmt.Sprintf(`{"t":"MESSAGE_CREATE","s":%d,"op":0,"d":{%s"content":"%s"}}`, first+i, d.String(), strings.Repeat("hello ", 80)))
	}
	return texts
}

// listen runs a shard that counts events.
func listen(tb testing.TB, compression gateway.Compression, want func(string) bool) (*canned, *atomic.Int64) {
	tb.Helper()
	c, dial := connect(tb, compression)
	var handled atomic.Int64
	ready := make(chan struct{})
	s := gateway.New(gateway.Config{
		Token: token, URL: "ws://" + mainHost, Compression: compression, Dial: dial, Logger: slog.New(slog.DiscardHandler),
		Handle: func(_ context.Context, f gateway.Frame) error {
			if f.Type == "READY" {
				close(ready)
				return nil
			}
			handled.Add(1)
			return nil
		},
		Want: want,
	})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- s.Run(ctx) }()
	tb.Cleanup(func() {
		cancel()
		c.server.Close()
		<-done
	})
	<-ready
	return c, &handled
}

// TestReadAllocations holds the read path to two allocations per event: the
// websocket library's reader and the event's text.
func TestReadAllocations(t *testing.T) {
	const events, runs = 2000, 5
	for _, tt := range []struct {
		compression gateway.Compression
		most        float64
		want        func(string) bool
	}{
		{gateway.CompressionNone, 2, nil},
		{gateway.CompressionZstd, 2, nil},
		{gateway.CompressionZlib, 2, nil},
		{gateway.CompressionNone, 1, func(name string) bool { return name != "MESSAGE_CREATE" }},
	} {
		c, handled := listen(t, tt.compression, tt.want)
		var rounds [][]byte
		for i := range runs + 1 { // AllocsPerRun warms up once
			rounds = append(rounds, c.frames(append(chat(2+i*events, events), fmt.Sprintf(`{"t":"END","s":%d,"op":0,"d":{}}`, 2+i*events))...))
		}
		round := 0
		got := testing.AllocsPerRun(runs, func() {
			before := handled.Load()
			c.server.Write(rounds[round])
			round++
			count := int64(events + 1)
			if tt.want != nil {
				count = 1
			}
			for handled.Load() < before+count {
				runtime.Gosched()
			}
		}) / events
		if got > tt.most+0.05 {
			t.Errorf("%v: %.2f allocations per event, want at most %g", tt.compression, got, tt.most)
		}
		t.Logf("%v: %.2f allocations per event", tt.compression, got)
	}
}

// TestMemory measures what an idle connection holds: heap and stacks, the
// server's few included. docs/gateway.md has the figures.
func TestMemory(t *testing.T) {
	const shards = 64
	t.Run("warm up", func(t *testing.T) {
		for range shards {
			listen(t, gateway.CompressionNone, nil)
		}
	})
	for _, tt := range []struct {
		compression gateway.Compression
		most        int // KB
	}{
		{gateway.CompressionNone, 80},
		{gateway.CompressionPayload, 80},
		{gateway.CompressionZlib, 120},
		{gateway.CompressionZstd, 800},
	} {
		t.Run(tt.compression.String(), func(t *testing.T) {
			before := held()
			goroutines := runtime.NumGoroutine()
			var wg sync.WaitGroup
			for range shards {
				wg.Go(func() {
					c, _ := listen(t, tt.compression, nil)
					c.squeeze = nil // the server's compressor is not what is measured
				})
			}
			wg.Wait()
			after := held()
			got := int(after-before) / shards >> 10
			perShard := (runtime.NumGoroutine() - goroutines) / shards
			t.Logf("%d KB and %d goroutines per shard, one of them the server's", got, perShard)
			if gateway.RaceEnabled {
				return // the detector's own memory is in the figure
			}
			if got > tt.most {
				t.Errorf("%d KB per shard, want at most %d", got, tt.most)
			}
		})
	}
}

// held is the heap and the stacks in use, after collecting.
func held() uint64 {
	for range 3 {
		runtime.GC()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse + m.StackInuse
}

func BenchmarkRead(b *testing.B) {
	for _, compression := range []gateway.Compression{gateway.CompressionNone, gateway.CompressionZstd, gateway.CompressionZlib} {
		b.Run(compression.String(), func(b *testing.B) {
			c, handled := listen(b, compression, nil)
			const batch = 500
			var stream [][]byte
			size := 0
			for i := range b.N/batch + 1 {
				frames := c.frames(chat(2+i*batch, batch)...)
				size += len(frames)
				stream = append(stream, frames)
			}
			b.ReportAllocs()
			b.ResetTimer()
			for _, frames := range stream {
				c.server.Write(frames)
			}
			for handled.Load() < int64(len(stream)*batch) {
				runtime.Gosched()
			}
		})
	}
}

// websocketAccept answers a websocket key (RFC 6455, section 4.2.2).
func websocketAccept(key string) string {
	sum := sha1.Sum([]byte(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
	return base64.StdEncoding.EncodeToString(sum[:])
}
