"""The mail to a colleague who is asked to take a talk: never whose it is."""

from django.db import migrations

NEW = {
    "colleague_asked": (
        "Kan du tage en samtale?",
        "Hej\n\n{adviser} spørger, om du kan tage en samtale {when}. Svar på siden I dag:\n\n{link}\n\n"
        "Spørgsmålet lukker, når samtalen begynder.\n\nVenlig hilsen\n{authority}",
    ),
}


def seed(apps, schema_editor):
    template = apps.get_model("messaging", "Template")
    for key, (title, body) in NEW.items():
        template.objects.create(key=key, title={"da": title}, body={"da": body})


class Migration(migrations.Migration):
    dependencies = [("messaging", "0005_seed_phone_instead")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
