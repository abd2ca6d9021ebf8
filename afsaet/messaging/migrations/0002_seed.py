"""The messages of a new house. No word in them says what the authority is to the reader (messaging/rules.py)."""

from django.db import migrations

TEMPLATES = {
    "booked": (
        "Din tid er booket",
        "Hej {first_name}\n\nDin tid er {when} hos {adviser}.\n\n"
        "Log ind for at skifte tid, melde afbud eller se mere. Du kan også ringe på {phone}.\n\n"
        "Venlig hilsen\n{authority}",
    ),
    "moved": (
        "Din nye tid",
        "Hej {first_name}\n\nDin tid er flyttet. Den nye tid er {when} hos {adviser}.\n\n"
        "Log ind for at skifte tid, melde afbud eller se mere. Du kan også ringe på {phone}.\n\n"
        "Venlig hilsen\n{authority}",
    ),
    "cancelled": (
        "Dit afbud er modtaget",
        "Hej {first_name}\n\nVi har modtaget dit afbud til {when} hos {adviser}.\n\n"
        "Log ind for at vælge en ny tid. Du kan også ringe på {phone}.\n\nVenlig hilsen\n{authority}",
    ),
    "cancelled_by_us": (
        "Vi har aflyst din tid",
        "Hej {first_name}\n\nVi er nødt til at aflyse din tid {when} hos {adviser}. Det er ikke dit ansvar.\n\n"
        "Log ind for at vælge en ny tid. Du kan også ringe på {phone}.\n\nVenlig hilsen\n{authority}",
    ),
    "reminder": (
        "Husk din tid",
        "Hej {first_name}\n\nHusk din tid {when} hos {adviser}.\n\n"
        "Kan du ikke komme, så log ind og skift tid eller meld afbud. Du kan også ringe på {phone}.\n\n"
        "Venlig hilsen\n{authority}",
    ),
    "summary_shared": (
        "Der er noget nyt at læse",
        "Hej {first_name}\n\n{adviser} har delt det, I skrev ned. Log ind for at læse det.\n\n"
        "Venlig hilsen\n{authority}",
    ),
    "invitation": (
        "Vælg din adgangskode",
        "Hej\n\nDu er oprettet hos {authority}. Vælg en adgangskode her:\n\n{link}\n\n"
        "Linket virker i tre dage. Virker det ikke mere, så ring på {phone}.\n\nVenlig hilsen\n{authority}",
    ),
    "forgotten": (
        "Vælg en ny adgangskode",
        "Hej\n\nDu kan vælge en ny adgangskode her:\n\n{link}\n\n"
        "Linket virker i tre dage. Har du ikke bedt om det, skal du ikke gøre noget.\n\n"
        "Venlig hilsen\n{authority}",
    ),
}


def seed(apps, schema_editor):
    template = apps.get_model("messaging", "Template")
    for key, (title, body) in TEMPLATES.items():
        template.objects.create(key=key, title={"da": title}, body={"da": body})


class Migration(migrations.Migration):
    dependencies = [("messaging", "0001_initial")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
