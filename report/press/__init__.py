"""The press room: the engine's PDF in, a PDF as its target wants it out."""
