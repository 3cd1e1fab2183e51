"""What is sensitive of many people waits until it is released."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0002_upload_removed_event"),
    ]

    operations = [
        migrations.AddField(
            model_name="export",
            name="state",
            field=models.CharField(
                choices=[
                    ("free", "可下载"),
                    ("waits", "等安全管理员放行"),
                    ("released", "已放行"),
                    ("declined", "没有放行"),
                ],
                default="free",
                max_length=8,
                verbose_name="放行",
            ),
        ),
    ]
