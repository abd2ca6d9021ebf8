"""*Beskedernes tekster*: the words of each message, with an example and what may not stand there."""

import re
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from afsaet.core import clock
from afsaet.messaging.actions.templates import change_template, example, example_facts, has_short, refusals
from afsaet.messaging.models import Template
from afsaet.messaging.queries import template_to_change, templates
from afsaet.messaging.rules import MOST_GSM, length, places_of, without_cpr
from afsaet.web.administration.forms import HouseForm, done, form_for, status, text_field
from afsaet.web.gates import for_staff
from afsaet.web.public.receipts import receipt
from afsaet.web.requests import Request
from afsaet.web.sentences import sentence

NAMES: dict[str, str | Promise] = {
    "booked": _("Kvittering for en tid"),
    "moved": _("Kvittering for en ny tid"),
    "cancelled": _("Kvittering for afbud"),
    "cancelled_by_us": _("Vi aflyser en tid"),
    "reminder": _("Påmindelse"),
    "not_come": _("Ikke mødt"),
    "not_reached": _("Ikke fået fat i"),
    "time_offered": _("En tid er blevet fri"),
    "moved_by_us_offer": _("Rådgiveren er væk, vi holder en anden tid"),
    "adviser_changed": _("Samme tid, en anden rådgiver"),
    "phone_instead": _("Vi ringer i stedet for at mødes"),
    "colleague_asked": _("En kollega bliver spurgt om at tage en samtale"),
    "summary_shared": _("Noget nyt at læse"),
    "invitation": _("Ny bruger, vælg adgangskode"),
    "forgotten": _("Glemt adgangskode"),
}

# What the administrator writes in braces for what the texts hold; the words have no space in them.
WORDS = {
    "first_name": "fornavn",
    "when": "hvornår",
    "when_short": "hvornår_kort",
    "at": "klokken",
    "adviser": "rådgiver",
    "calls": "vi_ringer",
    "authority": "myndighed",
    "phone": "telefon",
    "calls_from": "ringer_fra",
    "site": "netadresse",
    "rang_at": "ringede",
    "held_until": "holdes_til",
    "had_when": "før_hvornår",
    "had_short": "før_kort",
    "had_adviser": "før_rådgiver",
}
_PLACES = {word: place for place, word in WORDS.items()}
_IN_BRACES = re.compile(r"(?<=\{)\w+(?=\})")


def in_words(text: str) -> str:
    """The text as the administrator reads it: {hvornår} for {when}."""
    return _IN_BRACES.sub(lambda place: WORDS.get(place[0], place[0]), text)


def from_words(text: str) -> str:
    """The text as it is kept."""
    return _IN_BRACES.sub(lambda word: _PLACES.get(word[0], word[0]), text)


class TextForm(HouseForm):
    title = text_field(_("Overskrift"), most=120)
    body = forms.CharField(label=_("Tekst i mail og i Beskeder"), required=False, widget=forms.Textarea)
    short = forms.CharField(label=_("Sms"), required=False, widget=forms.Textarea)

    def __init__(self, *args: Any, key: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.key = key

    def clean(self) -> None:
        for name, refusal in refusals(self.key, self.texts()).items():
            if name not in self.errors:
                self.add_error(name, sentence(refusal))
            if refusal.code == "cpr_in_message":  # a page never shows a whole number
                self.data = {key: self.data[key] for key in self.data} | {name: without_cpr(self.data[name])}

    def texts(self) -> dict[str, str]:
        """As typed, or as they stand; a line break is one sign."""
        return {
            name: from_words(str(self[name].value() or "").replace("\r\n", "\n").strip())
            for name in ("title", "body", "short")
        }


@for_staff("administrator")
@require_safe
def text_list(request: Request) -> HttpResponse:
    rows = [(row.key, NAMES.get(row.key, row.key), row) for row in templates(request.viewer)]
    return render(request, "administration/message_texts.html", {"rows": rows, "message": receipt(request)})


@for_staff("administrator")
def text_page(request: Request, key: str) -> HttpResponse:
    template = template_to_change(request.viewer, key)
    form = _form(request, template)
    if done(request, form, lambda: _save(request, template, form), {}):
        return redirect(reverse("administration_texts") + "?kvittering=tekst")
    return _page(request, template, form, status(form))


@for_staff("administrator")
@require_POST
def text_example(request: Request, key: str) -> HttpResponse:
    """What is typed, as somebody would get it; nothing is saved. With htmx only the example itself."""
    template = template_to_change(request.viewer, key)
    form = _form(request, template)
    if request.htmx:
        return render(request, "administration/_message_example.html", _shown(template, form))
    return _page(request, template, form, 200)


def _form(request: Request, template: Template) -> TextForm:
    known = {
        "title": in_words(template.title.get("da", "")),
        "body": in_words(template.body.get("da", "")),
        "short": in_words(template.short.get("da", "")),
    }
    return form_for(request, TextForm, known, key=template.key)


def _save(request: Request, template: Template, form: TextForm) -> None:
    change_template(template, **form.texts(), by=request.viewer, now=clock.now())


def _page(request: Request, template: Template, form: TextForm, answer: int) -> HttpResponse:
    facts = example_facts()
    known = sorted(
        (in_words(f"{{{place}}}"), facts[place]) for place in places_of(template.key) & facts.keys()
    )
    more = {"form": form, "name": NAMES.get(template.key, template.key), "places": known}
    return render(
        request, "administration/message_text.html", {**_shown(template, form), **more}, status=answer
    )


def _shown(template: Template, form: TextForm) -> dict[str, object]:
    shown = example(form.texts())
    return {
        "key": template.key,
        "has_short": has_short(template.key),
        "example": shown,
        "size": length(shown.short) if shown else 0,
        "most": MOST_GSM,
    }
