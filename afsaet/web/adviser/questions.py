"""*Vil have fat i dig*: what colleagues ask. When, how and in which language; not who, before she has said yes."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from afsaet.booking.queries.substitution import questions_to
from afsaet.core.viewer import Viewer
from afsaet.web.adviser import words


@dataclass(frozen=True)
class Question:
    """A colleague (`name`) asks whether she can take a talk."""

    name: str
    starts: datetime
    ends: datetime
    how: str
    interpreter: str
    answer_url: str


def questions_for(viewer: Viewer, now: datetime) -> list[Question]:
    return [
        Question(
            name=asked.asked_by.first_name,
            starts=asked.booking.starts,
            ends=asked.booking.ends,
            how=words.how(asked.booking).words,
            interpreter=asked.booking.interpreter,
            answer_url=reverse("answer_colleague", args=[asked.uuid]),
        )
        for asked in questions_to(viewer, now)
    ]
