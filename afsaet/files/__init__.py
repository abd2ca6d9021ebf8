"""Stored bytes in PostgreSQL: content-sniffed, size-capped, served only through the owner's gate. Danish: filer.

Not a document archive: the case system is the archive.
"""
