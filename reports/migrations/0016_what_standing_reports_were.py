from django.db import migrations
from django.db.models import F


def tell_standing_zeros(apps, _editor):
    """Reports under correction that were approved as zero reports go on counting as such."""
    correction = apps.get_model("reports", "Correction")
    was_zero = correction.objects.filter(state="granted", before__is_zero=True)
    reports = apps.get_model("reports", "Report").objects.filter(standing__isnull=False)
    reports.filter(pk__in=was_zero.values("report")).update(stands_as_zero=True)


def tell_makers_of_links(apps, _editor):
    """What waits for review and came in by a link: whose link it was."""
    links = apps.get_model("reports", "CollectLink")
    reports = apps.get_model("reports", "Report").objects
    came = links.objects.filter(
        entered_at__isnull=False,
        report__state="submitted",
        report__submitted_by=None,
        report__revision_number=F("pass_revision") + 1,
    )
    for report, maker in came.order_by("entered_at").values_list("report", "made_by"):
        reports.filter(pk=report).update(let_in_by=maker)


class Migration(migrations.Migration):
    dependencies = [("reports", "0015_standing_zeros_and_makers_of_links")]

    operations = [
        migrations.RunPython(tell_standing_zeros, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(tell_makers_of_links, migrations.RunPython.noop, elidable=True),
    ]
