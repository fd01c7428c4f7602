"""Programs that try random input for a given time, and report failures."""
