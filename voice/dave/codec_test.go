package dave

import (
	"bytes"
	"encoding/hex"
	"reflect"
	"strings"
	"testing"
)

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// published are the frames, and the parts of them that stay readable, of the
// tests of Discord's libdave (MIT, copyright Discord), restated as data.
var published = []struct {
	name  string
	codec Codec
	frame string
	spans []span
	clear string // if the test has it
}{
	{"random Opus", Opus, "0dc5aedd5bdc3f20be5697e54dd1f437b896a36f858c6f20bbd69e2a493ca170c4f0c1b9acd4" +
		"9d324b92afa788d09b12b29115a2feb3552b60fff983234a6c9608af3933683efc6b0f5579a9", nil, ""},
	{"H264 slice, one byte", H264, "0000000161e0fafafa", []span{{0, 6}}, ""},
	{"H264 short IDR, one byte", H264, "000000016742c00d8c8d40d0fbc900f08846a00000000168ce3c800000000165b8fafafa", []span{{0, 33}}, ""},
	{"H264 short IDR, two bytes", H264, "000000016742c00d8c8d40d0fbc900f08846a00000000168ce3c8000000001654760fafafa", []span{{0, 34}}, ""},
	{"H264 long IDR, one byte", H264, "00000001274d0033ab402802dd00da08846a000000000128ee3c800000000106051a47564adc5c4c433f94efc511" +
		"3cd143a801ffccccff020004ca90800000000125b8fafafa", []span{{0, 67}}, ""},
	{"H264 long IDR, two bytes", H264, "00000001274d0033ab402802dd00da08846a000000000128ee3c800000000106051a47564adc5c4c433f94efc511" +
		"3cd143a801ffccccff020004ca908000000001254760fafafa", []span{{0, 68}}, ""},
	{"H264 emulation prevention", H264, "00000001610000038000e0fafafa", []span{{0, 11}}, ""},
	{"H264 short start codes", H264, "000000012764001fac2b602802dd8088000003000800000301b46d0e1970 00000128ee3cb0000001258880ababab", []span{{0, 45}},
		"000000012764001fac2b602802dd8088000003000800000301b46d0e1970 0000000128ee3cb0 00000001258880"},
	{"H264 two slices", H264, "0000000161e0fafafa0000000161e0fafafa", []span{{0, 6}, {9, 6}}, ""},
	{"H265 IDR slice", H265, "0000000140010c01ffff016000000300b0000003000003005d17024" +
		"000000001420101016000000300b0000003000003005da00280802d16205ee45914bff2e7f13fa2" +
		"000000014401c072f05324000000014e01051a47564adc5c4c433f94efc5113cd143a803ee0000ee02001fc8b880000000012801abab", []span{{0, 119}}, ""},
	{"H265 TSA slice", H265, "000000010201abab", []span{{0, 6}}, ""},
	{"H265 short start code", H265, "0000010201abab", []span{{0, 6}}, "000000010201"},
	{"H265 short start codes", H265, "00000140010c01ffff016000000300b0000003000003005d17024" +
		"0000001420101016000000300b0000003000003005da00280802d16205ee45914bff2e7f13fa2" +
		"000000014401c072f05324000000014e01051a47564adc5c4c433f94efc5113cd143a803ee0000ee02001fc8b8800000012801abab", []span{{0, 119}}, ""},
	{"H265 two IDR slices", H265, "0000010201abab0000010201abab", []span{{0, 6}, {8, 6}}, ""},
}

func TestPublishedFrames(t *testing.T) {
	t.Parallel()
	for _, tt := range published {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var l layout
			l.arrange(unhex(t, tt.frame), tt.codec)
			if len(l.spans) != len(tt.spans) || len(tt.spans) > 0 && !reflect.DeepEqual(l.spans, tt.spans) {
				t.Errorf("readable parts %v, want %v", l.spans, tt.spans)
			}
			if tt.clear != "" && !bytes.Equal(l.clear, unhex(t, tt.clear)) {
				t.Errorf("readable bytes %x, want %s", l.clear, tt.clear)
			}
		})
	}
}

// TestPublishedReconstruction takes the frame of libdave's test
// SplitReconstruct apart and together again.
func TestPublishedReconstruction(t *testing.T) {
	t.Parallel()
	frame := unhex(t, published[0].frame+"0000000000000000 00 000a 140a 280a 3c0a 14 fafa")
	var p protected
	if !p.parse(frame) {
		t.Fatal("not a protected frame")
	}
	if want := []span{{0, 10}, {20, 10}, {40, 10}, {60, 10}}; !reflect.DeepEqual(p.spans, want) {
		t.Errorf("readable parts %v, want %v", p.spans, want)
	}
	clear, other := separate(nil, nil, p.media, p.spans)
	if len(clear) != 40 || len(other) != 36 {
		t.Errorf("%d readable bytes and %d others, want 40 and 36", len(clear), len(other))
	}
	if got := interleave(nil, clear, other, p.spans); !bytes.Equal(got, frame[:76]) {
		t.Errorf("together again %x, want %x", got, frame[:76])
	}
}

