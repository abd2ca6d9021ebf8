"""The text for a talk that is held on the telephone instead, at the same time."""

from django.db import migrations

NEW = {
    "phone_instead": (
        "Vi ringer til dig",
        "Hej {first_name}\n\nDu skal ikke komme {when}. {adviser} ringer til dig i stedet.{calls}\n\n"
        "Kan du ikke tage telefonen, så log ind og meld afbud. Du kan også ringe på {phone}.\n\n"
        "Venlig hilsen\n{authority}",
        "{authority}: Du skal ikke komme {at}. {adviser} ringer til dig i stedet.{calls} "
        "Kan du ikke, så ring {phone}.",
    ),
}


def seed(apps, schema_editor):
    template = apps.get_model("messaging", "Template")
    for key, (title, body, short) in NEW.items():
        template.objects.create(key=key, title={"da": title}, body={"da": body}, short={"da": short})


class Migration(migrations.Migration):
    dependencies = [("messaging", "0004_seed_short_texts")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
