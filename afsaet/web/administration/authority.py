"""The authority: its name, its own words, and how one reaches it."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from afsaet.core import clock
from afsaet.people.actions.authority import save_authority
from afsaet.people.queries import NOT_SET_UP, AuthorityFacts, authority
from afsaet.web.administration.forms import HouseForm, Phone, done, email_field, form_for, status, text_field
from afsaet.web.gates import for_staff
from afsaet.web.requests import Request

KINDS = [("kommune", _("Kommune")), ("a_kasse", _("A-kasse"))]


class AuthorityForm(HouseForm):
    kind = forms.ChoiceField(
        label=_("I er"),
        choices=KINDS,
        error_messages={"required": _("Vælg, om I er en kommune eller en a-kasse.")},
    )
    name = text_field(
        _("Navn"),
        missing=_("Skriv navnet."),
        most=80,
        help_text=_("Som det står på alle sider: Fjordby Kommune."),
    )
    unit_name = text_field(
        _("Afdeling"),
        missing=_("Skriv, hvad I hedder over for borgerne."),
        most=80,
        help_text=_("Det, I hedder over for borgerne, for eksempel Beskæftigelse eller Job og Uddannelse."),
    )
    person_word = text_field(
        _("Jeres ord for dem, I taler med"), missing=_("Skriv jeres ord, for eksempel borger."), most=30
    )
    adviser_word = text_field(
        _("Jeres ord for en rådgiver"), missing=_("Skriv jeres ord, for eksempel rådgiver."), most=30
    )
    phone = text_field(
        _("Telefon"),
        missing=_("Skriv telefonnummeret."),
        most=20,
        widget=Phone,
        help_text=_("Det nummer, borgerne ringer til. Det står på alle sider."),
    )
    calls_from = text_field(
        _("Nummer, I ringer fra"),
        missing=_("Skriv det nummer, borgerne ser, når I ringer."),
        most=20,
        widget=Phone,
        help_text=_("Det nummer, borgerne ser på deres telefon, når I ringer."),
    )
    hours = text_field(
        _("Telefontid"),
        missing=_("Skriv, hvornår man kan ringe."),
        most=80,
        help_text=_("For eksempel: mandag-torsdag 9-15, fredag 9-13."),
    )
    email = email_field(_("Mail (valgfri)"))

    def facts(self) -> AuthorityFacts:
        return AuthorityFacts(
            kind=self.text("kind"),
            name=self.text("name"),
            unit_name=self.text("unit_name"),
            phone=self.text("phone"),
            calls_from=self.text("calls_from"),
            hours=self.text("hours"),
            person_word=self.text("person_word").lower(),
            adviser_word=self.text("adviser_word").lower(),
            email=self.text("email"),
        )


@for_staff("administrator")
def authority_page(request: Request) -> HttpResponse:
    known = authority()
    form = form_for(request, AuthorityForm, _typed(known))
    fields = {"phone_not_dialled": "phone", "calls_from_not_dialled": "calls_from"}
    if done(request, form, lambda: _save(request, form), fields):
        return redirect(reverse("administration") + "?kvittering=myndighed")
    return render(request, "administration/authority.html", {"form": form}, status=status(form))


def _save(request: Request, form: AuthorityForm) -> None:
    save_authority(form.facts(), by=request.viewer, now=clock.now())


def _typed(known: AuthorityFacts) -> dict[str, str]:
    """An empty form before the house is set up, but with the ordinary words."""
    name = "" if known == NOT_SET_UP else known.name
    return {**vars(known), "name": name}
