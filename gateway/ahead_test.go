package gateway

import (
	"bytes"
	"errors"
	"io"
	"net"
	"testing"
	"testing/iotest"
)

// TestMeterRead reads connections of all manners through a meter, and wants what they
// gave, their error behind it, and no buffer left.
func TestMeterRead(t *testing.T) {
	t.Parallel()
	data := bytes.Repeat([]byte("0123456789abcde\n"), 3*aheadBytes/16+100)
	failed := errors.New("failed")
	for _, tt := range []struct {
		name string
		conn func(io.Reader) io.Reader
		want error
	}{
		{"all there is", func(r io.Reader) io.Reader { return r }, nil},
		{"error with the last bytes", iotest.DataErrReader, nil},
		{"half of what is asked for", iotest.HalfReader, nil},
		{"byte by byte", iotest.OneByteReader, nil},
		{"fails", func(r io.Reader) io.Reader { return io.MultiReader(r, iotest.ErrReader(failed)) }, failed},
	} {
		for _, size := range []int{1, 5, 512, 16 << 10, aheadBytes, 2 * aheadBytes} {
			m := &meter{Conn: readerConn{Reader: tt.conn(bytes.NewReader(data))}}
			var got []byte
			p := make([]byte, size)
			var err error
			for err == nil {
				var n int
				n, err = m.Read(p)
				got = append(got, p[:n]...)
			}
			if err == io.EOF {
				err = nil
			}
			if !bytes.Equal(got, data) || !errors.Is(err, tt.want) {
				t.Errorf("%s, %d bytes at a time: %d bytes and %v, want %d and %v", tt.name, size, len(got), err, len(data), tt.want)
			}
			if len(m.ahead.rest) > 0 {
				t.Errorf("%s, %d bytes at a time: %d bytes are left", tt.name, size, len(m.ahead.rest))
			}
		}
	}
}

// TestMeterGivesBack wants the large buffer to be used, and to be gone when a read may
// wait, however much came before.
func TestMeterGivesBack(t *testing.T) {
	t.Parallel()
	var m *meter
	reads := []int{16 << 10, aheadBytes, aheadBytes, 1000, 0}
	m = &meter{Conn: readerConn{Reader: readerFunc(func(p []byte) (int, error) {
		n := reads[0]
		if n > len(p) {
			t.Fatalf("%d bytes are asked for, want %d", len(p), n)
		}
		if reads = reads[1:]; len(reads) == 0 {
			if m.ahead.buffer != nil || m.ahead.rest != nil || len(p) == aheadBytes {
				t.Error("the reader waits and keeps its buffer")
			}
			return 0, io.EOF
		}
		return n, nil
	})}}
	n, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, struct{ io.Reader }{m}, make([]byte, 16<<10))
	if want := int64(16<<10 + 2*aheadBytes + 1000); n != want || err != nil {
		t.Errorf("%d bytes, %v, want %d", n, err, want)
	}
}

type readerConn struct {
	net.Conn
	io.Reader
}

func (c readerConn) Read(p []byte) (int, error) { return c.Reader.Read(p) }

type readerFunc func(p []byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }
