"""What a refusal is called in Danish. Actions raise codes; pages show these sentences at the field."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from afsaet.core.errors import Refusal

NUMBERS = ("nul", "en", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv")

# `{name}` takes a fact of the refusal; a small number is written as a word.
SENTENCES: dict[str, str | Promise] = {
    "agreement_in_the_past": _("Vælg en dag, der ikke er gået."),
    "agreement_too_long": _("Skriv aftalen kortere. Der er plads til {most} tegn."),
    "agreement_without_date": _("Vælg en dato."),
    "agreement_without_day": _("Vælg, hvornår det skal være gjort."),
    "agreement_without_words": _("Skriv, hvad I aftaler."),
    "already_cancelled": _("Tiden er allerede aflyst."),
    "already_shared": _("Referatet er delt og kan ikke rettes her. Det, du har skrevet, er ikke gemt."),
    "calls_from_not_dialled": _("Skriv et nummer, man kan ringe til, for eksempel 76 00 12 34."),
    "citizen_exists": _(
        "Borgeren findes allerede. Du kan rette oplysningerne ved at tage borgeren ind igen fra en fil."
    ),
    "column_missing": _(
        "Filen mangler {columns}. Første linje skal være kolonnernes navne, skrevet som i skabelonen."
    ),
    "column_twice": _("Kolonnen {column} står to gange i filen. Slet den ene."),
    "cpr_form": _("Et cpr-nummer har ti cifre. Skriv hele nummeret, eller søg på navn."),
    "cpr_in_text": _(
        "Det ligner et cpr-nummer. De sidste fire cifre er fjernet. Se teksten efter, og gem igen."
    ),
    "email_form": _("Skriv en e-mailadresse som navn@mail.dk, eller lad feltet stå tomt."),
    "empty_line": _("Skriv noget i feltet."),
    "empty_summary": _("Skriv et referat, før du går videre."),
    "file_empty": _("Filen er tom."),
    "file_no_rows": _("Der er kun overskrifter i filen, ingen rækker."),
    "file_not_csv": _("Vi kan ikke læse filen. Gem den som csv i regnearket, og læg den op igen."),
    "file_too_big": _("Filen fylder for meget. Den må højst fylde {megabytes} MB. Del den i to."),
    "file_too_long": _("Der er for mange rækker i filen. Der må højst være {rows}. Del den i to."),
    "has_booking": _("Du har allerede en tid."),
    "has_left": _("Medarbejderen er stoppet og kan ikke få et link til en adgangskode."),
    "hours_order": _("Slut skal være senere end begyndelse."),
    "hours_overlap": _("De to tider dækker hinanden. Skriv dem, så den anden begynder efter den første."),
    "import_file_gone": _("Filen er slettet, fordi der er gået 24 timer. Læg den op igen."),
    "in_the_past": _("Tiden er gået. Vælg en, der kommer."),
    "interpreter_without_language": _("Vælg, hvilket sprog tolken skal tale."),
    "last_administrator": _(
        "Der skal være mindst én administrator, der ikke stopper. Giv rollen til en kollega først."
    ),
    "log_in_name_taken": _("En anden logger allerede ind med mailen {email}."),
    "next_time_taken": _("Tiden er lige blevet taget. Alt andet er gemt her på siden. Vælg en anden tid."),
    "no_mail_address": _("Der er ingen e-mailadresse at sende til. Skriv en, og prøv igen."),
    "no_time": _("Vælg en tid, før du går videre."),
    "not_an_adviser": _("Vælg en, der er rådgiver og ikke er stoppet."),
    "outcome_is_set": _("I har allerede talt om den aftale. Du kan se den under tidligere aftaler."),
    "own_administrator_role": _(
        "Du kan ikke tage rollen som administrator fra dig selv. Bed en anden administrator om det."
    ),
    "phone_form": _("Skriv et telefonnummer med otte cifre, eller med landekode som +46."),
    "phone_not_dialled": _("Skriv et nummer, man kan ringe til, for eksempel 76 00 12 00."),
    "sub_goal_without_goal": _("Skriv målet, før I skriver det første skridt."),
    "taken": _("Tiden er lige blevet taget. Resten af dine svar er gemt."),
    "talk_began": _("Samtalen er begyndt. Ring på {phone}, så finder vi ud af det."),
    "talk_closed": _("Samtalen er slut og kan ikke ændres."),
    "talk_not_closed": _("Samtalen er ikke slut endnu."),
    "talk_not_today": _("Samtalen kan først begynde på dagen."),
    "talk_started": _("Samtalen er begyndt. Ring på {phone}, så finder vi ud af det."),
    "team_cannot_move": _("Teamet kan ikke flyttes til en anden enhed. Der er {staff} i det."),
    "team_in_other_unit": _("Teamet hører ikke til {unit}. Vælg et team i enheden."),
    "team_name_taken": _("{unit} har allerede et team, der hedder {name}."),
    "team_not_empty": _(
        "Teamet kan ikke slettes, mens der er medarbejdere i det. Der er {staff}, også hvis de er stoppet."
    ),
    "text_too_long": _("Skriv det kortere. Der er plads til {most} tegn."),
    "too_many_topics": _("Vælg højst tre emner. Du har valgt {chosen}."),
    "too_many_words": _("Skriv det kortere. Der er plads til {most} tegn."),
    "unit_name_taken": _("Der er allerede en enhed, der hedder {name}."),
    "unit_needed": _("Vælg en enhed."),
    "unknown_adviser": _("Vælg, hvem du vil tale med."),
    "unknown_answer": _("Vælg et af svarene."),
    "unknown_form": _("Vælg, hvordan I skal tale sammen."),
    "unknown_outcome": _("Vælg igen, hvordan det gik."),
    "unknown_topic": _("Vælg emnerne igen. Et af dem findes ikke længere."),
    "unknown_who": _("Vælg, hvem der gør det."),
}


def sentence(refusal: Refusal, more: Mapping[str, object] | None = None) -> str:
    """The sentence of a refusal; `more` are facts that only the page knows, such as the telephone number."""
    facts = {name: _in_words(value) for name, value in {**refusal.facts, **(more or {})}.items()}
    return str(SENTENCES[refusal.code]).format(**facts)


def _in_words(value: object) -> str:
    if isinstance(value, int) and 0 <= value < len(NUMBERS):
        return NUMBERS[value]
    return str(value)