// TestCodecs holds the frames of all codecs against what the protocol says of
// their readable bytes. A frame is given as "readable|encrypted|readable…".
func TestCodecs(t *testing.T) {
	t.Parallel()
	const whole = "|"
	tests := []struct {
		name  string
		codec Codec
		frame string
		want  string
	}{
		{"VP8 key frame", VP8, "10 0203049d012a0102 03 aabb", "1002030 49d012a010203|aabb"},
		{"VP8 delta frame", VP8, "11aabb", "11|aabb"},
		{"VP8 key frame that is cut", VP8, "100203", whole + "100203"},
		{"VP8, empty", VP8, "", whole},
		{"VP9", VP9, "8649834200", whole + "8649834200"},
		{"unknown codec", Codec(99), "8649834200", whole + "8649834200"},

		{"H264 without start code", H264, "65b8fafafa", whole + "65b8fafafa"},
		{"H264 with something before", H264, "010000000165b8fa", whole + "010000000165b8fa"},
		{"H264 with zeros before", H264, "000000000165b8fa", "0000000165b8|fa"},
		{"H264 that ends in a start code", H264, "0000000165b8fa000001", whole + "0000000165b8fa000001"},
		{"H264 partition", H264, "0000000142b8fa", whole + "0000000142b8fa"},
		{"H264 slice extension", H264, "0000000174b8fa", whole + "0000000174b8fa"},
		{"H264 slice that is cut", H264, "00000001 65 00", "00000001 6500|"},
		{"H264 slice that ends in a number", H264, "00000001 65 00 ff00 0080", "00000001 65 00ff000080|"},
		{"H264 number too large", H264, "00000001 65 00000300 00030000 03ff", "00000001 65|00000300 00030000 03ff"},
		{"H265 unit without header", H265, "0000000102", whole + "0000000102"},
		{"H265 parameters, then a slice", H265, "000001 4001aa 000001 0201bbcc", "00000001 4001aa 00000001 0201|bbcc"},

		{"AV1 one unit with size", AV1, "32 02 aabb", "30|aabb"},
		{"AV1 one unit without size", AV1, "30 aabb", "30|aabb"},
		{"AV1 delimiter, sequence header, frame", AV1, "1200 0a03112233 32 02 aabb", "0a03|112233|30|aabb"},
		{"AV1 extension", AV1, "36 28 02 aabb", "34 28|aabb"},
		{"AV1 padded size", AV1, "0a838000112233 32 02 aabb", "0a03|112233|30|aabb"},
		{"AV1 tile list and padding dropped", AV1, "4201ff 32 02 aabb 7a02 0000", "30|aabb"},
		{"AV1 unit longer than the frame", AV1, "32 03 aabb", whole + "3203aabb"},
		{"AV1 size without end", AV1, "32 ffffffffffffffffffff01", whole + "32ffffffffffffffffffff01"},
		{"AV1 cut after the header", AV1, "36", whole + "36"},
		{"AV1 nothing to send", AV1, "1200", whole + "1200"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var want layout
			for i, part := range strings.Split(tt.want, "|") {
				if i%2 == 0 {
					want.show(unhex(t, part))
				} else {
					want.hide(unhex(t, part))
				}
			}
			got := layout{clear: []byte("left from before"), spans: []span{{1, 2}}}
			got.arrange(unhex(t, tt.frame), tt.codec)
			if !bytes.Equal(got.clear, want.clear) || !bytes.Equal(got.secret, want.secret) {
				t.Errorf("readable %x, encrypted %x, want %x and %x", got.clear, got.secret, want.clear, want.secret)
			}
			if len(got.spans) != len(want.spans) || len(got.spans) > 0 && !reflect.DeepEqual(got.spans, want.spans) {
				t.Errorf("readable parts %v, want %v", got.spans, want.spans)
			}
		})
	}
}

func TestStartCodes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		frame string
		spans []span
		want  bool
	}{
		{"none", "00000001 6588 aabbcc", []span{{0, 6}}, false},
		{"in the ciphertext", "00000001 6588 aa000001bb", []span{{0, 6}}, true},
		{"over the edge before", "00000001 6500 0001bb", []span{{0, 6}}, true},
		{"over the edge behind", "00000001 6588 aa00 00000001 6588 bb", []span{{0, 6}, {8, 6}}, false},
		{"over both edges", "00000001 6500 00 01", []span{{0, 6}, {7, 1}}, true},
		{"at the very end", "00000001 6588 aa000001", []span{{0, 6}}, true},
		{"only in what is readable", "00000001 6588", []span{{0, 6}}, false},
		{"nothing is readable", "aa000001bb", nil, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := hasStartCode(unhex(t, tt.frame), tt.spans); got != tt.want {
				t.Errorf("a start code: %t, want %t", got, tt.want)
			}
		})
	}
}

func TestCodecString(t *testing.T) {
	t.Parallel()
	for codec, want := range map[Codec]string{Opus: "opus", AV1: "AV1", 99: "Codec(99)"} {
		if got := codec.String(); got != want {
			t.Errorf("codec %d is %q, want %q", codec, got, want)
		}
	}
}
