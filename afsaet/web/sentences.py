"""What a refusal is called in Danish. Actions raise codes; pages show these sentences at the field."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from afsaet.core import danish
from afsaet.core.errors import Refusal

NUMBERS = ("nul", "en", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv")

# `{name}` takes a fact of the refusal; a small number is written as a word, a moment as its time.
SENTENCES: dict[str, str | Promise] = {
    "absence_order": _("Sidste dag skal være den samme som første dag eller senere."),
    "absence_too_long": _("Du kan højst melde {days} dage ad gangen."),
    "after_deadline": _("Tiden ligger efter den dag, samtalen senest skal holdes. Vælg en tidligere tid."),
    "agreement_in_the_past": _("Vælg en dag, der ikke er gået."),
    "agreement_too_long": _("Skriv aftalen kortere. Der er plads til {most} tegn."),
    "agreement_without_date": _("Vælg en dato."),
    "agreement_without_day": _("Vælg, hvornår det skal være gjort."),
    "agreement_without_words": _("Skriv, hvad I aftaler."),
    "already_cancelled": _("Tiden er allerede aflyst."),
    "already_shared": _("Referatet er delt og kan ikke rettes her. Det, du har skrevet, er ikke gemt."),
    "arrived_another_day": _("Det kan først skrives på dagen."),
    "broken_place": _("Der mangler en krølleparentes. Skriv for eksempel {{hvornår}}."),
    "call_is_closed": _("Samtalen er lukket. Ret det først, hvis svaret skal være et andet."),
    "asked_already": _("Du venter allerede på svar fra {name}. Fortryd, før du spørger en anden."),
    "birthday_needed": _("Skriv også fødselsdagen. Et navn alene finder ingen."),
    "calendar_address": _(
        "Det er ikke en hel adresse. Kopiér den fra din kalender. Den begynder med https://."
    ),
    "calendar_broken": _(
        "Kalenderfilen er i stykker, så vi kan ikke læse den. Lav en ny adresse i din kalender."
    ),
    "calendar_certificate": _(
        "Serverens certifikat passer ikke til adressen, så vi henter ikke derfra. Sig det til jeres it-afdeling."
    ),
    "calendar_forbidden": _(
        "Den adresse må vi ikke hente fra. Ligger kalenderen på jeres eget netværk, så bed den, der driver Afsæt, "
        "om at åbne for den."
    ),
    "calendar_gone": _(
        "Der er ingen kalender på adressen. Lav en ny adresse i din kalender, og sæt den ind her."
    ),
    "calendar_is_a_page": _(
        "Adressen fører til en hjemmeside og ikke til en kalender. Den rigtige adresse ender som regel på .ics."
    ),
    "calendar_log_in": _("Kalenderen lukker os ikke ind. Se efter, om navn og adgangskode er rigtige."),
    "calendar_no_answer": _("Serveren med kalenderen svarer ikke, som den skal. Prøv igen om lidt."),
    "calendar_no_such_host": _(
        "Vi kan ikke finde serveren i adressen. Se efter, om den er kopieret rigtigt."
    ),
    "calendar_none_there": _("Vi kan logge ind, men kontoen har ingen kalender, vi kan læse."),
    "calendar_not_caldav": _(
        "Der svarer ikke en CalDAV-kalender på adressen. Spørg jeres it-afdeling om den rigtige."
    ),
    "calendar_not_https": _("Adressen skal begynde med https://, så ingen kan læse med undervejs."),
    "calendar_not_ics": _("Det, der ligger på adressen, er ikke en kalender. Kopiér adressen igen."),
    "calendar_password_in_address": _(
        "Der står en adgangskode i selve adressen. Vælg CalDAV, og skriv den i feltet til adgangskoden."
    ),
    "calendar_redirects": _("Adressen sender os videre for mange gange. Kopiér den igen fra din kalender."),
    "calendar_slow": _("Kalenderen svarer for langsomt. Prøv igen om lidt."),
    "calendar_too_big": _(
        "Kalenderen fylder mere end 5 MB. Del en mindre del af den, for eksempel et halvt år."
    ),
    "calendar_too_much": _(
        "Der er for meget i kalenderen, eller noget i den gentager sig for ofte. Del en mindre del af den."
    ),
    "calls_from_not_dialled": _("Skriv et nummer, man kan ringe til, for eksempel 76 00 12 34."),
    "citizen_exists": _(
        "Borgeren findes allerede. Du kan rette oplysningerne ved at tage borgeren ind igen fra en fil."
    ),
    "colleague_busy": _("{name} er blevet optaget. Vælg en anden."),
    "colleague_gone": _("Kollegaen er ikke ledig mere. Vælg en anden."),
    "column_missing": _(
        "Filen mangler {columns}. Første linje skal være kolonnernes navne, skrevet som i skabelonen."
    ),
    "column_twice": _("Kolonnen {column} står to gange i filen. Slet den ene."),
    "cpr_form": _("Et cpr-nummer har ti cifre. Skriv hele nummeret, eller søg på navn."),
    "cpr_in_message": _("Det ligner et cpr-nummer. De sidste fire cifre er fjernet. Skriv teksten uden."),
    "cpr_in_text": _(
        "Det ligner et cpr-nummer. De sidste fire cifre er fjernet. Se teksten efter, og gem igen."
    ),
    "days_order": _("Den sidste dag skal ligge efter den første."),
    "deputy_already": _(
        "{name} er allerede stedfortræder på en af dagene. Vælg andre dage, eller fjern det, der står."
    ),
    "email_form": _("Skriv en e-mailadresse som navn@mail.dk, eller lad feltet stå tomt."),
    "empty_body": _("Skriv teksten."),
    "empty_line": _("Skriv noget i feltet."),
    "empty_short": _("Skriv teksten til sms."),
    "empty_summary": _("Skriv et referat, før du går videre."),
    "empty_title": _("Skriv overskriften."),
    "file_empty": _("Filen er tom."),
    "file_no_rows": _("Der er kun overskrifter i filen, ingen rækker."),
    "file_not_csv": _("Vi kan ikke læse filen. Gem den som csv i regnearket, og læg den op igen."),
    "file_too_big": _("Filen fylder for meget. Den må højst fylde {megabytes} MB. Del den i to."),
    "file_too_long": _("Der er for mange rækker i filen. Der må højst være {rows}. Del den i to."),
    "full": _("Der er ikke flere pladser på mødet. Vælg et andet møde."),
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
    "last_topic": _("Der skal være mindst ét emne, borgerne kan vælge. Åbn et andet først."),
    "late_another_day": _("Det kan først skrives på dagen."),
    "log_in_name_taken": _("En anden logger allerede ind med mailen {email}."),
    "meeting_began": _("Mødet er begyndt. Vælg et andet møde."),
    "meeting_cancelled": _("Mødet er aflyst. Vælg et andet møde."),
    "meeting_too_long": _("Et møde kan højst vare {hours} timer. Del det i to."),
    "message_too_late": _("Det er for sent at sende beskeden. Tiden, den handler om, er gået."),
    "moved_meanwhile": _("Tiden er flyttet. Se listen igen."),
    "name_too_short": _("Skriv mindst to bogstaver af navnet."),
    "next_time_taken": _("Tiden er lige blevet taget. Alt andet er gemt her på siden. Vælg en anden tid."),
    "no_mail_address": _("Der er ingen e-mailadresse at sende til. Skriv en, og prøv igen."),
    "no_number": _("Der er ikke noget telefonnummer at ringe til."),
    "no_room": _("Der er ikke et ledigt lokale på det tidspunkt. Vælg en anden tid."),
    "no_rooms_yet": _("Der er ingen lokaler endnu. Opret dem under Lokaler først."),
    "no_time_now": _("Der er ikke ti minutter nu. Næste gang, I begge har tid, er {free_at}."),
    "no_time_today": _("Der er ikke ti minutter mere i dag. Book en tid i stedet."),
    "no_time": _("Vælg en tid, før du går videre."),
    "no_time_to_ring": _(
        "Den aftalte tid er gået uden to opkald med mindst ti minutter imellem. Derfor kan du ikke skrive, at du ikke "
        "fik fat i {name}."
    ),
    "nothing_typed": _("Skriv et cpr-nummer, eller et navn og en fødselsdag."),
    "no_video": _(
        "Den, du har valgt, holder ikke samtaler på video. Vælg en anden, eller en anden måde at tale sammen på."
    ),
    "not_an_adviser": _("Vælg en, der er rådgiver og ikke er stoppet."),
    "not_failed": _("Beskeden kan ikke sendes igen. Den er sendt eller trukket tilbage."),
    "not_on_the_list": _("Tiden står ikke på listen. Vælg en af dem, der gør."),
    "not_your_words": _("Det er skrevet af en medarbejder. Ring på {phone}, hvis det er forkert."),
    "nowhere_to_come": _("Samtalen er ikke et møde hos os."),
    "offer_over": _("Tiden bliver ikke holdt længere. Vælg en anden tid, eller ring på {phone}."),
    "open_already": _("Du har allerede åbent i noget af den tid. Vælg et tidsrum uden for dine faste tider."),
    "other_content": _("Formularen er sendt før med andre svar. Begynd forfra med en ny."),
    "outcome_is_set": _("I har allerede talt om den aftale. Du kan se den under tidligere aftaler."),
    "outside_hours": _("Tiden ligger uden for den tid, man kan booke. Vælg en af tiderne på listen."),
    "own_administrator_role": _(
        "Du kan ikke tage rollen som administrator fra dig selv. Bed en anden administrator om det."
    ),
    "own_deputy": _("Man kan ikke være sin egen stedfortræder. Vælg en kollega."),
    "phone_already": _("Samtalen er allerede på telefon."),
    "phone_another_day": _("Det kan først gøres på dagen."),
    "phone_form": _("Skriv et telefonnummer med otte cifre, eller med landekode som +46."),
    "phone_not_dialled": _("Skriv et nummer, man kan ringe til, for eksempel 76 00 12 00."),
    "purpose_word": _("Skriv det uden »{word}«. Beskeden kan læses over skulderen på den, der får den."),
    "ring_again": _(
        "Ring en gang til, tidligst {from_time}. Først derefter kan du skrive, at du ikke fik fat i {name}."
    ),
    "ring_first": _(
        "Ring først til {name}. Efter to opkald med mindst ti minutter imellem kan du skrive, at du ikke fik fat i "
        "{name}."
    ),
    "room_name_taken": _("{unit} har allerede et lokale, der hedder {name}."),
    "room_too_small": _("Der er {seats} pladser i lokalet. Vælg et større lokale eller færre pladser."),
    "short_odd_sign": _("Skriv det uden tegnet {sign}. Det gør sms'en dobbelt så dyr."),
    "short_too_long": _("Skriv sms'en kortere. Den fylder {has} tegn, og der er plads til {most}."),
    "substitution_over": _("Samtalen er begyndt, flyttet eller aflyst. Du skal ikke gøre noget."),
    "sent_elsewhere": _("Du har sendt formularen fra et andet vindue. Se dine tider, før du vælger igen."),
    "sub_goal_without_goal": _("Skriv målet, før I skriver det første skridt."),
    "taken": _("Tiden er lige blevet taget. Resten af dine svar er gemt."),
    "talk_began": _("Samtalen er begyndt. Ring på {phone}, så finder vi ud af det."),
    "talk_closed": _("Samtalen er slut og kan ikke ændres."),
    "talk_going_on": _("Samtalen er i gang eller er holdt."),
    "talk_is_closed": _("Samtalen er lukket, fordi I ikke fik talt sammen. Ret det først."),
    "talk_is_over": _("Tiden er gået. Ring på {phone}, så finder vi ud af det."),
    "talk_not_begun": _("Samtalen begynder først {at_time}."),
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
    "too_early_to_arrive": _("Du kan sige, at du er her, fra {from_time}."),
    "too_late": _("Tiden ligger mere end {days} dage fremme. Vælg en tidligere tid."),
    "too_many_topics": _("Vælg højst tre emner. Du har valgt {chosen}."),
    "too_many_words": _("Skriv det kortere. Der er plads til {most} tegn."),
    "too_soon": _("Det er for sent at booke den tid. Vælg en senere."),
    "topic_exists": _("Emnet findes allerede: {topic}. Er det lukket, kan du åbne det igen."),
    "unit_name_taken": _("Der er allerede en enhed, der hedder {name}."),
    "unit_needed": _("Vælg en enhed."),
    "unknown_adviser": _("Vælg, hvem du vil tale med."),
    "unknown_answer": _("Vælg et af svarene."),
    "unknown_call_outcome": _("Vælg, hvordan opkaldet gik."),
    "unknown_form": _("Vælg, hvordan I skal tale sammen."),
    "unknown_lateness": _("Vælg, hvor lang tid det varer."),
    "unknown_outcome": _("Vælg igen, hvordan det gik."),
    "unknown_place": _("{place} findes ikke her. Brug en af dem, der står under »Det kan du sætte ind«."),
    "unknown_reason": _("Vælg en af grundene på listen, eller lad være med at vælge."),
    "unknown_topic": _("Vælg emnerne igen. Et af dem findes ikke længere."),
    "unknown_who": _("Vælg, hvem der gør det."),
    "video_link_form": _("Skriv hele adressen. Den begynder med https://"),
    "video_talks_coming": _("Du har kommende samtaler på video, så der skal stå et link."),
    "was_reached": _("Du har skrevet, at du fik fat i {name} {at_time}. Ret svaret, hvis det er forkert."),
    "we_were_away": _(
        "Rådgiveren er meldt væk den dag. Det er ikke borgerens fravær. Find en ny tid, eller aflys."
    ),
    "wrong_code": _("Koden passer ikke. Vent, til din app viser en ny, og skriv den."),
    "you_are_busy": _("Du er blevet optaget {at_time}. Samtalen bliver hos din kollega."),
}


def sentence(refusal: Refusal, more: Mapping[str, object] | None = None) -> str:
    """The sentence of a refusal; `more` are facts that only the page knows, such as the telephone number."""
    facts = {name: _in_words(value) for name, value in {**refusal.facts, **(more or {})}.items()}
    return str(SENTENCES[refusal.code]).format(**facts)


def _in_words(value: object) -> str:
    if isinstance(value, int) and 0 <= value < len(NUMBERS):
        return NUMBERS[value]
    if isinstance(value, datetime):
        return danish.at(value)
    return str(value)
