"""What the journey's pages say: to herself, or about her to the colleague who books for her."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from afsaet.booking.models import Booking
from afsaet.booking.queries.offer import Offer
from afsaet.booking.rules.choices import Choices
from afsaet.core import clock, danish
from afsaet.web.journey.errand import Errand


@dataclass(frozen=True)
class Words:
    """Headings and labels of the form, the page of advisers and the check page."""

    heading: str
    lead: str
    topics: str
    topics_hint: str
    own_words: str
    own_words_hint: str
    form: str
    in_person: str
    phone: str
    video: str
    who: str
    when: str
    needs: str
    companion: str
    interpreter: str
    no_stairs: str
    hard_to_hear_or_see: str
    check: str
    with_her: str
    has_booking: str
    book: str


def words_for(errand: Errand, now: datetime) -> Words:
    return _to_her(errand, now) if errand.for_herself else _about_her(errand, now)


def _to_her(errand: Errand, now: datetime) -> Words:
    moves = errand.moves
    return Words(
        heading=_("Skift tid") if moves else _("Vælg en tid"),
        lead=_("Din tid er %(when)s hos %(adviser)s. Du beholder den, til du har booket en ny.")
        % _had(moves, now)
        if moves
        else _("Du bestemmer selv emne og tid. Det tager et par minutter."),
        topics=_("Hvad vil du helst tale om?"),
        topics_hint=_("Vælg op til tre, eller spring over. Du kan ændre det, helt til samtalen begynder."),
        own_words=_("Vil du skrive det med dine egne ord? (valgfrit)"),
        own_words_hint=_("Skriv ikke om sygdom her. Det kan I tale om, når I mødes."),
        form=_("Hvordan vil du tale sammen?"),
        in_person=_("Jeg kommer til jer"),
        phone=_("I ringer til mig"),
        video=_("Video"),
        who=_("Hvem vil du tale med?"),
        when=_("Hvornår passer det dig?"),
        needs=_("Tager du nogen med, eller har du brug for noget?"),
        companion=_("Jeg tager en med (du har ret til en bisidder)"),
        interpreter=_("Jeg vil gerne have tolk"),
        no_stairs=_("Jeg kan ikke gå på trapper"),
        hard_to_hear_or_see=_("Jeg hører eller ser dårligt"),
        check=_("Din tid %(when)s bliver skiftet til den her:") % _had(moves, now) if moves else "",
        with_her=_("Med dig"),
        has_booking=_("Du har allerede en tid"),
        book=_("Skift tid") if moves else _("Book tiden"),
    )


def _about_her(errand: Errand, now: datetime) -> Words:
    """Written to be read aloud: the desk asks her on the telephone."""
    moves, name = errand.moves, {"name": errand.citizen.name, "first": errand.citizen.first_name}
    return Words(
        heading=(_("Skift tid for %(name)s") if moves else _("Vælg en tid til %(name)s")) % name,
        lead=_("%(first)s har en tid %(when)s hos %(adviser)s. Den står, til du har booket en ny.")
        % (name | _had(moves, now))
        if moves
        else "",
        topics=_("Hvad vil %(first)s helst tale om?") % name,
        topics_hint=_("Læs emnerne op. Vælg op til tre, eller spring over.")
        + (_(" Du kan ikke se dem igen bagefter.") if errand.actor == "desk" else ""),
        own_words=_("Vil %(first)s sige det med egne ord? (valgfrit)") % name,
        own_words_hint=_("Skriv ikke om sygdom her. Det kan de tale om, når de mødes."),
        form=_("Hvordan vil %(first)s tale med os?") % name,
        in_person=_("Kommer til os"),
        phone=_("Vi ringer"),
        video=_("Video"),
        who=_("Hvem vil %(first)s tale med?") % name,
        when=_("Hvornår passer det %(first)s?") % name,
        needs=_("Tager %(first)s nogen med, eller er der brug for noget?") % name,
        companion=_("Tager en med (alle har ret til en bisidder)"),
        interpreter=_("Vil gerne have tolk"),
        no_stairs=_("Kan ikke gå på trapper"),
        hard_to_hear_or_see=_("Hører eller ser dårligt"),
        check=_("Læs tiden op for %(first)s, før du booker.") % name,
        with_her=_("Brug for"),
        has_booking=_("%(first)s har allerede en tid") % name,
        book=_("Skift tid") if moves else _("Book tiden"),
    )


def _had(booking: Booking | None, now: datetime) -> dict[str, str]:
    """The time that is moved."""
    if booking is None:
        return {}
    when = f"{danish.day(booking.starts, clock.local(now).date())} {danish.at(booking.starts)}"
    return {"when": when, "adviser": booking.staff.name}


def adviser_label(errand: Errand, name: str) -> str:
    """Her own adviser, beside the others she can choose."""
    text = _("%(name)s, din rådgiver") if errand.for_herself else _("%(name)s, egen rådgiver")
    return text % {"name": name}


def topic_words(choices: Choices, offer: Offer) -> list[str]:
    return [str(topic) for topic in offer.topics if topic.key in choices.topics]


def need_words(wishes: Choices | Booking) -> list[str]:
    """What she brings or needs, in her own person. A booking and a form have the same four fields."""
    words = [
        (wishes.companion, _("Du tager en med")),
        (wishes.interpreter, _("Du får tolk: %(language)s") % {"language": wishes.interpreter}),
        (wishes.no_stairs, _("Du kan ikke gå på trapper")),
        (wishes.hard_to_hear_or_see, _("Du hører eller ser dårligt")),
    ]
    return [word for said, word in words if said]


def needs_of_her(wishes: Choices | Booking) -> list[str]:
    """The same, said of her to a colleague."""
    words = [
        (wishes.companion, _("Tager en med")),
        (wishes.interpreter, _("Tolk: %(language)s") % {"language": wishes.interpreter}),
        (wishes.no_stairs, _("Kan ikke gå på trapper")),
        (wishes.hard_to_hear_or_see, _("Hører eller ser dårligt")),
    ]
    return [word for said, word in words if said]
