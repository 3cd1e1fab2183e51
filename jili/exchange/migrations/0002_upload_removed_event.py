from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial")]
    operations = [
        migrations.AddField("upload", "removed_event", models.BigIntegerField(null=True, verbose_name="移除事件")),
    ]
