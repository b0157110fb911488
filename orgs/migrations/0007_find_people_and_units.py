"""Fill the columns by which people and units are found, from the names and phones that are there."""

from django.db import migrations

from orgs.finding import person_keys, unit_keys

BATCH = 500


def fill(apps, _schema_editor):
    """One pass over all; the only time that phones are opened to be hashed."""
    person_model, unit_model = apps.get_model("orgs", "Person"), apps.get_model("orgs", "Unit")
    people = []
    for person in person_model.objects.only("name", "phone").iterator(BATCH):
        for key, value in person_keys({"name": person.name, "phone": person.phone}).items():
            setattr(person, key, value)
        people.append(person)
    person_model.objects.bulk_update(
        people, ["spelling", "phone_digest", "phone_tail"], batch_size=BATCH
    )
    units = list(unit_model.objects.only("name", "short_name"))
    for unit in units:
        unit.spelling = unit_keys(unit.name, unit.short_name)["spelling"]
    unit_model.objects.bulk_update(units, ["spelling"], batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("orgs", "0006_spelling_phone_digests_and_splits")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
