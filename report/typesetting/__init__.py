"""HTML and styles in, the bytes of a PDF out. No other room knows WeasyPrint."""
