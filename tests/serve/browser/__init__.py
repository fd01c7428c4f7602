"""The page of ``report serve`` in Chromium: real saves, and the pixels that follow."""
