"""*Tider* and *Stedfortræder* of a colleague: set by the administrator when she cannot do it herself."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.people.access import deputy_to_administer, staff_to_administer
from afsaet.people.actions.deputies import end_deputy, set_deputy
from afsaet.people.administration_queries import deputies_of, possible_deputies
from afsaet.people.import_rows import read_date, reason
from afsaet.people.models import Staff
from afsaet.web import hours_form
from afsaet.web.administration.forms import HouseForm, done, form_for, status, text_field
from afsaet.web.gates import for_staff
from afsaet.web.public.receipts import receipt
from afsaet.web.requests import Request

_FIELDS = {
    "not_an_adviser": "deputy",
    "own_deputy": "deputy",
    "deputy_already": "deputy",
    "days_order": "last_day",
    "in_the_past": "last_day",
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff("administrator")
def staff_hours(request: Request, uuid: UUID) -> HttpResponse:
    """The same form as the adviser's own; the hours hold from today, and talks booked earlier stand."""
    staff = staff_to_administer(request.viewer, uuid)
    days = hours_form.days_for(request, staff.uuid)
    saved = request.method == "POST" and hours_form.save(staff.uuid, days, by=request.viewer, now=clock.now())
    if saved:
        return redirect(reverse("administration_staff_member", args=[uuid]) + "?kvittering=tider")
    facts = {
        "staff": staff,
        "days": days,
        "weekend_used": hours_form.weekend_used(days),
        "errors": hours_form.errors(days),
    }
    return render(
        request, "administration/staff_hours.html", facts, status=422 if request.method == "POST" else 200
    )


class DeputyForm(HouseForm):
    deputy = forms.TypedChoiceField(
        label=_("Stedfortræder"), coerce=int, error_messages={"required": _("Vælg en kollega.")}
    )
    first_day = text_field(
        _("Fra og med"),
        missing=_("Skriv den første dag, for eksempel 24-12-2026."),
        most=10,
        help_text=_("Skrevet som 24-12-2026."),
    )
    last_day = text_field(
        _("Til og med"), missing=_("Skriv den sidste dag, for eksempel 31-12-2026."), most=10
    )

    def __init__(self, *args: Any, colleagues: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].choices = [("", _("Vælg")), *colleagues]  # type: ignore[attr-defined]

    def clean_first_day(self) -> date:
        return self._day("first_day")

    def clean_last_day(self) -> date:
        return self._day("last_day")

    def _day(self, name: str) -> date:
        try:
            return read_date(self.text(name), str(_("Dagen")))
        except Refused as no:
            raise ValidationError(reason(no.refusal) + ".") from None


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff("administrator")
def deputies(request: Request, uuid: UUID) -> HttpResponse:
    """Who stands in for her, from a day to a day; one at a time is written, several may stand in."""
    staff = staff_to_administer(request.viewer, uuid)
    colleagues = possible_deputies(request.viewer, staff, clock.today())
    form = form_for(request, DeputyForm, {}, colleagues=[(one.pk, one.name) for one in colleagues])
    if done(request, form, lambda: _set(request, staff, form), _FIELDS):
        return _saved(staff)
    facts = {
        "staff": staff,
        "form": form,
        "deputies": deputies_of(request.viewer, staff, clock.today()),
        "today": clock.today(),
        "message": receipt(request),
    }
    return render(request, "administration/deputies.html", facts, status=status(form))


def _set(request: Request, staff: Staff, form: DeputyForm) -> None:
    colleagues = possible_deputies(request.viewer, staff, clock.today())
    data = form.cleaned_data
    deputy = next(one for one in colleagues if one.pk == data["deputy"])
    set_deputy(staff, deputy, data["first_day"], data["last_day"], by=request.viewer, now=clock.now())


@require_POST
@for_staff("administrator")
def end_deputy_page(request: Request, pk: int) -> HttpResponse:
    row = deputy_to_administer(request.viewer, pk)
    end_deputy(row, by=request.viewer, now=clock.now())
    return _saved(row.staff)


def _saved(staff: Staff) -> HttpResponse:
    return redirect(
        reverse("administration_staff_deputies", args=[staff.uuid]) + "?kvittering=stedfortraeder"
    )
