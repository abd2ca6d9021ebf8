"""The target groups a new house starts with. The names are the field's own; a citizen never sees them."""

from django.db import migrations

GROUPS = [
    ("dagpenge", "Dagpengemodtager"),
    ("jobparat", "Jobparat kontanthjælpsmodtager"),
    ("aktivitetsparat", "Aktivitetsparat kontanthjælpsmodtager"),
    ("sygedagpenge", "Sygedagpengemodtager"),
    ("uddannelse", "Uddannelseshjælpsmodtager"),
    ("selvforsoergende", "Selvforsørgende"),
]


def seed(apps, schema_editor):
    group = apps.get_model("people", "TargetGroup")
    for code, name in GROUPS:
        group.objects.create(code=code, name={"da": name})


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
