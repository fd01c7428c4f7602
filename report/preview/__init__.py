"""The preview room: finished PDFs in, pictures of their pages out."""
