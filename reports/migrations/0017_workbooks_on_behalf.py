from django.db import migrations, models

SOURCES = [
    ("web", "web"),
    ("phone", "phone"),
    ("on_behalf", "filled in on behalf"),
    ("excel", "workbook"),
    ("excel_for", "workbook, on behalf"),
    ("link", "collection link"),
]


class Migration(migrations.Migration):
    dependencies = [("reports", "0016_what_standing_reports_were")]

    operations = [
        migrations.AlterField(
            model_name="revision",
            name="source",
            field=models.CharField(choices=SOURCES, default="web", max_length=10),
        ),
    ]
