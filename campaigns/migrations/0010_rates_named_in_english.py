from django.db import migrations, models

# the rates of the built-in library: how their numbers are called in English
NAMES = {
    "按时处置": "handled in time", "应处置": "due", "知晓": "aware", "抽问": "asked",
    "已签": "signed", "应签": "due to sign", "已开启": "switched on", "已安装": "installed",
    "已建档": "on file", "应建档": "due to be", "已落实": "in place", "应落实": "due",
}  # fmt: skip


def name_in_english(apps, _editor):
    """Rates taken over from the library before get the English names it has now."""
    rows = apps.get_model("campaigns", "Indicator").objects
    for field in ("numerator_label", "denominator_label"):
        for name, english in NAMES.items():
            rows.filter(**{field: name, f"{field}_en": ""}).update(**{f"{field}_en": english})


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0009_reminder_policies")]

    operations = [
        migrations.AddField(
            model_name="indicator",
            name="denominator_label_en",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="indicator",
            name="numerator_label_en",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.RunPython(name_in_english, migrations.RunPython.noop, elidable=True),
    ]
