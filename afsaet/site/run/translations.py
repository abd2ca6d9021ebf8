"""Compiles the translations with Babel: a bare machine has no msgfmt."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_all(locale: Path) -> int:
    """Compile every catalogue in `locale` that is newer than its compiled form; return how many."""
    stale = [source for source in sorted(locale.glob("*/LC_MESSAGES/*.po")) if _stale(source)]
    for source in stale:
        with source.open("rb") as text:
            catalogue = read_po(text)
        with source.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, catalogue)
    return len(stale)


def _stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime
