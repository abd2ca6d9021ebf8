"""Why somebody's data was shown, in the words of *Mine oplysninger*. The keys stand in `audit.Seen`."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from afsaet.core import danish

# `%(who)s` is "en rådgiver": her role, never her name.
PURPOSES: dict[str, str | Promise] = {
    "address_shown": gettext_lazy("%(who)s så din beskyttede adresse"),
    "booked_talk": gettext_lazy("En rådgiver, du har en samtale med, så din side"),
    "caseload_list": gettext_lazy("%(who)s havde dig på listen over sine borgere"),
    "day_list": gettext_lazy("%(who)s havde dig på listen over dagens samtaler"),
    "deputy": gettext_lazy("Din rådgivers stedfortræder så din side"),
    "desk_list": gettext_lazy("Modtagelsen havde dig på dagens liste"),
    "front_desk": gettext_lazy("Modtagelsen fandt dig for at hjælpe med en tid"),
    "list": gettext_lazy("%(who)s havde dig på en liste"),
    "own_citizen": gettext_lazy("Din rådgiver så din side"),
    "own_page": gettext_lazy("Du så din egen side"),
    "page": gettext_lazy("%(who)s så din side"),
    "ring_list": gettext_lazy("Modtagelsen havde dig på listen over dem, vi skal ringe til"),
    "search": gettext_lazy("Du var med i en søgning, som %(who)s lavede"),
    "sick_day": gettext_lazy("%(who)s så din tid, fordi din rådgiver er væk"),
    "taken_in": gettext_lazy("%(who)s tog dine oplysninger ind fra fagsystemet"),
    "took_a_talk": gettext_lazy("En rådgiver, der har taget din samtale for en kollega, så din side"),
}

_ROLES: dict[str, str | Promise] = {
    "adviser": gettext_lazy("rådgiver"),
    "front_desk": gettext_lazy("medarbejder i modtagelsen"),
    "employer_adviser": gettext_lazy("virksomhedskonsulent"),
    "team_leader": gettext_lazy("teamleder"),
    "manager": gettext_lazy("leder"),
    "administrator": gettext_lazy("administrator"),
    "auditor": gettext_lazy("databeskyttelsesrådgiver"),
    "borger": gettext_lazy("borger"),
}


def role_words(roles: str) -> str:
    """ "rådgiver og administrator" from "adviser,administrator"."""
    words = [str(_ROLES[role]) for role in roles.split(",") if role in _ROLES]
    return danish.listed(words) if words else _("medarbejder")


def sentence(roles: str, purpose: str) -> str:
    """ "Din rådgiver så din side". A purpose that was retired since is still a look at her page."""
    text = str(PURPOSES.get(purpose) or PURPOSES["page"])
    return danish.capitalised(text % {"who": _("en %(role)s") % {"role": role_words(roles)}})


def counted(roles: str, purpose: str, times: int) -> str:
    """ "Din rådgiver så din side, 3 gange"."""
    count = ngettext("%(times)s gang", "%(times)s gange", times) % {"times": times}
    return f"{sentence(roles, purpose)}, {count}"
