package client

import (
	"bytes"
	"os"
	"runtime"
	"strconv"
	"syscall"
	"time"
)

// usage is what the process has used up so far.
type usage struct {
	cpu  time.Duration
	mem  runtime.MemStats
	peak uint64
}

// takeUsage collects garbage and forgets the peak, and returns the usage from
// which to count on.
func takeUsage() (usage, error) {
	runtime.GC()
	runtime.GC()
	// Linux forgets the peak of its resident set when it is told 5. Elsewhere
	// there is no peak.
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0)
	return usageNow()
}

func usageNow() (usage, error) {
	u := usage{peak: status("VmHWM:")}
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		return u, err
	}
	u.cpu = time.Duration(r.Utime.Nano() + r.Stime.Nano())
	runtime.ReadMemStats(&u.mem)
	return u, nil
}

// since puts what was used up since before into r.
func (u usage) since(before usage, r *Result) {
	r.CPU = u.cpu - before.cpu
	r.Mallocs = u.mem.Mallocs - before.mem.Mallocs
	r.Bytes = u.mem.TotalAlloc - before.mem.TotalAlloc
	r.GCs = u.mem.NumGC - before.mem.NumGC
	r.Peak = u.peak
}

// held is the memory that the process holds on to.
type held struct {
	held uint64
	rss  int64
}

func heldNow() held {
	for range 3 { // what is in pools survives two collections
		runtime.GC()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return held{held: m.HeapInuse + m.StackInuse, rss: int64(status("VmRSS:"))}
}

// status returns a line of Linux's /proc/self/status in bytes, elsewhere 0.
func status(name string) uint64 {
	b, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range bytes.Lines(b) {
		if rest, ok := bytes.CutPrefix(line, []byte(name)); ok {
			kb, _ := strconv.ParseUint(string(bytes.TrimSpace(bytes.TrimSuffix(bytes.TrimSpace(rest), []byte("kB")))), 10, 64)
			return kb << 10
		}
	}
	return 0
}
