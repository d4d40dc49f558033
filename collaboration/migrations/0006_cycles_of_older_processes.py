"""Processes from before the five steps get their first cycle, and their lead as participant."""

from datetime import datetime, time

from django.db import migrations
from django.utils import timezone


def begin_first_cycles(apps, _schema_editor):
    process_model = apps.get_model("collaboration", "CollaborationProcess")
    cycle_model = apps.get_model("collaboration", "ProcessCycle")
    participant_model = apps.get_model("collaboration", "Participant")
    for process in process_model.objects.filter(cycles__isnull=True):
        began_at = _noon(process.began_on)
        cycle_model.objects.create(
            process=process,
            number=1,
            began_at=began_at,
            step_since=began_at,
            ended_at=_noon(process.ended_on) if process.ended_on else None,
        )
        participant_model.objects.get_or_create(
            process=process,
            body_id=process.lead_body_id,
            defaults={"role": "leads", "joined_on": process.began_on},
        )


def _noon(day):
    return timezone.make_aware(datetime.combine(day, time(12)))


class Migration(migrations.Migration):
    dependencies = [("collaboration", "0005_process_and_goals")]
    operations = [migrations.RunPython(begin_first_cycles, migrations.RunPython.noop)]
