"""*Lukkedage*: days on which nobody can be booked. What already lies there stands, and the page says how much."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from afsaet.booking.queries.set_up import talks_by_day
from afsaet.calendar.actions.hours import close_days, open_day
from afsaet.calendar.public_holidays import danish_holidays
from afsaet.calendar.queries.hours import closed_days
from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.people.import_rows import read_date, reason
from afsaet.web.administration.forms import HouseForm, done, form_for, status, text_field
from afsaet.web.gates import for_staff
from afsaet.web.public.receipts import receipt
from afsaet.web.requests import Request


class ClosedDayForm(HouseForm):
    day = text_field(
        _("Dag"),
        missing=_("Skriv dagen, for eksempel 24-12-2026."),
        most=10,
        help_text=_("Skrevet som 24-12-2026."),
    )
    name = text_field(
        _("Hvad er det for en dag?"),
        missing=_("Skriv, hvad dagen hedder."),
        most=80,
        help_text=_("Rådgiverne ser det i kalenderen. For eksempel: Personaledag."),
    )

    def clean_day(self) -> date:
        try:
            day = read_date(self.text("day"), str(_("Dagen")))
        except Refused as no:
            raise ValidationError(reason(no.refusal) + ".") from None
        if day < clock.today():
            raise ValidationError(_("Dagen er gået. Skriv en, der kommer."))
        return day


@dataclass(frozen=True)
class DayRow:
    """A day that is closed or could be; `talks` are booked on it and stand."""

    day: date
    name: str
    talks: int


@for_staff("administrator")
def closed_days_page(request: Request) -> HttpResponse:
    """*Se, hvad det rammer* counts the talks of a day and saves nothing; *Luk dagen* saves."""
    form = form_for(request, ClosedDayForm, {})
    looking = "look" in request.POST
    if not looking and done(request, form, lambda: _close(request, form), {}):
        return _saved("lukkedag")
    looked = looking and form.is_valid()
    return render(
        request,
        "administration/closed_days.html",
        {
            "form": form,
            "closed": _rows(request, _closed_days()),
            "holidays": _rows(request, _open_holidays()),
            "looked_at": _rows(request, {form.cleaned_data["day"]: form.text("name")}) if looked else [],
            "message": receipt(request),
        },
        status=200 if looked else status(form),
    )


@require_POST
@for_staff("administrator")
def close_holidays(request: Request) -> HttpResponse:
    """The ticked holidays are closed at once; what is no holiday is left alone."""
    ticked = set(request.POST.getlist("day"))
    days = {day: name for day, name in _open_holidays().items() if day.isoformat() in ticked}
    close_days(days, by=request.viewer, now=clock.now())
    return _saved("lukkedag")


@require_POST
@for_staff("administrator")
def open_closed_day(request: Request, day: date) -> HttpResponse:
    open_day(day, by=request.viewer, now=clock.now())
    return _saved("lukkedag-aaben")


def _close(request: Request, form: ClosedDayForm) -> None:
    close_days({form.cleaned_data["day"]: form.text("name")}, by=request.viewer, now=clock.now())


def _closed_days() -> dict[date, str]:
    """From today to the end of next year. Weekends are left out: nobody looks for a time there."""
    today = clock.today()
    days = closed_days(today, date(today.year + 1, 12, 31))
    return {day: name for day, name in days.items() if day.weekday() < 5}


def _open_holidays() -> dict[date, str]:
    """Holidays on weekdays, from today to the end of next year, on which the house is still open."""
    today, closed = clock.today(), _closed_days()
    years = (danish_holidays(year) for year in (today.year, today.year + 1))
    return {
        day: name
        for year in years
        for day, name in year.items()
        if day >= today and day.weekday() < 5 and day not in closed
    }


def _rows(request: Request, days: dict[date, str]) -> list[DayRow]:
    talks = talks_by_day(request.viewer, days)
    return [DayRow(day, days[day], talks.get(day, 0)) for day in sorted(days)]


def _saved(word: str) -> HttpResponse:
    return redirect(reverse("administration_closed_days") + "?kvittering=" + word)
