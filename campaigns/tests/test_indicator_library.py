"""The library of indicators: built in, taken over, searched, and what stays once reported."""

import pytest
from django.utils import translation

from campaigns.actions.indicators import adopt_indicators, create_indicator, edit_indicator
from campaigns.breakdowns import read_breakdown, write_breakdown
from campaigns.errors import CampaignError
from campaigns.library import built_ins, shelves
from campaigns.models import Indicator
from campaigns.outlines import outlines

EN = {"accept-language": "en"}
PARTS = "loan = 虚假贷款 | False loans\nparcel＝冒充客服"
NEW = {"code": "calls", "name": "劝阻电话", "kind": "whole", "measure": "flow", "direction": "up"}


def test_every_built_in_indicator_can_be_taken_over_as_it_is(cast):
    made = adopt_indicators(built_ins(), by=cast["coordinator"])

    assert made == Indicator.objects.count() == sum(len(one.indicators) for one in shelves()) >= 60
    for row in Indicator.objects.all():
        row.full_clean()


def test_both_languages_are_there_and_the_outlines_find_their_figures():
    names = [one.fields[key] for one in built_ins().values() for key in ("name_en", "help_en")]
    named = {code for one in outlines() for code in one.weekly}

    assert "" not in names
    assert named <= set(built_ins())


def test_what_is_there_already_stays_as_it_is(cast, indicators):
    made = adopt_indicators(["visits", "leaflets"], by=cast["coordinator"])

    indicators["visits"].refresh_from_db()
    assert (made, indicators["visits"].help) == (1, "")


@pytest.mark.parametrize(("codes", "said"), [([], "Tick"), (["nonsense"], "“nonsense”")])
def test_nothing_is_taken_over_that_is_not_built_in(cast, codes, said):
    with translation.override("en"), pytest.raises(CampaignError, match=said):
        adopt_indicators(["visits", *codes] if codes else [], by=cast["coordinator"])

    assert Indicator.objects.count() == 0


def test_a_breakdown_is_read_line_by_line_and_written_back():
    parts = read_breakdown(PARTS)

    assert parts == [
        {"key": "loan", "name": "虚假贷款", "name_en": "False loans"},
        {"key": "parcel", "name": "冒充客服", "name_en": ""},
    ]
    assert read_breakdown(write_breakdown(parts)) == parts
    assert read_breakdown(" \n") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("loan = 贷款", "at least two parts"),
        ("loan 贷款\nx = 乙", "Line 1 of the breakdown: write"),
        ("a = 甲\nB b = 乙", "Line 2 of the breakdown: “B b” is no key"),
        ("a = 甲\na = 乙", "“a” stands in the breakdown twice"),
        ("a = 甲\nb = 甲", "“甲” stands in the breakdown twice"),
        ("a = 甲\nb = " + "乙" * 31, "Line 2 of the breakdown: a name has at most 30"),
        ("\n".join(f"k{n} = 名{n}" for n in range(13)), "at most 12 parts"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(text, said):
    with translation.override("en"), pytest.raises(CampaignError) as refusal:
        read_breakdown(text)

    assert said in str(refusal.value)


def test_a_rate_has_no_parts(cast):
    with pytest.raises(CampaignError):
        create_indicator(
            code="x", kind="rate", measure="stock", by=cast["coordinator"], name="率",
            breakdown=read_breakdown(PARTS),
        )  # fmt: skip


def test_what_reported_figures_hang_on_stays(noon, cast, indicators, period):
    visits = indicators["visits"]

    with translation.override("en"):
        with pytest.raises(CampaignError, match="the unit stays"):
            edit_indicator(visits, by=cast["coordinator"], unit_of_measure="人")
        with pytest.raises(CampaignError, match="their keys stay: none"):
            edit_indicator(visits, by=cast["coordinator"], breakdown=read_breakdown(PARTS))

    edit_indicator(visits, by=cast["coordinator"], name="入户走访")
    visits.refresh_from_db()
    assert (visits.name, visits.unit_of_measure, visits.breakdown) == ("入户走访", "户", [])


def test_parts_may_be_renamed_and_reordered_once_reported(noon, cast, indicators, period):
    visits = indicators["visits"]
    visits.breakdown = read_breakdown(PARTS)
    visits.save()

    edit_indicator(visits, by=cast["coordinator"], breakdown=list(reversed(visits.breakdown)))

    visits.refresh_from_db()
    assert [part.key for part in visits.options] == ["parcel", "loan"]


def test_before_the_first_period_everything_but_the_kind_may_change(cast, indicators, template):
    visits = edit_indicator(
        indicators["visits"], by=cast["coordinator"], unit_of_measure="人",
        breakdown=read_breakdown(PARTS),
    )  # fmt: skip

    assert (visits.unit_of_measure, len(visits.breakdown)) == ("人", 2)


def test_the_library_is_searched_by_words_and_group(sign_in, cast):
    adopt_indicators(["visits", "leaflets", "cases", "awareness"], by=cast["coordinator"])
    client = sign_in("coordinator")

    def seen(query):
        text = client.get(f"/indicators/{query}", headers=EN).content.decode()
        return [
            code for code in ("visits", "leaflets", "cases", "awareness") if f">{code}<" in text
        ]

    assert seen("") == ["visits", "leaflets", "cases", "awareness"]
    assert seen("?q=handed+out") == ["leaflets"]
    assert seen("?group=cases") == ["cases"]
    assert seen("?q=invented") == []


def test_a_group_is_taken_over_with_one_click(sign_in, db):
    client = sign_in("coordinator")
    text = client.get("/indicators/library/", headers=EN).content.decode()
    codes = " ".join(one.code for one in shelves()[1].indicators)
    assert f'value="{codes}"' in text

    answer = client.post("/indicators/library/", {"group": codes, "code": ["visits"]})

    assert answer.url == "/indicators/"
    assert Indicator.objects.filter(group="warnings").count() == len(shelves()[1].indicators)
    after = client.get("/indicators/library/", headers=EN).content.decode()
    assert after.count("in your library") == len(shelves()[1].indicators) + 1


def test_a_tick_that_means_nothing_is_refused_and_the_others_stay_ticked(sign_in, db):
    answer = sign_in("coordinator").post(
        "/indicators/library/", {"code": ["visits", "nonsense"]}, headers=EN
    )

    text = answer.content.decode()
    assert (answer.status_code, Indicator.objects.count()) == (422, 0)
    assert "no built-in indicator “nonsense”" in text
    assert 'name="code" value="visits" checked' in text


def test_an_indicator_with_parts_is_added_by_its_form(sign_in, db):
    client = sign_in("coordinator")

    refused = client.post("/indicators/add/", {**NEW, "breakdown": "loan"}, headers=EN)
    client.post("/indicators/add/", {**NEW, "breakdown": PARTS, "group": "warnings"})

    assert (refused.status_code, "Line 1 of the breakdown" in refused.content.decode()) == (
        422,
        True,
    )
    row = Indicator.objects.get(code="calls")
    assert ([part.key for part in row.options], row.group) == (["loan", "parcel"], "warnings")


def test_the_form_says_what_stays_once_reported(sign_in, noon, indicators, period):
    text = sign_in("coordinator").get(
        f"/indicators/{indicators['visits'].pk}/edit/", headers=EN
    ).content.decode()  # fmt: skip

    assert "Reported figures hang on these" in text
    assert 'name="unit_of_measure"' not in text
