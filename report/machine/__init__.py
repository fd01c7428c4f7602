"""The machine: whether everything is there that a report needs, and in which version."""
