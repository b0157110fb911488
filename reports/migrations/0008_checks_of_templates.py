import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0008_breakdowns"), ("reports", "0007_schedules_of_every_cadence")]

    operations = [
        migrations.AddField(
            model_name="templateitem",
            name="has_own_range",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="templateitem",
            name="high",
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True),
        ),
        migrations.AddField(
            model_name="templateitem",
            name="low",
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True),
        ),
        migrations.AddConstraint(
            model_name="templateitem",
            constraint=models.CheckConstraint(condition=models.Q(("low", None), ("high", None), ("low__lte", models.F("high")), _connector="OR"), name="item_range_is_a_range"),
        ),
        migrations.CreateModel(
            name="TemplateCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("expression", models.CharField(max_length=500, verbose_name="condition")),
                ("message", models.CharField(max_length=120, verbose_name="what is said")),
                ("message_en", models.CharField(blank=True, max_length=160)),
                ("severity", models.CharField(choices=[("error", "blocks the submission"), ("warning", "asks for a reason")], default="warning", max_length=10)),
                ("about", models.CharField(max_length=40)),
                ("is_on", models.BooleanField(default=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("tried_at", models.DateTimeField(blank=True, null=True)),
                ("tried_found", models.PositiveIntegerField(default=0)),
                ("tried_of", models.PositiveIntegerField(default=0)),
                ("template_version", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="checks", to="reports.templateversion")),
            ],
            options={"verbose_name": "check", "ordering": ["position", "pk"]},
        ),
    ]
