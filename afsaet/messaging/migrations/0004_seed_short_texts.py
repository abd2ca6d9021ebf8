"""Short texts for text messages, and the texts of a day that goes wrong.

A text message fits in one (160 signs) with the name of an ordinary municipality. `{calls}` is a sentence of
its own with a space before it, or nothing: see messaging/rules.py for what each text may name.
"""

from django.db import migrations

END = "Venlig hilsen\n{authority}"
OR_RING = "Du kan også ringe på {phone}.\n\n" + END
CHANGE = "Log ind for at skifte tid, melde afbud eller se mere. " + OR_RING
CHANGE_SHORT = "Skift tid, meld afbud eller se mere på {site} eller ring {phone}."
CHOOSE_SHORT = "Vælg en ny tid på {site}, eller ring {phone}."

SHORT = {
    "booked": "{authority}: Din tid er {when_short}.{calls} " + CHANGE_SHORT,
    "moved": "{authority}: Din nye tid er {when_short}.{calls} " + CHANGE_SHORT,
    "cancelled": "{authority}: Vi har modtaget dit afbud til {when_short}. " + CHOOSE_SHORT,
    "cancelled_by_us": "{authority}: Vi er nødt til at aflyse din tid {when_short}. " + CHOOSE_SHORT,
    "reminder": "{authority}: Husk din tid {when_short}.{calls} "
    "Kan du ikke, så meld afbud på {site} eller ring {phone}.",
}
# The number we ring from stands in receipt and reminder of a talk by telephone or video.
BODIES = {
    "booked": "Hej {first_name}\n\nDin tid er {when} hos {adviser}.{calls}\n\n" + CHANGE,
    "moved": "Hej {first_name}\n\nDin tid er flyttet. Den nye tid er {when} hos {adviser}.{calls}\n\n"
    + CHANGE,
    "reminder": "Hej {first_name}\n\nHusk din tid {when} hos {adviser}.{calls}\n\n"
    "Kan du ikke komme, så log ind og skift tid eller meld afbud. " + OR_RING,
}
NEW = {
    "not_come": (
        "Vi fik ikke talt sammen",
        "Hej {first_name}\n\nVi fik ikke talt sammen {when}.\n\nLog ind for at vælge en ny tid. " + OR_RING,
        "{authority}: Vi fik ikke talt sammen {at}. " + CHOOSE_SHORT,
    ),
    "not_reached": (
        "Vi fik ikke fat i dig",
        "Hej {first_name}\n\nVi ringede til dig {rang_at} fra {calls_from}, men fik ikke fat i dig.\n\n"
        "Log ind for at vælge en ny tid. " + OR_RING,
        "{authority}: Vi ringede {rang_at} fra {calls_from}, men fik ikke fat i dig. " + CHOOSE_SHORT,
    ),
    "time_offered": (
        "Der er en tid til dig",
        "Hej {first_name}\n\nEn tid er blevet fri: {when} hos {adviser}.{calls} "
        "Vi holder den til dig til {held_until}.\n\n"
        "Log ind for at tage den. Vil du ikke have den, skal du ikke gøre noget. " + OR_RING,
        "{authority}: En tid er blevet fri {when_short}. Vi holder den til dig til {held_until}. "
        "Svar på {site} eller ring {phone}.",
    ),
    "moved_by_us_offer": (
        "Vi holder en anden tid til dig",
        "Hej {first_name}\n\n{had_adviser} er her ikke {had_when}, så din tid kan ikke blive til noget. "
        "Det er ikke dit ansvar.\n\n"
        "Vi holder en anden tid til dig: {when} hos {adviser}.{calls}\n\n"
        "Log ind for at beholde den eller vælge en anden. Svar senest {held_until}. " + OR_RING,
        "{authority}: Din tid {had_short} er aflyst. Vi holder {when_short} til dig. "
        "Svar på {site} eller ring {phone}.",
    ),
    "adviser_changed": (
        "Du skal tale med en anden",
        "Hej {first_name}\n\nDin tid er stadig {when}. Du skal tale med {adviser} i stedet for "
        "{had_adviser}.{calls}\n\n"
        "Vil du hellere have en anden tid, så log ind og skift den. " + OR_RING,
        "{authority}: Din tid er stadig {when_short}, nu med {adviser}.{calls} "
        "Skift tid på {site} eller ring {phone}.",
    ),
}


def seed(apps, schema_editor):
    template = apps.get_model("messaging", "Template")
    for key, short in SHORT.items():
        row = template.objects.get(key=key)
        row.short = {"da": short}
        row.body = row.body | {"da": BODIES.get(key, row.body["da"])}
        row.save()
    for key, (title, body, short) in NEW.items():
        template.objects.create(key=key, title={"da": title}, body={"da": body}, short={"da": short})


class Migration(migrations.Migration):
    dependencies = [("messaging", "0003_sms")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
