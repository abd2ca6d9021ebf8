"""What a page says after a post has led to it: the word stands in the address, the sentence here."""

from django.utils.translation import gettext_lazy as _

from afsaet.web.requests import Request

RECEIPTS = {
    "adgangskode": _("Din adgangskode er gemt. Log ind med den."),
    "borger": _("Borgeren er taget ind."),
    "enhed": _("Enheden er gemt."),
    "gemt": _("Dine oplysninger er gemt."),
    "laest": _("Dine beskeder er markeret som læst."),
    "link": _("Linket er sendt."),
    "links": _("Linkene er på vej med mail."),
    "logget-ud": _("Du er logget ud."),
    "medarbejder": _("Medarbejderen er gemt."),
    "myndighed": _("Oplysningerne er gemt."),
    "team": _("Teamet er gemt."),
    "team-slettet": _("Teamet er slettet."),
}


def receipt(request: Request) -> str:
    """The sentence for `?kvittering=…`, or nothing."""
    return str(RECEIPTS.get(request.GET.get("kvittering", ""), ""))
