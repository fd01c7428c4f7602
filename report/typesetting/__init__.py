"""HTML and stylesheets in, the bytes of a PDF out. Only this room imports WeasyPrint."""
