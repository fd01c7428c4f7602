"""The typesetting room: HTML and styles in, PDF bytes out. Nobody else knows WeasyPrint."""
