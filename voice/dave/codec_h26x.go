package dave

import "bytes"

// startCode begins each unit of an H.264 or H.265 frame. Depacketizers write
// the long form whatever was sent, so frames are encrypted in that form.
var startCode = []byte{0, 0, 0, 1}

// shortCode is contained in both forms of the start code.
var shortCode = []byte{0, 0, 1}

// units leaves readable what packetizers and depacketizers read of an H.264 or
// H.265 frame: start codes, and of each unit as many bytes as header says.
func (l *layout) units(frame []byte, header func(unit []byte) (clear int, ok bool)) bool {
	at := bytes.Index(frame, shortCode)
	if at < 0 || len(bytes.Trim(frame[:at], "\x00")) > 0 {
		return false
	}
	for rest := frame[at+len(shortCode):]; ; {
		unit, next := rest, []byte(nil)
		at := bytes.Index(rest, shortCode)
		if at >= 0 {
			unit, next = rest[:at], rest[at+len(shortCode):]
			if at > 0 && unit[at-1] == 0 { // the long form
				unit = unit[:at-1]
			}
		}
		clear, ok := header(unit)
		if !ok {
			return false
		}
		l.show(startCode)
		l.show(unit[:clear])
		l.hide(unit[clear:])
		if at < 0 {
			return true
		}
		rest = next
	}
}

// h264Header returns how many bytes of an H.264 unit are read on the way: all
// of parameter sets and the like; of slices those up to the identifier of the
// picture parameter set.
func h264Header(unit []byte) (clear int, ok bool) {
	const (
		typeMask = 0x1f
		slice    = 1
		idrSlice = 5
	)
	if len(unit) == 0 {
		return 0, false
	}
	switch unit[0] & typeMask {
	case slice, idrSlice:
		return 1 + sliceHeader(unit[1:]), true
	case 2, 3, 4, 19, 20, 21:
		// Partitions, auxiliary and additional slices are media too. Nothing
		// that sends to Discord makes them.
		return 0, false
	}
	return len(unit), true
}

// sliceHeader returns the number of bytes that hold the first three numbers
// of an H.264 slice header: first_mb_in_slice, slice_type and
// pic_parameter_set_id, as exponential Golomb codes. It is 0 if they cannot be
// what they should.
func sliceHeader(b []byte) int {
	bit, zeros := 0, 0
	for numbers := 0; numbers < 3; {
		at := bit / 8
		if at >= len(b) {
			return len(b)
		}
		if bit%8 == 0 && at >= 2 && b[at] == 3 && b[at-1] == 0 && b[at-2] == 0 {
			bit += 8 // an emulation prevention byte is not part of the number
			continue
		}
		if b[at]&(0x80>>(bit%8)) == 0 {
			bit++
			if zeros++; zeros >= 32 {
				return 0
			}
			continue
		}
		numbers++
		bit += 1 + zeros
		zeros = 0
	}
	return min(bit/8+1, len(b))
}

// h265Header returns how many bytes of an H.265 unit are read on the way: the
// header of units with media, all of the others.
func h265Header(unit []byte) (clear int, ok bool) {
	const (
		headerSize = 2
		typeMask   = 0x7e
		firstOther = 32 // types below it are video coding layer units
	)
	if len(unit) < headerSize {
		return 0, false
	}
	if unit[0]&typeMask>>1 < firstOther {
		return headerSize, true
	}
	return len(unit), true
}

// hasStartCode reports whether a start code stands in what encryption wrote
// to frame, or across its edges. Packetizers would cut the frame there.
func hasStartCode(frame []byte, spans []span) bool {
	const edge = 2 // bytes of a start code that may lie outside
	at := 0
	for _, s := range spans {
		if at < s.offset && bytes.Contains(frame[max(at-edge, 0):min(s.offset+edge, len(frame))], shortCode) {
			return true
		}
		at = s.offset + s.size
	}
	return bytes.Contains(frame[max(at-edge, 0):], shortCode)
}
