package dave

import (
	"bytes"
	"math"
	"testing"
	"time"
)

func TestParse(t *testing.T) {
	t.Parallel()
	const tag = "0102030405060708"
	tests := []struct {
		name, frame string
		want        bool
	}{
		{"no media", tag + "01 0c fafa", true},
		{"media", "aabb" + tag + "01 0c fafa", true},
		{"largest nonce", tag + "ffffffff0f 10 fafa", true},
		{"padded nonce", tag + "8100 0d fafa", true},
		{"readable part", "aabb" + tag + "01 0001 0e fafa", true},
		{"empty readable parts", "aabb" + tag + "01 0000 0000 0200 12 fafa", true},

		{"empty", "", false},
		{"marker only", "fafa", false},
		{"no marker", tag + "01 0c fafb", false},
		{"size too small", tag + "01 0b fafa", false},
		{"size too large", tag + "01 0d fafa", false},
		{"no nonce", tag + "0b fafa", false},
		{"nonce without end", "aa" + tag + "81 0c fafa", false},
		{"nonce of 33 bits", tag + "8080808010 10 fafa", false},
		{"offset without size", "aabb" + tag + "01 00 0d fafa", false},
		{"size without end", "aabb" + tag + "01 0081 0e fafa", false},
		{"part behind the media", "aabb" + tag + "01 0300 0e fafa", false},
		{"part longer than the media", "aabb" + tag + "01 0102 0e fafa", false},
		{"parts overlap", "aabb" + tag + "01 0002 0101 10 fafa", false},
		{"parts out of order", "aabb" + tag + "01 0101 0001 10 fafa", false},
		{"size overflows", "aabb" + tag + "01 01 ffffffffffffffffff01 17 fafa", false},
		{"offset overflows", "aabb" + tag + "01 ffffffffffffffffff01 02 17 fafa", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var p protected
			if got := p.parse(unhex(t, tt.frame)); got != tt.want {
				t.Errorf("an encrypted frame: %t, want %t", got, tt.want)
			}
		})
	}
}

func TestTrailer(t *testing.T) {
	t.Parallel()
	// Discord's facts: 12 bytes at first, later more, never over 255.
	for nonce, want := range map[uint32]int{0: 12, 1: 12, 127: 12, 128: 13, 1 << 14: 14, 1 << 21: 15, math.MaxUint32: 16} {
		b, ok := appendTrailer(make([]byte, tagSize), nonce, nil)
		if !ok || len(b) != want || int(b[len(b)-3]) != want {
			t.Errorf("nonce %d: trailer %x, want %d bytes", nonce, b, want)
		}
	}
	spans := make([]span, 121) // 8+1+2·121+1+2 = 254
	if b, ok := appendTrailer(nil, 1, spans); !ok || b[len(b)-3] != 254 {
		t.Errorf("121 spans: %x, %t", b, ok)
	}
	if b, ok := appendTrailer([]byte("x"), 1, make([]span, 122)); ok || string(b) != "x" {
		t.Errorf("122 spans: %x, %t, want nothing", b, ok)
	}
}

// FuzzFrame gives a decryptor whatever comes, and holds a frame that it does
// take apart against the frame put together again.
func FuzzFrame(f *testing.F) {
	for _, tt := range published {
		f.Add(unhex(f, tt.frame))
	}
	f.Add(unhex(f, published[0].frame+"0000000000000000 00 000a 140a 280a 3c0a 14 fafa"))
	f.Add(unhex(f, "aabb 0102030405060708 01 0001 0e fafa"))
	s := newSender(1, make([]byte, keySize))
	for codec, frame := range sampleFrames {
		b, err := s.sealParts(nil, unhex(f, frame), codec, new(sealing))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, frame []byte) {
		before := bytes.Clone(frame)
		d := newDecryptor(new(passthrough))
		d.install(newReceiver(1, make([]byte, keySize)), time.Now())
		for _, codec := range []Codec{Opus, AV1} {
			dst, err := d.Decrypt([]byte("prefix"), frame, codec)
			if err != nil && string(dst) != "prefix" || len(dst) > len("prefix")+len(frame) {
				t.Errorf("%d bytes came of %d: %v", len(dst), len(frame), err)
			}
		}
		if !bytes.Equal(frame, before) {
			t.Error("the frame was changed")
		}
		var p protected
		if p.parse(frame) {
			clear, other := separate(nil, nil, p.media, p.spans)
			if got := interleave(nil, clear, other, p.spans); !bytes.Equal(got, p.media) {
				t.Errorf("together again %x, want %x", got, p.media)
			}
		}
		// Whatever is sent arrives, but for what packetizers would change too.
		e := newSender(1, make([]byte, keySize))
		for codec := range AV1 + 2 {
			sealed, err := e.sealParts(nil, frame, codec, new(sealing))
			if err != nil {
				continue
			}
			var l layout
			l.arrange(frame, codec)
			want := interleave(nil, l.clear, l.secret, l.spans)
			d := newDecryptor(new(passthrough))
			d.install(newReceiver(1, make([]byte, keySize)), time.Now())
			got, err := d.Decrypt(nil, sealed, codec)
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("%v: decrypted %x, %v, want %x", codec, got, err, want)
			}
		}
	})
}

// sampleFrames has a frame of each codec.
var sampleFrames = map[Codec]string{
	Opus: "78 0102030405060708090a0b0c0d0e0f",
	VP8:  "10 0203049d012a0102 03 aabbccddeeff",
	VP9:  "8649834200aabbccddeeff",
	H264: "000000012764001fac2b602802dd8088 00000128ee3cb0 000001258880ababab 000001258880cdcdcd",
	H265: "00000140010c01ffff 0000010201abab 0000010201cdcd",
	AV1:  "1200 0a03112233 32 04 aabbccdd 32 02 aabb",
}
