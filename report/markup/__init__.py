"""A ``Report`` and its drawings in, one HTML document out."""
