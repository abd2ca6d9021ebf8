"""*Emner*: what a citizen may choose to talk about, in the authority's own words and order."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from afsaet.booking.access import topic_to_administer
from afsaet.booking.actions.offer import add_topic, change_topic, move_topic
from afsaet.booking.queries.set_up import all_topics
from afsaet.core import clock
from afsaet.web.administration.forms import HouseForm, done, form_for, status, text_field
from afsaet.web.gates import for_staff
from afsaet.web.public.receipts import receipt
from afsaet.web.requests import Request

_FIELDS = {"topic_exists": "words", "last_topic": "active"}


class TopicForm(HouseForm):
    words = text_field(
        _("Emnet, som borgeren læser det"),
        missing=_("Skriv emnet."),
        most=60,
        help_text=_("Skriv det, som borgeren selv ville sige det. For eksempel: Job, jeg kan søge nu."),
    )
    active = forms.BooleanField(label=_("Borgerne kan vælge emnet"), required=False)


@for_staff("administrator")
def topic_list(request: Request) -> HttpResponse:
    topics = list(all_topics(request.viewer))
    facts = {
        "open": [topic for topic in topics if topic.active],
        "closed": [topic for topic in topics if not topic.active],
        "message": receipt(request),
    }
    return render(request, "administration/topics.html", facts)


@for_staff("administrator")
def new_topic(request: Request) -> HttpResponse:
    form = form_for(request, TopicForm, {"active": True})
    if done(
        request, form, lambda: add_topic(form.text("words"), by=request.viewer, now=clock.now()), _FIELDS
    ):
        return _saved()
    facts = {"form": form, "title": _("Nyt emne")}
    return render(request, "administration/topic.html", facts, status=status(form))


@for_staff("administrator")
def topic_page(request: Request, pk: int) -> HttpResponse:
    topic = topic_to_administer(request.viewer, pk)
    known = {"words": topic.text.get("da", ""), "active": topic.active}
    form = form_for(request, TopicForm, known)

    def change() -> None:
        told = {"text": form.text("words"), "active": form.cleaned_data["active"]}
        change_topic(topic, **told, by=request.viewer, now=clock.now())

    if done(request, form, change, _FIELDS):
        return _saved()
    facts = {"form": form, "title": known["words"], "topic": topic}
    return render(request, "administration/topic.html", facts, status=status(form))


@require_POST
@for_staff("administrator")
def move_topic_page(request: Request, pk: int) -> HttpResponse:
    """Up or down one place; the list comes back at the topic."""
    step = -1 if request.POST.get("step") == "op" else 1
    move_topic(topic_to_administer(request.viewer, pk), step, by=request.viewer, now=clock.now())
    return redirect(reverse("administration_topics") + f"#emne-{pk}")


def _saved() -> HttpResponse:
    return redirect(reverse("administration_topics") + "?kvittering=emne")
