"""The press room: the engine's PDF in, a PDF as its target wants it out, and what is wrong with it."""
