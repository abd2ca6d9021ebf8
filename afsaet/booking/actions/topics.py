"""What she wants to talk about, which she may change until the talk begins."""

from datetime import datetime

from afsaet.audit.actions import acting
from afsaet.booking.models import Booking, BookingTopic, Topic
from afsaet.booking.queries.booked import what_stops_change
from afsaet.booking.queries.offer import offer_for
from afsaet.booking.rules.choices import Choices, refusal_of_choices
from afsaet.core.errors import Refused
from afsaet.core.viewer import Viewer


def change_topics(booking: Booking, choices: Choices, *, by: Viewer, now: datetime) -> None:
    """She may change topics and words until the talk begins. Raises Refused like the form does."""
    offer = offer_for(booking.citizen, now, booking.type.key)
    refusal = refusal_of_choices(
        choices, topics={topic.key for topic in offer.topics}, forms=set(offer.forms) | {booking.form}
    )
    if refusal and refusal.code in ("too_many_topics", "unknown_topic", "too_many_words"):
        raise Refused(refusal.code, **refusal.facts)
    with acting(by, now):
        booking = Booking.objects.select_for_update().get(pk=booking.pk)
        refuse_late_change(booking, by, now)
        booking.own_words = choices.own_words
        booking.version += 1
        booking.save(update_fields=["own_words", "version"])
        set_topics(booking, choices, offer.topics)


def set_topics(booking: Booking, choices: Choices, topics: list[Topic]) -> None:
    """`topics` are all that can be chosen."""
    had = {chosen.topic_id: chosen.pk for chosen in BookingTopic.objects.filter(booking=booking)}
    wanted = {topic.pk for topic in topics if topic.key in choices.topics}
    if dropped := [pk for topic, pk in had.items() if topic not in wanted]:
        BookingTopic.objects.filter(pk__in=dropped).delete()
    add_topics(booking, [topic for topic in topics if topic.pk in wanted - had.keys()])


def add_topics(booking: Booking, topics: list[Topic]) -> None:
    BookingTopic.objects.bulk_create(BookingTopic(booking=booking, topic=topic) for topic in topics)


def refuse_late_change(booking: Booking, by: Viewer, now: datetime, *, offered: bool = False) -> None:
    """Raises Refused when the booking may no longer be changed by this viewer.

    `offered`: a time is held for her instead, and that offer outlives the talk it would replace.
    """
    refusal = what_stops_change(booking, by, now)
    if refusal and not (offered and refusal.code == "talk_began"):
        raise Refused(refusal.code, **refusal.facts)
