"""*Medarbejdere*: who works here, in which team, with which roles, and who has stopped."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.messaging.queries import waiting_for_access
from afsaet.people.access import staff_to_administer
from afsaet.people.actions.staff import add_staff, change_staff
from afsaet.people.administration_queries import citizens_left_by, citizens_of, staff_list
from afsaet.people.import_rows import RoleFacts, StaffFacts, read_date, reason
from afsaet.people.models import Staff
from afsaet.people.queries import second_step_of, teams, units
from afsaet.web.administration.forms import HouseForm, done, email_field, form_for, status, text_field
from afsaet.web.gates import for_staff
from afsaet.web.public.receipts import receipt
from afsaet.web.requests import Request

PAGE_SIZE = 50
_NO_PAGES = _("Har ingen sider endnu.")
ROLE_WORDS = {
    "adviser": (_("Rådgiver"), _("Ser egne borgere og egne samtaler.")),
    "front_desk": (
        _("Modtagelsen"),
        _(
            "Finder borgere i sin enhed, booker for dem og ser, hvem der er kommet. Ser ingen emner eller referater."
        ),
    ),
    "employer_adviser": (_("Virksomhedskonsulent"), _NO_PAGES),
    "team_leader": (
        _("Teamleder"),
        _("Ser teamets dag og uge, melder fravær og flytter samtaler. Åbner ingen borgere."),
    ),
    "manager": (_("Leder"), _NO_PAGES),
    "administrator": (_("Administrator"), _("Sætter huset op. Slår ingen borgere op.")),
    "auditor": (_("Databeskyttelsesrådgiver"), _NO_PAGES),
}
_FIELDS = {
    "last_administrator": "role_administrator",
    "log_in_name_taken": "email",
    "own_administrator_role": "role_administrator",
    "team_in_other_unit": "team",
    "unit_needed": "unit",
}


class StaffForm(HouseForm):
    """Each role is a tick, and in a house with several units a choice of where it counts."""

    first_name = text_field(_("Fornavn"), missing=_("Skriv fornavnet."), most=80)
    last_name = text_field(_("Efternavn"), missing=_("Skriv efternavnet."), most=80)
    email = email_field(
        _("Mail"), missing=_("Skriv mailadressen."), help_text=_("Medarbejderen logger ind med den.")
    )
    title = text_field(_("Titel (valgfri)"), most=80, help_text=_("For eksempel jobkonsulent."))
    unit = forms.TypedChoiceField(
        label=_("Enhed"), coerce=int, error_messages={"required": _("Vælg en enhed.")}
    )
    team = forms.TypedChoiceField(label=_("Team (valgfrit)"), coerce=int, empty_value=None, required=False)
    left_on = text_field(
        _("Er stoppet (valgfri)"),
        most=10,
        help_text=_(
            "Den første dag uden adgang, skrevet som 24-12-2026. Lad feltet være tomt, til du ved det."
        ),
    )

    def __init__(
        self, *args: Any, units: list[tuple[int, str]], teams: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.several_units = len(units) > 1
        places = [("", _("Vælg")), *units] if self.several_units else units
        self.fields["unit"].choices = places  # type: ignore[attr-defined]
        self.fields["team"].choices = [("", _("Intet team")), *teams]  # type: ignore[attr-defined]
        for role in ROLE_WORDS:
            self.fields[f"role_{role}"] = forms.BooleanField(required=False)
            self.fields[f"where_{role}"] = forms.TypedChoiceField(
                coerce=int, empty_value=None, required=False, choices=[("", _("Alle enheder")), *units]
            )

    def clean_left_on(self) -> object:
        text = self.text("left_on")
        try:
            return read_date(text, str(_("Datoen"))) if text else None
        except Refused as no:
            raise ValidationError(reason(no.refusal) + ".") from None

    def role_rows(self) -> list[dict[str, object]]:
        """What the template needs of each role."""
        return [
            {"tick": self[f"role_{role}"], "where": self[f"where_{role}"], "label": label, "hint": hint}
            for role, (label, hint) in ROLE_WORDS.items()
        ]

    def limited(self) -> bool:
        """Whether a role counts in one unit only: then the page shows where."""
        return any(self[f"where_{role}"].value() for role in ROLE_WORDS)

    def facts(self) -> StaffFacts:
        data = self.cleaned_data
        roles = [RoleFacts(role, data[f"where_{role}"]) for role in ROLE_WORDS if data[f"role_{role}"]]
        return StaffFacts(
            first_name=self.text("first_name"),
            last_name=self.text("last_name"),
            email=self.text("email"),
            title=self.text("title"),
            unit=data["unit"],
            team=data["team"],
            roles=tuple(roles),
            left_on=data["left_on"],
        )


@for_staff("administrator")
def administration_staff(request: Request) -> HttpResponse:
    search, role = request.GET.get("q", "").strip(), request.GET.get("rolle", "")
    team = int(request.GET["team"]) if request.GET.get("team", "").isdigit() else None
    which: dict[str, Any] = {"day": clock.today(), "team": team, "role": role if role in ROLE_WORDS else ""}
    here = staff_list(request.viewer, search, **which)
    left = staff_list(request.viewer, search, **which, left=True)
    facts = {
        **_paged(request, here),
        "left": left[:PAGE_SIZE],
        "left_count": left.count(),
        "search": search,
        "role": role,
        "team": request.GET.get("team", ""),
        "filtered": bool(search or role or team),
        "waiting": waiting_for_access(request.viewer, "staff", clock.now()).count(),
        "roles": [("", _("Alle roller")), *((key, words[0]) for key, words in ROLE_WORDS.items())],
        "teams": [("", _("Alle teams")), *_team_choices(request)],
        "message": receipt(request),
    }
    return render(request, "administration/staff_list.html", facts)


def _paged(request: Request, rows: Any) -> dict[str, object]:
    """The page asked for, and the addresses of its neighbours with the search kept."""
    pages = Paginator(rows, PAGE_SIZE)
    page = pages.get_page(request.GET.get("side"))
    return {
        "people": [_row(staff) for staff in page.object_list],
        "count": pages.count,
        "page": page.number,
        "pages": pages.num_pages,
        "previous": _address(request, page.previous_page_number()) if page.has_previous() else "",
        "next": _address(request, page.next_page_number()) if page.has_next() else "",
    }


def _row(staff: Staff) -> dict[str, object]:
    words = [
        f"{ROLE_WORDS[role.role][0]} ({role.unit.name})" if role.unit else str(ROLE_WORDS[role.role][0])
        for role in staff.roles.all()
    ]
    return {"staff": staff, "roles": words}


def _address(request: Request, number: int) -> str:
    query: QueryDict = request.GET.copy()
    query["side"] = str(number)
    return "?" + query.urlencode()


@for_staff("administrator")
def new_staff(request: Request) -> HttpResponse:
    form = form_for(request, StaffForm, {}, units=_units(request), teams=_team_choices(request))
    if done(request, form, lambda: add_staff(form.facts(), by=request.viewer, now=clock.now()), _FIELDS):
        return redirect(reverse("administration_staff") + "?kvittering=medarbejder")
    facts = {"form": form, "title": _("Ny medarbejder")}
    return render(request, "administration/staff.html", facts, status=status(form))


@for_staff("administrator")
def staff_page(request: Request, uuid: Any) -> HttpResponse:
    staff = staff_to_administer(request.viewer, uuid)
    form = form_for(request, StaffForm, _typed(staff), units=_units(request), teams=_team_choices(request))
    if done(
        request, form, lambda: change_staff(staff, form.facts(), by=request.viewer, now=clock.now()), _FIELDS
    ):
        return redirect(reverse("administration_staff_member", args=[uuid]) + "?kvittering=medarbejder")
    facts = {
        "form": form,
        "title": staff.name,
        "staff": staff,
        "citizens": citizens_of(request.viewer, staff, clock.today()),
        "left_behind": citizens_left_by(request.viewer, staff),
        "code": second_step_of(staff.user, clock.now()),
        "is_adviser": any(role.role == "adviser" for role in staff.roles.all()),
        "gone": staff.left_on is not None and staff.left_on <= clock.today(),
        "message": receipt(request),
    }
    return render(request, "administration/staff.html", facts, status=status(form))


def _typed(staff: Staff) -> dict[str, object]:
    """The form as it would have been filled in."""
    roles = {role.role: role.unit_id for role in staff.roles.all()}
    return {
        "first_name": staff.first_name,
        "last_name": staff.last_name,
        "email": staff.email,
        "title": staff.title,
        "unit": staff.unit_id,
        "team": staff.team_id or "",
        "left_on": f"{staff.left_on:%d-%m-%Y}" if staff.left_on else "",
        **{f"role_{role}": True for role in roles},
        **{f"where_{role}": unit or "" for role, unit in roles.items()},
    }


def _units(request: Request) -> list[tuple[int, str]]:
    return list(units(request.viewer).values_list("pk", "name"))


def _team_choices(request: Request) -> list[tuple[int, str]]:
    """Teams by name; in a house with several units each with its unit's name."""
    rows = list(teams(request.viewer))
    several = len({team.unit_id for team in rows}) > 1
    return [(team.pk, f"{team.name}, {team.unit.name}" if several else team.name) for team in rows]
