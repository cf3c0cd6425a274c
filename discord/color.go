package discord

import "fmt"

// Color is an RGB color as Discord writes it: 0xRRGGBB.
type Color uint32

// RGB returns the color of the three parts.
func RGB(r, g, b uint8) Color { return Color(r)<<16 | Color(g)<<8 | Color(b) }

// String returns the color as #rrggbb.
func (c Color) String() string { return fmt.Sprintf("#%06x", uint32(c)) }
