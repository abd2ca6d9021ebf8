"""Who is acting for whom, and where the pages of the errand are."""

from dataclasses import dataclass
from typing import Literal

from django.urls import reverse

from afsaet.booking.models import Booking
from afsaet.booking.queries.offer import Hand
from afsaet.people.models import Citizen

Actor = Literal["citizen", "desk", "adviser"]

# Names of the form, the page of advisers and the check page: for a new booking, and for moving one.
_NEW: dict[Actor, tuple[str, str, str]] = {
    "citizen": ("book", "choose_adviser", "check"),
    "desk": ("desk_book", "desk_book_who", "desk_book_check"),
    "adviser": ("book_for_citizen", "book_for_citizen_who", "book_for_citizen_check"),
}
_MOVES: dict[Actor, tuple[str, str, str]] = {
    "citizen": ("move_meeting", "choose_adviser_move", "check_move"),
    "desk": ("desk_move", "desk_move_who", "desk_move_check"),
    "adviser": ("move_for_citizen", "move_for_citizen_who", "move_for_citizen_check"),
}
# Where a booking came from (DESIGN.md section 4): her own log-in, the desk's, her adviser's.
_ORIGINS: dict[Actor, str] = {"citizen": "self", "desk": "assisted", "adviser": "staff"}


@dataclass(frozen=True)
class Errand:
    """A new booking, or moving one: whose it is, and who does it. `made_by` is whose draft is filled in."""

    citizen: Citizen
    moves: Booking | None = None
    actor: Actor = "citizen"
    made_by: str = ""

    @property
    def for_herself(self) -> bool:
        return self.actor == "citizen"

    @property
    def form_url(self) -> str:
        return self._page(0)

    @property
    def who_url(self) -> str:
        return self._page(1)

    @property
    def check_url(self) -> str:
        return self._page(2)

    def _page(self, place: int) -> str:
        if self.moves:
            return reverse(_MOVES[self.actor][place], args=[self.moves.uuid])
        return reverse(_NEW[self.actor][place], args=[] if self.for_herself else [self.citizen.uuid])

    @property
    def home_url(self) -> str:
        """Where one goes who gives the errand up."""
        if self.for_herself:
            return reverse("meeting", args=[self.moves.uuid]) if self.moves else reverse("citizen_home")
        return reverse("desk_citizen" if self.actor == "desk" else "citizen", args=[self.citizen.uuid])

    def done_url(self, booking: Booking, what: str) -> str:
        """Where the receipt stands; `what` is "booket", "skiftet" or "igen"."""
        place = reverse("meeting", args=[booking.uuid]) if self.for_herself else self.home_url
        return f"{place}?kvittering={what}"

    def move_url(self, booking: Booking) -> str:
        """*Skift tid* of the time she has already."""
        return reverse(_MOVES[self.actor][0], args=[booking.uuid])

    @property
    def type_key(self) -> str | None:
        return self.moves.type.key if self.moves else None

    @property
    def origin(self) -> str:
        return _ORIGINS[self.actor]

    @property
    def hand(self) -> Hand:
        """What binds the times: her notice and deadline are hers, not those of who helps her."""
        return "citizen" if self.for_herself else "staff"

    @property
    def base(self) -> str:
        """The frame the pages stand in."""
        return "base_citizen.html" if self.for_herself else "base_staff.html"

    @property
    def keeps_topics(self) -> bool:
        """Topics are hers and her adviser's: the desk may write them down, and never reads them."""
        return self.actor == "desk" and self.moves is not None
