"""The demo's gateway for text messages: nothing is sent, each is a file in var/sms, as mails are in var/mail."""

import json
from pathlib import Path

from django.conf import settings


class FilesGateway:
    """One file by key: the same message handed over twice is there once."""

    def send(self, to: str, text: str, key: str) -> None:
        folder = Path(settings.SMS_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{key}.json").write_text(json.dumps({"to": to, "text": text}, ensure_ascii=False) + "\n")
