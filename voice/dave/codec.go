package dave

import "strconv"

// A Codec is the format of a frame's media. It decides which bytes of a frame
// stay readable for the machines on the way: none of audio, as few as possible
// of video. The receiver of a frame need not know it.
type Codec uint8

// The codecs that Discord's voice servers negotiate. A frame of any other kind
// is encrypted whole.
const (
	Opus Codec = 0 // audio; the zero value
	VP8  Codec = 1
	VP9  Codec = 2
	H264 Codec = 3 // Annex B: start codes between the units
	H265 Codec = 4 // Annex B
	AV1  Codec = 5 // low-overhead bitstream: a temporal unit of OBUs
)

// String returns the codec's name as Discord's select protocol message has it.
func (c Codec) String() string {
	names := [...]string{"opus", "VP8", "VP9", "H264", "H265", "AV1"}
	if int(c) < len(names) {
		return names[c]
	}
	return "Codec(" + strconv.Itoa(int(c)) + ")"
}

// arrange lays a frame out for encryption. A frame that is not what its codec
// says is encrypted whole: rather one that nobody can play than media in the
// clear.
func (l *layout) arrange(frame []byte, codec Codec) {
	l.reset()
	ok := false
	switch codec {
	case VP8:
		ok = l.vp8(frame)
	case H264:
		ok = l.units(frame, h264Header)
	case H265:
		ok = l.units(frame, h265Header)
	case AV1:
		ok = l.av1(frame)
	default: // Opus, VP9 and what comes: nothing on the way reads the frame
	}
	if !ok {
		l.reset()
		l.hide(frame)
	}
}

// The clear bytes of a VP8 frame: the payload header, and of a key frame all
// of the uncompressed header, which depacketizers read.
//
// RFC 7741 section 4.3.
const (
	vp8DeltaHeader = 1
	vp8KeyHeader   = 10
)

// vp8 leaves the header of a VP8 frame readable.
func (l *layout) vp8(frame []byte) bool {
	if len(frame) == 0 {
		return false
	}
	header := vp8KeyHeader
	if frame[0]&1 != 0 { // the inverse key frame flag
		header = vp8DeltaHeader
	}
	if len(frame) < header {
		return false
	}
	l.show(frame[:header])
	l.hide(frame[header:])
	return true
}
