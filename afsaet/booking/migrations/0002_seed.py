"""The type and the topics a new house starts with; they are data, and the authority's own afterwards."""

from django.db import migrations

TOPICS = [
    ("job_now", "Job, jeg kan søge nu"),
    ("application", "Min ansøgning eller mit cv"),
    ("where_needed", "Hvor der er brug for folk"),
    ("something_new", "Noget helt andet end før"),
    ("course", "Kursus eller uddannelse"),
    ("placement", "Praktik eller løntilskud"),
    ("what_is_hard", "Det, der gør det svært"),
    ("other", "Noget andet"),
]


def seed(apps, schema_editor):
    topic = apps.get_model("booking", "Topic")
    for place, (key, text) in enumerate(TOPICS):
        topic.objects.create(key=key, text={"da": text}, place=place)
    apps.get_model("booking", "ConversationType").objects.create(
        key="jobsamtale",
        name={"da": "Jobsamtale"},
        minutes=45,
        notice_minutes=120,
        horizon_days=42,
        must_meet_first=True,
    )


class Migration(migrations.Migration):
    dependencies = [("booking", "0001_initial")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
