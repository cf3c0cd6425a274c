// Dave measures voice/dave beside davey, the implementation in Rust that
// discord.js uses under Node: frames encrypted and decrypted in turns, and what
// joins and commits cost as a call grows.
//
//	cd interop && npm ci && cd ../bench && go run ./dave
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"time"

	"github.com/accord-go/accord/voice/dave"
)

func main() {
	o := options{out: os.Stdout}
	flag.IntVar(&o.rounds, "rounds", 7, "how often each has its turn")
	flag.IntVar(&o.frames, "frames", 50_000, "frames in a turn")
	flag.IntVar(&o.size, "size", 120, "bytes of a frame")
	flag.IntVar(&o.lives, "lives", 16, "how often somebody leaves and somebody comes in a call whose growth is measured")
	flag.IntVar(&o.most, "most", 99, "members of the largest call")
	flag.StringVar(&o.davey, "davey", "../interop/davey/bench.js", "davey's side")
	flag.Parse()
	if err := o.run(); err != nil {
		fmt.Fprintln(os.Stderr, "dave:", err)
		os.Exit(1)
	}
}

// options are how much to measure.
type options struct {
	rounds, frames, size, lives, most int
	davey                             string
	out                               io.Writer
}

func (o options) run() error {
	fmt.Fprintf(o.out, "%s %s/%s, %d processors\n\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	if err := o.compare(); err != nil {
		return err
	}
	return o.growth()
}

// A pace is nanoseconds per frame.
type pace struct{ Encrypt, Decrypt float64 }

// compare lets both sides encrypt and decrypt in turns.
func (o options) compare() error {
	c, err := newCall()
	if err != nil {
		return err
	}
	for user := uint64(1); user <= 2; user++ {
		if err := c.join(user); err != nil {
			return err
		}
	}
	other, err := startDavey(o)
	if err != nil {
		return err
	}
	defer other.close()
	var ours, theirs []pace
	for range o.rounds {
		p, err := o.pace(c.sessions[1], c.sessions[2])
		if err != nil {
			return err
		}
		q, err := other.pace()
		if err != nil {
			return err
		}
		ours, theirs = append(ours, p), append(theirs, q)
	}
	fmt.Fprintf(o.out, "| %d-byte frame | Accord, ns | davey, ns | ratio (rounds) |\n|---|--:|--:|--:|\n", o.size)
	encrypt := func(p pace) float64 { return p.Encrypt }
	decrypt := func(p pace) float64 { return p.Decrypt }
	for _, row := range []struct {
		name string
		of   func(pace) float64
	}{{"encrypt", encrypt}, {"decrypt", decrypt}} {
		var a, b, ratios []float64
		for i := range ours {
			x, y := row.of(ours[i]), row.of(theirs[i])
			a, b, ratios = append(a, x), append(b, y), append(ratios, y/x)
		}
		fmt.Fprintf(o.out, "| %s | %.0f | %.0f | %.1f× (%.1f–%.1f) |\n", row.name, median(a), median(b), median(ratios), slices.Min(ratios), slices.Max(ratios))
	}
	return nil
}

// pace is our turn. Every frame that is encrypted is decrypted.
func (o options) pace(from, to *dave.Session) (p pace, err error) {
	frame := make([]byte, o.size)
	for i := range frame {
		frame[i] = 0x5a
	}
	var sealed [batch][]byte
	for i := range sealed {
		sealed[i] = make([]byte, 0, o.size+dave.MaxOverhead)
	}
	opened := make([]byte, 0, o.size+dave.MaxOverhead)
	e, d := from.Encryptor(), to.Decryptor(1)
	var encrypt, decrypt []float64
	for done := 0; done < o.frames; done += batch {
		start := time.Now()
		for i := range sealed {
			if sealed[i], err = e.Encrypt(sealed[i][:0], frame, dave.Opus); err != nil {
				return p, err
			}
		}
		encrypt = append(encrypt, float64(time.Since(start).Nanoseconds())/batch)
		start = time.Now()
		for i := range sealed {
			if opened, err = d.Decrypt(opened[:0], sealed[i], dave.Opus); err != nil {
				return p, err
			}
		}
		decrypt = append(decrypt, float64(time.Since(start).Nanoseconds())/batch)
	}
	return pace{median(encrypt), median(decrypt)}, nil
}

// batch is how many frames are encrypted before they are decrypted. -frames is
// a multiple of it. A turn's pace is that of its median batch, on both sides,
// so that what else the machine does counts less. That leaves out most of
// Node's garbage collections, in davey's favour.
const batch = 1000

// growth measures MLS in calls of more and more members, in which people have
// come and gone.
func (o options) growth() error {
	fmt.Fprintf(o.out, "\n| members, ms (least–most) | key package | join | commit that adds | commit that removes | follow one that adds | follow one that removes |\n|--:|--:|--:|--:|--:|--:|--:|\n")
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // settle collects
	for _, n := range []int{2, 5, 10, 25, 50, 75, 99} {
		if n > o.most {
			break
		}
		c, err := newCall()
		if err != nil {
			return err
		}
		if err := c.fill(n - 1); err != nil {
			return err
		}
		next := uint64(n)
		if err := c.join(next); err != nil {
			return err
		}
		c.times = make(map[string][]float64)
		for i := range o.lives {
			// Another leaves each time, so that the tree gets parents and holes.
			if n > 2 {
				users := c.users()
				if err := c.leave(users[i*7%len(users)]); err != nil {
					return err
				}
			} else if err := c.leave(next); err != nil {
				return err
			}
			next++
			if err := c.join(next); err != nil {
				return err
			}
		}
		fmt.Fprintf(o.out, "| %d", n)
		for _, what := range []string{"key package", "join", "commit add", "commit remove", "follow add", "follow remove"} {
			if times := c.times[what]; len(times) > 0 {
				fmt.Fprintf(o.out, " | %.2f (%.2f–%.2f)", median(times), slices.Min(times), slices.Max(times))
			} else {
				fmt.Fprint(o.out, " | –")
			}
		}
		fmt.Fprintln(o.out, " |")
	}
	return nil
}

func median(v []float64) float64 {
	v = slices.Sorted(slices.Values(v))
	return v[len(v)/2]
}
