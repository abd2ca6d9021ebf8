"""Texts that live in the database, in several languages: topics, types, templates."""

from typing import Any

from django.db import models
from django.utils.translation import get_language


class TextByLanguage(dict[str, str]):
    """{"da": "…", "en": "…"}. As text it is the reader's language, else Danish."""

    def __str__(self) -> str:
        return self.in_language(get_language() or "da")

    def in_language(self, language: str) -> str:
        return self.get(language) or self.get("da", "")


class TextByLanguageField(models.JSONField):
    """A JSON object of language code to text; Danish is always there."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> TextByLanguage | None:
        loaded = super().from_db_value(value, expression, connection)
        return None if loaded is None else TextByLanguage(loaded)

    def to_python(self, value: Any) -> Any:
        return TextByLanguage(value) if isinstance(value, dict) else value
