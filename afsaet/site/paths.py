"""Where things lie. No Django here: `./run` asks before any settings exist."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "afsaet" / "web"
VENDOR = WEB / "static" / "vendor"
LOCALE = WEB / "locale"


def var_dir() -> Path:
    """What the running system writes: databases, collected static files, logs, the demo's mails."""
    return Path(os.environ.get("AFSAET_VAR") or ROOT / "var").resolve()
