from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0006_counted_over")]

    operations = [
        migrations.AddField(
            model_name="indicator",
            name="breakdown",
            field=models.JSONField(blank=True, default=list, verbose_name="breakdown"),
        ),
        migrations.AddField(
            model_name="indicator",
            name="group",
            field=models.CharField(blank=True, max_length=20, verbose_name="group"),
        ),
        migrations.AlterField(
            model_name="indicator",
            name="kind",
            field=models.CharField(choices=[("whole", "whole number"), ("decimal", "decimal number"), ("money", "money (yuan)"), ("rate", "rate (two numbers)"), ("yesno", "yes or no (1 or 0)")], max_length=10, verbose_name="kind"),
        ),
    ]
