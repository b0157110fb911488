"""The site's mail server stands in the list of channels from the start."""

from django.db import migrations


def add_mail(apps, _editor):
    setups = apps.get_model("orgs", "ChannelSetup")
    setups.objects.get_or_create(kind="email", unit=None, defaults={"is_active": True})


class Migration(migrations.Migration):
    dependencies = [("orgs", "0011_scheduled_exports")]

    operations = [migrations.RunPython(add_mail, migrations.RunPython.noop)]
