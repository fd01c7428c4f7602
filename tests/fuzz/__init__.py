"""Programs that try random input for as long as they are told to, and say what breaks."""
