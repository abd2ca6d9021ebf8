"""Bo, Amal and Kirsten: whom everybody who opens the demo meets first."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from afsaet.booking.actions.booking import book, book_for
from afsaet.booking.actions.deadlines import set_deadline
from afsaet.booking.actions.drafting import hold
from afsaet.booking.models import ConversationType
from afsaet.booking.rules.choices import Choices
from afsaet.conversations.actions.closing import close
from afsaet.conversations.actions.talking import (
    add_agreement,
    add_note,
    set_goal,
    set_outcome,
    set_topics_done,
    start,
)
from afsaet.core import clock
from afsaet.core.clock import minutes
from afsaet.core.viewer import Viewer
from afsaet.messaging.actions.outbox import mark_all_read
from afsaet.people.access import viewer_for
from afsaet.people.import_rows import CitizenFacts
from afsaet.people.models import Citizen, Staff
from afsaet.plan.actions import tick_off
from afsaet.plan.queries import open_agreements
from afsaet.site.demo.talks import read, share

BO, AMAL, KIRSTEN = 0, 1, 2  # their places among the citizens
BOS_GOAL = "Jeg vil have et dagjob på et lager, hvor jeg kan bruge mit truckcertifikat."
_KIRSTENS_KEY = UUID("5a5a5a5a-0000-4000-8000-000000000001")


def cast_facts(unit: int, groups: dict[str, int], lise: int, nanna: int, since: date) -> list[CitizenFacts]:
    """In the order of BO, AMAL, KIRSTEN. Their numbers belong to nobody alive."""
    one = partial(CitizenFacts, unit=unit, registered_on=since, adviser_since=since)
    lises = partial(one, adviser=lise)
    return [
        lises(
            cpr="1203925678",
            first_name="Bo",
            last_name="Madsen",
            birth_date=date(1992, 3, 12),
            phone="20123478",
            email="bo.madsen@mail.example",
            address="Havnegade 17, Fjordby",
            target_group=groups["dagpenge"],
        ),
        lises(
            cpr="0405855123",
            first_name="Amal",
            last_name="Haddad",
            birth_date=date(1985, 5, 4),
            phone="42123519",
            email="amal.haddad@mail.example",
            address="Teglværksvej 8, Fjordby",
            language="ar",
            interpreter="arabisk",
            target_group=groups["jobparat"],
        ),
        one(
            cpr="2106686234",
            first_name="Kirsten",
            last_name="Holm",
            birth_date=date(1968, 6, 21),
            phone="61123406",
            address="Birkevej 3, Vesterlund",
            protected_address=True,
            digital_post_exempt=True,
            target_group=groups["dagpenge"],
            adviser=nanna,
        ),
    ]


@dataclass(frozen=True)
class Bos:
    """What Bo's story needs: his adviser, the starts (UTC) of his two talks, and when the demo opens."""

    bo: Citizen
    lise: Staff
    talks: tuple[datetime, datetime]
    now: datetime


def tell_bos_story(story: Bos) -> None:
    """Two talks, two open agreements of which he has ticked one, his goal, a deadline, and no booking yet."""
    bo, by = story.bo, viewer_for(story.lise.user)
    first, second = story.talks
    _first_talk(bo, first, by, story.lise)
    _second_talk(bo, second, by, story.lise)
    his = _viewer(bo)
    ticked = min(second + timedelta(days=2, hours=3), story.now - minutes(30))
    tick_off(open_agreements(bo)[0], "Begge ville gerne have en ansøgning", by=his, now=ticked)
    mark_all_read(bo, by=his, now=ticked)
    _give_deadline(bo, by, story.now)


def _first_talk(bo: Citizen, starts: datetime, by: Viewer, lise: Staff) -> None:
    booked = starts - timedelta(days=6, hours=2)
    draft = hold(bo, _choices(lise, starts, ("application",)), by=_viewer(bo), now=booked)
    talk = start(book(draft, by=_viewer(bo), now=booked + minutes(2)).booking, by=by, now=starts + minutes(2))
    set_goal(talk, BOS_GOAL, "Få truckcertifikatet med på cv'et", by=by, now=starts + minutes(15))
    add_note(talk, "Vil helst arbejde om dagen.", by=by, now=starts + minutes(18))
    on = clock.local(starts).date() + timedelta(days=7)
    add_agreement(
        talk,
        who="citizen",
        what="Skriv truckcertifikatet øverst på cv'et",
        on=on,
        by=by,
        now=starts + minutes(25),
    )
    close(talk, met="yes", met_words="Nu ved jeg, hvad jeg skal.", by=by, now=starts + minutes(38))
    share(talk, by=by, now=starts + minutes(42))
    read(talk, by=_viewer(bo), now=starts + minutes(700))


def _second_talk(bo: Citizen, starts: datetime, by: Viewer, lise: Staff) -> None:
    booked = starts - timedelta(days=4, hours=5)
    choices = _choices(
        lise, starts, ("job_now", "application"), "Kan man få job på lager uden at arbejde om natten?"
    )
    draft = hold(bo, choices, by=_viewer(bo), now=booked)
    talk = start(book(draft, by=_viewer(bo), now=booked + minutes(1)).booking, by=by, now=starts + minutes(1))
    for agreement in open_agreements(bo):
        set_outcome(talk, agreement, "done", "Det ser bedre ud nu", by=by, now=starts + minutes(5))
    set_topics_done(talk, frozenset([talk.lines.all()[0].uuid]), by=by, now=starts + minutes(20))
    add_note(talk, "Kan nå Vesterlund med bus på 25 minutter.", by=by, now=starts + minutes(21))
    set_goal(talk, BOS_GOAL, "Tale med to lagre, der ansætter nu", by=by, now=starts + minutes(24))
    on = clock.local(starts).date()
    for what, days in (("Ring til to lagre", 7), ("Send ansøgning til Vesterlund Lager", 14)):
        add_agreement(
            talk, who="citizen", what=what, on=on + timedelta(days=days), by=by, now=starts + minutes(28)
        )
    close(talk, met="yes", by=by, now=starts + minutes(40))
    share(talk, by=by, now=starts + minutes(44))
    read(talk, by=_viewer(bo), now=starts + minutes(400))


def _give_deadline(bo: Citizen, by: Viewer, now: datetime) -> None:
    """He may choose until the Friday after next, and the talk is held within two weeks more."""
    today = clock.local(now).date()
    book_by = today + timedelta(days=11 - today.weekday())
    kind = ConversationType.objects.get(key="jobsamtale")
    set_deadline(
        bo, kind, book_by=book_by, hold_by=book_by + timedelta(days=14), by=by, now=now - timedelta(days=1)
    )


def book_for_kirsten(kirsten: Citizen, nanna: Staff, gitte: Viewer, starts: datetime, now: datetime) -> None:
    """She has phoned; Gitte has booked."""
    choices = _choices(nanna, starts, ("where_needed",))
    book_for(kirsten, choices, key=_KIRSTENS_KEY, origin="assisted", by=gitte, now=now)


def _choices(staff: Staff, starts: datetime, topics: tuple[str, ...], own_words: str = "") -> Choices:
    return Choices(topics=topics, own_words=own_words, who=str(staff.uuid), time=starts.isoformat())


def _viewer(citizen: Citizen) -> Viewer:
    return Viewer(user=str(citizen.user.uuid) if citizen.user else "", name=citizen.name, citizen=citizen.pk)
