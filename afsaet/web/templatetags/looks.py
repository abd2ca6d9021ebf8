"""`{% load looks %}`: which icon and weight a state has. Semibold means that somebody must act."""

from dataclasses import dataclass

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

register = template.Library()


@dataclass(frozen=True)
class Look:
    icon: str
    tone: str = ""
    act: bool = False


LOOKS = {
    "booked": Look("calendar-month"),
    "arrived": Look("how-to-reg", "ok", act=True),
    "started": Look("time", "ok", act=True),
    "held": Look("check", "ok"),
    "taken": Look("check", "ok", act=True),
    "not_filed": Look("upload", "wait", act=True),
    "late": Look("time", "wait", act=True),
    "called": Look("smartphone", "wait", act=True),
    "reached": Look("smartphone", "ok", act=True),
    "interpreter_missing": Look("warning", "stop", act=True),
    "cancelled": Look("close"),
    "declined": Look("close", act=True),
    "moving": Look("hourglass"),
    "not_come": Look("person-remove"),
    "not_reached": Look("person-remove"),
    "free": Look(""),
}


@register.filter
def look(kind: str) -> Look:
    """The look of a state; an unknown kind is a mistake in the template."""
    return LOOKS[kind]


@register.simple_tag
def described(field: str, hint: str, error: str) -> str:
    """The attributes that tie a control to its hint and its error."""
    ids = [f"{field}-{kind}" for kind, text in (("hint", hint), ("error", error)) if text]
    invalid = mark_safe(' aria-invalid="true"') if error else ""
    return format_html('{} aria-describedby="{}"', invalid, " ".join(ids)) if ids else ""
