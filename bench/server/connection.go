package server

import (
	"cmp"
	"encoding/json"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// quiet is the interval of heartbeats where a Plan has none.
const quiet = 10 * time.Minute

// A connection is one client's. Frames are written to the socket below the
// websocket library's back, which only reads.
type connection struct {
	s       *Server
	ws      *websocket.Conn
	address string
	begin   chan struct{} // the runner's start

	mu          sync.Mutex // guards all below; held while a segment is written
	conn        net.Conn   // below ws
	compression string
	used        bool // something was sent
}

// serve talks to a client until it goes.
func (s *Server) serve(ws *websocket.Conn, r *http.Request) {
	defer ws.Close()
	c := &connection{
		s: s, ws: ws, address: address(r),
		begin: make(chan struct{}, 1),
		conn:  ws.NetConn(), compression: r.URL.Query().Get("compress"),
	}
	// Both would write.
	ws.SetPingHandler(func(string) error { return nil })
	ws.SetCloseHandler(func(int, string) error { return nil })
	s.mu.Lock()
	plan := s.plan
	s.connections[c] = true
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		delete(s.connections, c)
		s.mu.Unlock()
	}()
	if plan == nil {
		return
	}
	done := make(chan struct{})
	var wg sync.WaitGroup
	defer wg.Wait()
	defer close(done)
	c.control([]byte(`{"t":null,"s":null,"op":10,"d":{"heartbeat_interval":` + jsonNumber(cmp.Or(plan.plan.Heartbeat, quiet).Milliseconds()) + `,"_trace":[]}}`))
	for {
		var frame struct {
			Op int `json:"op"`
			D  json.RawMessage
		}
		if err := ws.ReadJSON(&frame); err != nil {
			return
		}
		switch frame.Op {
		case 1:
			wg.Go(func() { c.control([]byte(`{"t":null,"s":null,"op":11,"d":null}`)) })
		case 2:
			var identify struct{ Compress bool }
			if json.Unmarshal(frame.D, &identify) == nil && identify.Compress {
				c.compressPayloads()
			}
			s.count(func(r *Report) { r.Identifies++ })
			wg.Go(func() { c.play(plan, done) })
		case 6:
			s.count(func(r *Report) { r.Resumes++ })
			c.control([]byte(`{"t":null,"s":null,"op":9,"d":false}`))
		}
	}
}

// compressPayloads is what a client asks for in IDENTIFY.
func (c *connection) compressPayloads() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.compression == None {
		c.compression = Payload
	}
}

// count changes the report.
func (s *Server) count(change func(*Report)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.report)
}

// control sends a frame that was not made before.
func (c *connection) control(text []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	opcode, payload := control(c.compression, !c.used, text)
	c.used = true
	c.conn.Write(appendFrame(nil, opcode, payload)) // a client that is gone is noticed by the reader
}

// play plays a plan.
func (c *connection) play(p *prepared, done <-chan struct{}) {
	c.control(p.ready(c.address))
	if !c.write(p.before) {
		return
	}
	select {
	case <-c.begin:
	case <-done:
		return
	}
	if p.plan.Rate == 0 {
		c.write(p.main)
		return
	}
	c.writePaced(p.main, time.Second/time.Duration(p.plan.Rate))
}

// write sends a segment as fast as the client reads. It reports whether the
// client goes on.
func (c *connection) write(s *segment) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.compression != s.compression {
		c.ws.Close() // the client would understand nothing
		return false
	}
	_, err := c.conn.Write(s.data)
	return err == nil
}

// writePaced sends one frame per interval. Late ones are sent at once.
func (c *connection) writePaced(s *segment, interval time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	sent := make([]int64, s.messages)
	start := time.Now()
	from := 0
	for i, end := range s.ends {
		pauseUntil(start.Add(time.Duration(i) * interval))
		if n := s.numbers[i]; n >= 0 {
			sent[n] = time.Now().UnixNano()
		}
		if _, err := c.conn.Write(s.data[from:end]); err != nil {
			return
		}
		from = end
	}
	c.s.count(func(r *Report) { copy(r.Sent, sent) })
}

func jsonNumber(n int64) string {
	b, err := json.Marshal(n)
	must(err)
	return string(b)
}
