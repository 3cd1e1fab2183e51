"""The index of who serves where has the last day of a post in it as it is asked for: earlier posts are not read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0004_no_prefix_indexes"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="appointment",
            name="appointments_held",
        ),
        migrations.AddIndex(
            model_name="appointment",
            index=models.Index(
                models.F("unit"),
                models.F("kind"),
                models.Func(
                    "end_on", output_field=models.DateField(), template="COALESCE(%(expressions)s, '9999-12-31')"
                ),
                models.F("start_on"),
                models.F("cadre"),
                models.F("end_on"),
                name="appointments_held",
            ),
        ),
    ]
