"""One row of the adviser's day: how a talk is said, where it stands, and the one thing to do about it."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from afsaet.booking.models import Booking, Substitution
from afsaet.booking.rules.attendance import OnTheDay, enough_calls, next_call
from afsaet.conversations.models import Conversation
from afsaet.conversations.rules import DayState, refusal_to_start
from afsaet.core import clock, danish
from afsaet.web.adviser import words

MARK = 3
MOVING = {
    "asked": ("moving", gettext_lazy("Flyttes: venter på svar")),
    "ring": ("called", gettext_lazy("Har ikke svaret: ring")),
}


@dataclass(frozen=True)
class Action:
    """One thing to do: `post` is a button in a form of its own, `opens` shows it in place under the row.

    `rings` is the number that is called as it is pressed, `hint` stands beside the label.
    """

    label: str
    url: str
    post: bool = False
    opens: bool = False
    rings: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Row:
    """`more` is the address of what else can be done; it opens under the row."""

    uuid: str
    starts: datetime
    name: str
    icon: str
    how: str
    topics: str
    state: str
    look: str = ""
    word: str = ""
    action: Action | None = None
    more: str = ""

    @property
    def off(self) -> bool:
        return self.state in ("cancelled", "cancelled_by_us", "not_come", "not_reached")

    @property
    def mark(self) -> str:
        """Three signs that change when the state does: what the page knew stands in its poll's address."""
        return sha256(f"{self.state}{self.word}".encode()).hexdigest()[:MARK]

    @property
    def told(self) -> str:
        """How a change to this state is announced: `Bo Madsen er kommet kl. 8.52`."""
        if self.state == "arrived":
            at = self.word.rpartition(" ")[2]
            return _("%(name)s er kommet kl. %(at)s") % {"name": self.name, "at": at}
        return f"{self.name}: {self.word}"


@dataclass(frozen=True)
class Talk:
    """All that is known of one talk of the day. `mine` when its citizen's door is open to the viewer, `asked`
    while a colleague has been asked to take it. `moving` when its adviser is away: asked, or ring (she has not
    answered).
    """

    booking: Booking
    state: DayState
    on_day: OnTheDay
    held: Conversation | None
    mine: bool = True
    asked: Substitution | None = None
    moving: str = ""


def row_of(talk: Talk, today: date) -> Row:
    booking = talk.booking
    how = words.how(booking)
    look, word = words.state_words(talk.state, talk.on_day, booking, today)
    if talk.moving and talk.state.ahead and talk.state.key != "in_progress":
        look, word = MOVING[talk.moving][0], str(MOVING[talk.moving][1])
    elif talk.asked:
        look, word = "moving", _("Venter på %(name)s") % {"name": talk.asked.asked.first_name}
    return Row(
        uuid=str(booking.uuid),
        starts=booking.starts,
        name=booking.citizen.name,
        icon=how.icon,
        how=how.word,
        topics=words.topics_in_row(booking),
        state=talk.state.key,
        look=look,
        word=word,
        action=_action(talk, today),
        more=_more(talk, today),
    )


def _more(talk: Talk, today: date) -> str:
    """What else there is to do: while the talk is still to come on its day or later, or was missed."""
    ahead = talk.state.ahead and talk.state.key != "in_progress"
    missed = talk.state.key in ("not_come", "not_reached")
    begins = not refusal_to_start(today, danish.as_day(talk.booking.starts), cancelled=False)
    return reverse("on_the_day", args=[talk.booking.uuid]) if missed or (ahead and begins) else ""


def _action(talk: Talk, today: date) -> Action | None:
    booking, key = talk.booking, talk.state.key
    citizen = reverse("citizen", args=[booking.citizen.uuid])
    if talk.asked:
        return Action(_("Fortryd"), reverse("ask_nobody", args=[booking.uuid]), post=True)
    if talk.held and key == "in_progress":
        return Action(_("Fortsæt"), reverse("talk", args=[talk.held.uuid]))
    if talk.held and key == "missing":
        return Action(_("Del og kopiér"), reverse("talk_close", args=[talk.held.uuid]))
    if key == "held":
        return Action(_("Se aftalerne"), f"{citizen}#aftaler")
    if key in ("cancelled", "cancelled_by_us"):
        return _new_time(talk)
    if key in ("not_come", "not_reached"):
        label = _("Følg op") if talk.on_day.told_at else _("Send besked")
        return Action(label, reverse("not_come", args=[booking.uuid]), opens=True)
    if talk.moving or refusal_to_start(today, danish.as_day(booking.starts), cancelled=False):
        return Action(_("Se") if talk.moving else _("Se borgeren"), citizen)
    return _of_today(talk)


def _of_today(talk: Talk) -> Action:
    """The talk can be held: it is begun, or she is rung."""
    booking, key = talk.booking, talk.state.key
    if key == "calling":
        return Action(_("Hvordan gik det?"), reverse("not_come", args=[booking.uuid]), opens=True)
    over = clock.now() >= booking.ends  # a call after the booked time does not count
    if key == "called" and (booking.form == "in_person" or over or enough_calls(talk.on_day)):
        return Action(_("Gå videre"), reverse("not_come", args=[booking.uuid]), opens=True)
    if key == "called":
        earliest = next_call(talk.on_day)
        hint = _("fra %(at)s") % {"at": danish.clock(earliest)} if earliest else ""
        return ring_action(booking, _("Ring igen"), hint)
    if booking.form == "phone" and key != "reached" and booking.citizen.phone:
        return ring_action(booking, _("Ring op"))
    return Action(_("Start"), reverse("talk_start", args=[booking.uuid]), post=True)


def ring_action(booking: Booking, label: str, hint: str = "") -> Action:
    """Logs the attempt and rings."""
    url = reverse("ring", args=[booking.uuid])
    return Action(label, url, post=True, opens=True, rings=booking.citizen.phone, hint=hint)


def _new_time(talk: Talk) -> Action | None:
    """Her door closed with the talk, unless she is in the viewer's caseload."""
    if not talk.mine:
        return None
    return Action(_("Find ny tid"), reverse("book_for_citizen", args=[talk.booking.citizen.uuid]))
