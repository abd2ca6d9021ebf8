"""*Borgere*: taken in one by one or from a file. No list and no page of a citizen: Vera opens none."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from afsaet.core import clock
from afsaet.messaging.queries import sends_texts, waiting_for_access
from afsaet.people.actions.citizens import take_in
from afsaet.people.administration_queries import advisers_here, house_counts, house_of_rows, import_runs
from afsaet.people.import_rows import CitizenFacts, House, read_citizen, reason
from afsaet.people.languages import LANGUAGES
from afsaet.people.models import Staff, TargetGroup
from afsaet.people.queries import target_groups, units
from afsaet.web.administration.forms import HouseForm, Phone, done, form_for, status, text_field
from afsaet.web.gates import for_staff
from afsaet.web.public.receipts import receipt
from afsaet.web.requests import Request

# Our field by the column of a file: form and file are read, and told what is wrong, by the same rules.
_FIELD_BY_COLUMN = {
    "cpr": "cpr",
    "fornavn": "first_name",
    "efternavn": "last_name",
    "fødselsdato": "birth_date",
    "telefon": "phone",
    "mail": "email",
    "sms": "texts",
    "adresse": "address",
    "adressebeskyttet": "protected_address",
    "fritaget for digital post": "digital_post_exempt",
    "sprog": "language",
    "tolk": "interpreter",
    "enhed": "unit",
    "målgruppe": "target_group",
    "rådgiver": "adviser",
    "registreret": "registered_on",
}


class CitizenForm(HouseForm):
    cpr = text_field(_("Cpr-nummer"), missing=_("Skriv cpr-nummeret."), most=20)
    first_name = text_field(_("Fornavn"), missing=_("Skriv fornavnet."), most=80)
    last_name = text_field(_("Efternavn"), missing=_("Skriv efternavnet."), most=80)
    birth_date = text_field(
        _("Fødselsdato"), missing=_("Skriv fødselsdatoen."), most=10, help_text=_("Skriv den som 24-12-1990.")
    )
    phone = text_field(_("Telefon (valgfri)"), most=40, widget=Phone)
    email = text_field(
        _("Mail (valgfri)"), most=254, widget=forms.EmailInput, help_text=_("Borgeren logger ind med den.")
    )
    address = text_field(_("Adresse (valgfri)"), most=160)
    texts = forms.BooleanField(label=_("Vil have sms"), required=False)
    protected_address = forms.BooleanField(label=_("Har navne- og adressebeskyttelse"), required=False)
    digital_post_exempt = forms.BooleanField(label=_("Er fritaget for Digital Post"), required=False)
    language = forms.ChoiceField(label=_("Sprog"), required=False)
    interpreter = text_field(
        _("Tolk (valgfri)"), most=40, help_text=_("Sproget, hvis der er brug for tolk. For eksempel arabisk.")
    )
    unit = forms.ChoiceField(label=_("Enhed"), error_messages={"required": _("Vælg en enhed.")})
    target_group = forms.ChoiceField(label=_("Målgruppe (valgfri)"), required=False)
    adviser = forms.ChoiceField(label=_("Egen rådgiver (valgfri)"), required=False)
    registered_on = text_field(
        _("Registreret"), most=10, help_text=_("Dagen, forløbet begyndte. Tomt betyder i dag.")
    )

    def __init__(
        self, *args: Any, house: House, choices: dict[str, list[tuple[str, Any]]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.house = house
        self.facts: CitizenFacts | None = None
        if not sends_texts():
            del self.fields["texts"]
        for name, pairs in choices.items():
            self.fields[name].choices = pairs  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Read as a row of a file would be. What a field already complains of is not said twice."""
        cells = {column: _cell(self.cleaned_data.get(name)) for column, name in _FIELD_BY_COLUMN.items()}
        read = read_citizen(cells, self.house)
        if isinstance(read, CitizenFacts):
            self.facts = read
            return
        for wrong in read:
            field = _FIELD_BY_COLUMN[wrong.column]
            if field not in self.errors:
                self.add_error(field, reason(wrong.refusal) + ".")


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nej"
    return str(value or "").strip()


@for_staff("administrator")
def administration_citizens(request: Request) -> HttpResponse:
    facts = {
        "counts": house_counts(request.viewer, clock.today()),
        "runs": import_runs(request.viewer, "citizens"),
        "waiting": waiting_for_access(request.viewer, "citizens", clock.now()).count(),
        "message": receipt(request),
    }
    return render(request, "administration/citizens.html", facts)


@for_staff("administrator")
def new_citizen(request: Request) -> HttpResponse:
    known = {"language": "da", "texts": True, "registered_on": f"{clock.today():%d-%m-%Y}"}
    house = house_of_rows(clock.today())
    form = form_for(request, CitizenForm, known, house=house, choices=_choices(request))
    if done(request, form, lambda: _take_in(request, form), {"citizen_exists": "cpr", "unit_needed": "unit"}):
        return redirect(reverse("administration_citizens") + "?kvittering=borger")
    facts = {"form": form, "exists": "citizen_exists" in form.refused}
    return render(request, "administration/citizen.html", facts, status=status(form))


def _take_in(request: Request, form: CitizenForm) -> None:
    assert form.facts is not None  # the form is valid
    take_in(form.facts, by=request.viewer, now=clock.now())


def _choices(request: Request) -> dict[str, list[tuple[str, Any]]]:
    """The selects' values are the words a file would use."""
    places = list(units(request.viewer).values_list("name", flat=True))
    return {
        "language": sorted(LANGUAGES.items(), key=lambda pair: (pair[0] != "da", pair[1])),
        "unit": [*([("", _("Vælg"))] if len(places) > 1 else []), *((name, name) for name in places)],
        "target_group": [("", _("Ikke oplyst")), *_group_choices(target_groups())],
        "adviser": [("", _("Ingen endnu")), *_adviser_choices(advisers_here(request.viewer, clock.today()))],
    }


def _group_choices(groups: Iterable[TargetGroup]) -> list[tuple[str, str]]:
    return [(group.code, f"{group.code} {group.name}") for group in groups]


def _adviser_choices(advisers: Iterable[Staff]) -> list[tuple[str, str]]:
    return [(staff.email, f"{staff.name}, {staff.unit.name}") for staff in advisers]
