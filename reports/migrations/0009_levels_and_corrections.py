import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import fraudwatch.lib.clock


def person(**more):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+",
        to=settings.AUTH_USER_MODEL, **more,
    )  # fmt: skip


def revision(**more):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.revision", **more
    )


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0008_checks_of_templates"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("report", "risk", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("report", "risks", models.JSONField(blank=True, default=list)),
        migrations.AddField(
            "report",
            "stage",
            models.CharField(
                choices=[("town", "Township"), ("office", "Office")],
                default="office",
                max_length=6,
            ),
        ),
        migrations.AddField("report", "forwarded_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("report", "forwarded_by", person(blank=True, null=True)),
        migrations.AddField("report", "is_corrected_late", models.BooleanField(default=False)),
        migrations.AddField("report", "standing", models.JSONField(blank=True, null=True)),
        migrations.AddField("report", "corrected_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("reporttemplate", "review_by_town", models.BooleanField(default=False)),
        migrations.AddField("review", "undone_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("revision", "correct_by", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "revision", "forwarded_at", models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField("revision", "forwarded_by", person(blank=True, null=True)),
        migrations.AlterField(
            "review",
            "decision",
            models.CharField(
                choices=[
                    ("approved", "approved"),
                    ("returned", "returned"),
                    ("reopened", "opened for correction"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            "review",
            "revision",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reviews",
                to="reports.revision",
            ),
        ),
        migrations.AddConstraint(
            "review",
            models.UniqueConstraint(
                condition=models.Q(("decision__in", ["approved", "returned"]), ("undone_at", None)),
                fields=("revision",),
                name="one_standing_decision",
            ),
        ),
        migrations.AddIndex(
            "report",
            models.Index(
                condition=models.Q(("state", "submitted")),
                fields=["-risk", "submitted_at", "id"],
                name="report_queue_by_risk",
            ),
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "asked for"),
                            ("granted", "under way"),
                            ("refused", "refused"),
                            ("done", "done"),
                            ("dropped", "taken back"),
                        ],
                        default="asked",
                        max_length=8,
                    ),
                ),
                ("fields", models.JSONField(default=list)),
                ("values", models.JSONField(blank=True, default=dict)),
                ("reason", models.CharField(max_length=500)),
                ("asked_at", models.DateTimeField(default=fraudwatch.lib.clock.now)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("answer", models.CharField(blank=True, max_length=300)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("after", revision(blank=True, null=True)),
                ("asked_by", person()),
                ("before", revision()),
                ("decided_by", person(blank=True, null=True)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="reports.report",
                    ),
                ),
            ],
            options={"verbose_name": "correction", "ordering": ["-asked_at", "-pk"]},
        ),
        migrations.AddConstraint(
            "correction",
            models.UniqueConstraint(
                condition=models.Q(("state__in", ["asked", "granted"])),
                fields=("report",),
                name="one_correction_under_way",
            ),
        ),
        migrations.AddConstraint(
            "correction",
            models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="correction_has_a_reason"
            ),
        ),
    ]
