"""The rules of reports become steps of reminder policies; what was sent gets its rows."""

from django.db import migrations

CHUNK = 1000


def to_policies(apps, schema_editor):
    """Each report with rules gets a policy of its own that does what they did."""
    rule_model = apps.get_model("reports", "ReminderRule")
    policy_model = apps.get_model("campaigns", "ReminderPolicy")
    step_model = apps.get_model("campaigns", "ReminderStep")
    rules = rule_model.objects.select_related("template").order_by("template_id", "minutes")
    policies, steps = {}, []
    for rule in rules:
        policy = policies.get(rule.template_id)
        if policy is None:
            policy = policies[rule.template_id] = policy_model.objects.create(
                campaign_id=rule.template.campaign_id,
                subject="report",
                object_id=rule.template_id,
                quiet_from=None,
                quiet_until=None,
            )
        steps.append(
            step_model(
                policy=policy,
                minutes=rule.minutes,
                is_active=rule.is_active,
                to=["liaison", *(["deputy"] if rule.to_deputy else [])],
                channels=["email"] if rule.by_email else [],
            )
        )
    step_model.objects.bulk_create(steps, batch_size=CHUNK)


def to_rules(apps, schema_editor):
    """What fits into rules goes back into them."""
    rule_model = apps.get_model("reports", "ReminderRule")
    step_model = apps.get_model("campaigns", "ReminderStep")
    steps = step_model.objects.filter(policy__subject="report", policy__object_id__isnull=False)
    rule_model.objects.bulk_create(
        (
            rule_model(
                template_id=step.policy.object_id,
                minutes=step.minutes,
                occasion="at_due"
                if not step.minutes
                else "before"
                if step.minutes < 0
                else "after",
                to_deputy="deputy" in step.to,
                by_email="email" in step.channels,
                is_active=step.is_active and step.policy.is_active,
            )
            for step in steps.select_related("policy").order_by("pk")
        ),
        batch_size=CHUNK,
    )
    apps.get_model("campaigns", "ReminderPolicy").objects.filter(subject="report").delete()


def to_reminders(apps, schema_editor):
    """The send log reads reminders now: every notice about a report gets its row."""
    notice_model = apps.get_model("orgs", "Notice")
    notices = notice_model.objects.filter(kind="reminder", about__startswith="report:").order_by(
        "pk"
    )
    last = 0
    while chunk := list(notices.filter(pk__gt=last)[:CHUNK]):
        last = chunk[-1].pk
        _write(apps, chunk)


def _write(apps, notices):
    report_model = apps.get_model("reports", "Report")
    reminder_model = apps.get_model("campaigns", "Reminder")
    keys = {notice.pk: notice.about.partition(":")[2] for notice in notices}
    found = report_model.objects.filter(
        pk__in={int(key) for key in keys.values() if key.isdecimal()}
    )
    reports = {
        str(row.pk): row
        for row in found.select_related("period__template").defer("values", "texts")
    }
    rows = []
    for notice in notices:
        report = reports.get(keys[notice.pk])
        if report is None:
            continue
        parts = notice.occasion.split(":")
        minutes = parts[-1] if "asked" not in parts else ""
        rows.append(
            reminder_model(
                campaign_id=report.period.template.campaign_id,
                unit_id=report.unit_id,
                recipient_id=notice.recipient_id,
                subject="report",
                about=notice.about,
                occasion=notice.occasion,
                is_back=any(part.startswith("back") for part in parts),
                minutes=int(minutes) if minutes.lstrip("-").isdecimal() else None,
                title=notice.title,
                text=notice.text,
                params=notice.params,
                url=notice.url,
                state="sent",
                made_at=notice.at,
                send_at=notice.at,
                sent_at=notice.at,
                notice=notice,
            )
        )
    reminder_model.objects.bulk_create(rows, batch_size=CHUNK, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0017_workbooks_on_behalf"),
        ("campaigns", "0009_reminder_policies"),
    ]

    operations = [
        migrations.RunPython(to_policies, to_rules),
        migrations.RunPython(to_reminders, migrations.RunPython.noop),
        migrations.DeleteModel(name="ReminderRule"),
    ]
