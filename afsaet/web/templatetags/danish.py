"""`{% load danish %}`: the filters of afsaet/web/danish.py. Nothing in, nothing out."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from django import template

from afsaet.core import clock as time
from afsaet.core import danish

register = template.Library()


def _dated(name: str, write: Callable[[datetime, date], str]) -> None:
    register.filter(name, lambda value: write(value, time.today()) if value else "")


def _plain(name: str, write: Callable[[datetime], str]) -> None:
    register.filter(name, lambda value: write(value) if value else "")


def _text(name: str, write: Callable[[str], str]) -> None:
    register.filter(name, lambda value: write(str(value)) if value else "")


_dated("day", danish.day)
_dated("Day", lambda value, today: danish.capitalised(danish.day(value, today)))
_dated("date_only", danish.date_only)
_dated("ago", danish.ago)
_dated("near_day", danish.near_day)
_dated("Near_day", lambda value, today: danish.capitalised(danish.near_day(value, today)))
_plain("short_day", danish.short_day)
_plain("Short_day", lambda value: danish.capitalised(danish.short_day(value)))
_plain("clock", danish.clock)
_plain("at", danish.at)
_plain("brief_at", danish.brief_at)
_text("phone", danish.phone)
_text("masked_phone", danish.masked_phone)
_text("masked_mail", danish.masked_mail)
_text("first_name", danish.first_name)
_text("initials", danish.initials)
_text("capitalised", danish.capitalised)


@register.filter
def listed(words: Iterable[object]) -> str:
    return danish.listed([str(word) for word in words])
