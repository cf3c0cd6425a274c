package accord

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/gateway"
)

func BenchmarkScan(b *testing.B) {
	for name, data := range map[string]string{"MESSAGE_CREATE": message(1, 2), "TYPING_START": typingData} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if scan(name, 0, data, false).Key() == 0 {
					b.Fatal("no key")
				}
			}
		})
		b.Run(name+"/decode", func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				event.Decode(name, event.Meta{Raw: data})
			}
		})
	}
}

// BenchmarkDispatch is from the gateway's reader to a handler's return.
func BenchmarkDispatch(b *testing.B) {
	for _, tt := range []struct {
		name     string
		order    Order
		channels uint64
	}{{"PerKey/1", PerKey, 1}, {"PerKey/100", PerKey, 100}, {"PerKey/10000", PerKey, 10000}, {"Ordered/100", Ordered, 100}, {"Concurrent", Concurrent, 100}} {
		b.Run(tt.name, func(b *testing.B) {
			c, r := begin(b, Config{Order: tt.order})
			var wg sync.WaitGroup
			On(c, func(context.Context, *event.MessageCreate) error {
				wg.Done()
				return nil
			})
			events := make([]string, tt.channels)
			for i := range events {
				events[i] = message(1, uint64(i)+1)
			}
			now := time.Now()
			b.ReportAllocs()
			seq := 0
			for b.Loop() {
				wg.Add(1)
				r.now.Load().shards[0].receive(context.Background(), gateway.Frame{Type: "MESSAGE_CREATE", Seq: 1, Received: now, Data: events[seq%len(events)]})
				seq++
			}
			r.now.Load().shards[0].flush()
			wg.Wait()
		})
	}
}
