"""Rules of Chinese composition: text and widths in, breaks and spaces out. No engine in sight."""
