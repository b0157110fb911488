"""The two numbers of a rate are called by name, in the language of the page."""

import pytest
from django.urls import reverse
from django.utils import translation

from campaigns.models import Indicator
from reports.queries.book import slots_of

NAMES = {"zh-hans": ("知晓", "抽问"), "en": ("aware", "asked")}


@pytest.fixture(autouse=True)
def _named(noon, report):
    top, base = zip(*NAMES.values(), strict=True)
    Indicator.objects.filter(code="awareness").update(
        numerator_label=top[0], numerator_label_en=top[1], denominator_label=base[0],
        denominator_label_en=base[1],
    )  # fmt: skip


@pytest.mark.parametrize("language", NAMES)
def test_on_the_form_and_in_the_workbook(settings, sign_in, report, language):
    settings.LANGUAGE_CODE = language
    page = sign_in("reporter").get(reverse("reports:report-edit", args=[report.pk]))
    report.refresh_from_db()
    with translation.override(language):
        headings = [one.heading for one in slots_of(report.period.template_version)]

    for name in NAMES[language]:
        assert f">{name}</span>" in page.content.decode()
        assert [name for heading in headings if heading.endswith(f"·{name}")] == [name]


def test_without_an_english_name_the_chinese_one_stands(sign_in, settings, report):
    settings.LANGUAGE_CODE = "en"
    Indicator.objects.update(numerator_label_en="")
    page = sign_in("reporter").get(reverse("reports:report-edit", args=[report.pk]))

    assert ">知晓</span>" in page.content.decode()
