"""Checks whether this machine has everything that a report needs, in the right versions."""
