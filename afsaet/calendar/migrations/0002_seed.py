"""Danish public holidays, and the days on which offices are closed anyway, for the coming years."""

import holidays
from django.db import migrations
from holidays.constants import OPTIONAL, PUBLIC


def seed(apps, schema_editor):
    closed_day = apps.get_model("calendar", "ClosedDay")
    days = holidays.Denmark(years=range(2026, 2031), language="da", categories=(PUBLIC, OPTIONAL))
    for day, name in sorted(days.items()):
        closed_day.objects.create(day=day, name=name[:80])


class Migration(migrations.Migration):
    dependencies = [("calendar", "0001_initial")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
