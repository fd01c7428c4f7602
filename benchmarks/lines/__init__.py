"""How well, and how fast, Chinese lines are set: ours, the plain engine and Chromium."""
