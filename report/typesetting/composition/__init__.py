"""Rules of Chinese composition: text and widths in, breaks and spaces out; without the engine."""
