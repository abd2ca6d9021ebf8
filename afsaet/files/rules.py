"""What bytes are, by looking at them: the name and what the browser says count for nothing."""

LARGEST_BYTES = 25 * 1024 * 1024

_BEGINNINGS = [
    (b"PK\x03\x04", "application/zip"),  # also .xlsx and .docx
    (b"\xd0\xcf\x11\xe0", "application/vnd.ms-excel"),  # Office files from before 2007
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
]
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def sniff(content: bytes) -> str:
    """The content type; text is anything without a NUL byte that begins like nothing else."""
    for beginning, content_type in _BEGINNINGS:
        if content.startswith(beginning):
            return content_type
    if b"\0" in content and not content.startswith(_UTF16_MARKS):
        return "application/octet-stream"
    return "text/plain"
