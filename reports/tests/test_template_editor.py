"""What a report asks for is changed: ranges, the library, two people at once."""

from decimal import Decimal

from reports.models import TemplateItem
from reports.tests.test_template_pages import address, rows

EN = {"accept-language": "en"}


def asked(indicators, **more):
    data = rows("items", [
        {"indicator": indicators["visits"].pk, "section": "宣传", "ORDER": "1", **more},
    ])  # fmt: skip
    return data | rows("blocks", [])


def test_a_row_may_have_a_range_of_its_own(sign_in, noon, template, indicators):
    sign_in("coordinator").post(address(template, "items/"), asked(indicators, high="80.5"))

    item = TemplateItem.objects.get()
    assert (item.has_own_range, item.lowest, item.highest) == (True, None, Decimal("80.50"))


def test_a_range_upside_down_is_refused_at_its_row(sign_in, noon, template, indicators):
    answer = sign_in("coordinator").post(
        address(template, "items/"), asked(indicators, low="9", high="3"), headers=EN
    )

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "The range ends below its beginning." in text
    assert 'value="9"' in text


def test_an_indicator_out_of_use_stays_where_it_is_asked_for(sign_in, noon, template, indicators):
    for name in ("visits", "losses"):
        indicators[name].is_active = False
        indicators[name].save()
    template.versions.get().items.filter(indicator=indicators["losses"]).delete()
    client = sign_in("coordinator")

    text = client.get(address(template, "items/")).content.decode()
    kept = client.post(address(template, "items/"), asked(indicators))

    assert f'data-add="{indicators["visits"].pk}"' in text
    assert f'data-add="{indicators["losses"].pk}"' not in text
    assert kept.status_code == 302


def test_who_saves_second_is_told_and_keeps_what_was_typed(sign_in, template, indicators):
    client = sign_in("coordinator")
    seen = template.versions.get().made_at.isoformat()
    client.post(address(template, "items/"), asked(indicators) | {"seen_version": seen})

    late = asked(indicators, section="迟到的一栏") | {"seen_version": seen}
    answer = client.post(address(template, "items/"), late, headers=EN)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody else changed what this report asks for" in text
    assert ("迟到的一栏" in text, f'value="{seen}"' in text) == (True, True)
    assert TemplateItem.objects.get().section == "宣传"
