"""The markup room: a ``Report`` and its drawings in, one HTML document out."""
