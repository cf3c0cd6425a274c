package dave

import (
	"bytes"
	"strconv"
	"testing"
)

func BenchmarkEncrypt(b *testing.B) {
	for codec, sample := range sampleFrames {
		b.Run(codec.String(), func(b *testing.B) {
			e, _ := pair()
			frame := unhex(b, sample)
			frame = append(frame, bytes.Repeat([]byte{0x5a}, 120-len(frame))...)
			var buf []byte
			b.ReportAllocs()
			for b.Loop() {
				buf, _ = e.Encrypt(buf[:0], frame, codec)
			}
		})
	}
}

// BenchmarkEncryptLengths has frames that fill groups of blocks, nearly do, and
// do not: they take different ways.
func BenchmarkEncryptLengths(b *testing.B) {
	for _, n := range []int{20, 80, 100, 120, 128, 160, 250, 300} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			e, _ := pair()
			frame := bytes.Repeat([]byte{0x5a}, n)
			var buf []byte
			b.ReportAllocs()
			for b.Loop() {
				buf, _ = e.Encrypt(buf[:0], frame, Opus)
			}
		})
	}
}

func BenchmarkDecrypt(b *testing.B) {
	for codec, sample := range sampleFrames {
		b.Run(codec.String(), func(b *testing.B) {
			e, d := pair()
			frame := unhex(b, sample)
			frame = append(frame, bytes.Repeat([]byte{0x5a}, 120-len(frame))...)
			sealed, err := e.Encrypt(nil, frame, codec)
			if err != nil {
				b.Fatal(err)
			}
			r := d.load()[0]
			var buf []byte
			b.ReportAllocs()
			for b.Loop() {
				r.window = window{}
				if buf, err = d.Decrypt(buf[:0], sealed, codec); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
