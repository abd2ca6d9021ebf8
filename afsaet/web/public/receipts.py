"""What a page says after a post has led to it: the word stands in the address, the sentence here."""

from django.utils.translation import gettext_lazy as _

from afsaet.web.requests import Request

RECEIPTS = {
    "adgangskode": _("Din adgangskode er gemt. Log ind med den."),
    "besked-igen": _("Beskeden er lagt i kø igen."),
    "borger": _("Borgeren er taget ind."),
    "egen-kalender": _("Din kalender er læst. Vi læser den igen hvert tiende minut."),
    "egen-kalender-fjernet": _("Din kalender er fjernet, og det, vi havde læst i den, er slettet."),
    "emne": _("Emnet er gemt."),
    "enhed": _("Enheden er gemt."),
    "flere-tider": _("Tiden er åben. Borgerne kan booke den nu."),
    "gemt": _("Dine oplysninger er gemt."),
    "kalenderadresse-lukket": _("Adressen er lukket. Den viser ikke noget mere."),
    "kode-for-sent": _("Der gik for lang tid. Log ind igen."),
    "kode-nulstillet": _("Koderne er nulstillet. Medarbejderen sætter dem op igen ved næste log-in."),
    "kode-nulstillet-borger": _("Hvis en borger logger ind med den mail, er koderne slået fra."),
    "kode-slaaet-fra": _("Du logger nu ind med adgangskode alene."),
    "laest": _("Dine beskeder er markeret som læst."),
    "lokale": _("Lokalet er gemt."),
    "lukkedag": _("Lukkedagene er gemt."),
    "lukkedag-aaben": _("Dagen er åben igen."),
    "link": _("Linket er sendt."),
    "links": _("Linkene er på vej med mail."),
    "logget-ud": _("Du er logget ud."),
    "medarbejder": _("Medarbejderen er gemt."),
    "myndighed": _("Oplysningerne er gemt."),
    "samtaletype": _("Samtaletypen er gemt."),
    "tekst": _("Teksten er gemt."),
    "stedfortraeder": _("Det er gemt."),
    "team": _("Teamet er gemt."),
    "team-slettet": _("Teamet er slettet."),
    "tid-lukket": _("Tiden er lukket igen. Samtaler, der er booket, bliver stående."),
    "tider": _("Tiderne er gemt."),
}


def receipt(request: Request) -> str:
    """The sentence for `?kvittering=…`, or nothing."""
    return str(RECEIPTS.get(request.GET.get("kvittering", ""), ""))
