"""What the administrator's forms share: how they begin, how an action's refusal reaches its field."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

from afsaet.core.errors import Refused
from afsaet.web.public.logged_out import kept_answers, owner
from afsaet.web.requests import Request
from afsaet.web.sentences import sentence


class Phone(forms.TextInput):
    input_type = "tel"


class HouseForm(forms.Form):
    """`problems` are the pairs for <c-error-summary>; `refused` the codes of what the action said no to."""

    use_required_attribute = False

    def __init__(self, *args: Any, owner: str = "", **kwargs: Any) -> None:
        self.owner = owner
        self.refused: list[str] = []
        super().__init__(*args, **kwargs)

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [
            ("" if name == NON_FIELD_ERRORS else name, str(text))
            for name, texts in self.errors.items()
            for text in texts
        ]

    def text(self, name: str) -> str:
        value: str = self.cleaned_data[name]
        return value.strip()


_F = TypeVar("_F", bound=HouseForm)


def form_for(request: Request, form: type[_F], initial: Mapping[str, Any], **kwargs: Any) -> _F:
    """The posted form; or a fresh one, with what was typed before the log-in ran out."""
    own = owner(request.viewer)
    if request.method == "POST":
        return form(request.POST, request.FILES, owner=own, **kwargs)
    kept = {name: values[0] for name, values in (kept_answers(request) or {}).items()}
    # A box she had not ticked is not sent: what was typed stands alone, without what we knew before.
    return form(initial=kept or initial, owner=own, **kwargs)


def done(request: Request, form: HouseForm, act: Callable[[], object], fields: Mapping[str, str]) -> bool:
    """Whether the form was posted, is right, and the action was carried out.

    A refusal becomes a sentence at the field that `fields` names for its code, else above the form.
    """
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act()
    except Refused as no:
        form.refused.append(no.code)
        form.add_error(fields.get(no.code), sentence(no.refusal))
        return False
    return True


def status(form: HouseForm) -> int:
    """422 for a page that comes back with something to put right."""
    return 422 if form.is_bound else 200


def email_field(label: Any, *, missing: Any = "", **kwargs: Any) -> forms.EmailField:
    return forms.EmailField(
        label=label,
        required=bool(missing),
        max_length=254,
        error_messages={"required": missing, "invalid": _("Skriv en mailadresse, som navn@mail.dk.")},
        **kwargs,
    )


def number_field(label: Any, *, least: int, most: int, **kwargs: Any) -> forms.IntegerField:
    """A whole number from `least` to `most`."""
    wrong = _("Skriv et helt tal fra %(least)s til %(most)s.") % {"least": least, "most": most}
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": wrong, "invalid": wrong, "min_value": wrong, "max_value": wrong},
        **kwargs,
    )


def text_field(label: Any, *, missing: Any = "", most: int, **kwargs: Any) -> forms.CharField:
    """A line of text; without a sentence for when it is missing it may be left empty."""
    too_long = _("Skriv det kortere. Der er plads til %(limit_value)d tegn.")
    return forms.CharField(
        label=label,
        required=bool(missing),
        max_length=most,
        error_messages={"required": missing, "max_length": too_long},
        **kwargs,
    )
