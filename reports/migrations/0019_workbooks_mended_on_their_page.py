from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0018_reminder_rules_end")]

    operations = [
        migrations.AddField(
            model_name="importjob", name="mended", field=models.JSONField(blank=True, default=dict)
        ),
        migrations.AddField(
            model_name="importjob",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
    ]
