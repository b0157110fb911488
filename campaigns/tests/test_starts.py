"""Starting a campaign from an outline: what is made, what is left open, what is refused."""

from datetime import date

import pytest
from django.urls import reverse

from campaigns.actions.starts import start_campaign
from campaigns.consistency import find_flaws
from campaigns.enums import CampaignKind, Repeat, SectionKind, TaskState
from campaigns.errors import CampaignError
from campaigns.models import Assignment, Campaign, Indicator
from campaigns.outlines import outline, outlines
from campaigns.queries.consistency import plan_facts, plan_flaws
from campaigns.queries.outlines import find_roles, outline_sketch
from orgs.actions.units import create_unit
from orgs.enums import UnitKind
from orgs.models import AuditEntry

FIRST, LAST = date(2026, 6, 15), date(2026, 12, 13)
SLUGS = [one.slug for one in outlines()]
ROLE_UNITS = [
    ("公安局", "police"), ("教育局", "department"), ("融媒体中心", "department"),
    ("商务局", "department"), ("医保局", "department"), ("平安办", "department"),
    ("派出所", "police"), ("农商行支行", "branch"), ("电信分局", "telecom"),
    ("县医院", "hospital"), ("商贸公司", "enterprise"), ("政教处", "department"),
    ("初一1班", "class"), ("运营管理部", "department"), ("办公室", "department"),
]  # fmt: skip


@pytest.fixture
def full_county(units):
    """The county with at least one unit for every role of every outline."""
    for number, (name, kind) in enumerate(ROLE_UNITS):
        create_unit(units["county"], code=f"R{number:02}", name=name, kind=kind, by=None)
    return units["county"]


@pytest.fixture
def library(indicators):
    """An indicator for every code that an outline names."""
    codes = {one.indicator for row in outlines() for one in [*row.targets, *row.tasks]} - {""}
    for code in codes - set(indicators):
        Indicator.objects.create(code=code, name=code, kind="whole", measure="flow")


def sketch_of(slug, owner, first=FIRST, last=LAST):
    chosen = outline(slug)
    return outline_sketch(chosen, owner, first, last, find_roles(chosen, owner))


@pytest.mark.parametrize("slug", SLUGS)
def test_every_outline_names_only_roles_phases_sources_and_kinds_that_exist(slug):
    one = outline(slug)
    tags = {
        line.rsplit("#", 1)[1].strip()
        for section in one.sections
        for line in section["text"].splitlines()
        if " #" in line
    }
    roles = {key for task in one.tasks for key in (task.lead, *task.responsible, *task.support)}
    sources = {row.source for rows in (one.tasks, one.phases, one.targets, one.duties)
               for row in rows}  # fmt: skip

    assert roles - {""} <= set(one.roles)
    assert {duty.role for duty in one.duties} <= set(one.roles)
    assert sources == tags
    assert {task.phase for task in one.tasks} <= {phase.name for phase in one.phases}
    assert {section["kind"] for section in one.sections} <= set(SectionKind.values)
    assert {task.repeat for task in one.tasks} <= set(Repeat.values)
    assert set(one.kinds) <= set(UnitKind.values)
    assert one.kind in CampaignKind.values
    assert sum(phase.share for phase in one.phases) == 100


@pytest.mark.parametrize("slug", SLUGS)
def test_every_outline_becomes_a_draft_that_nothing_stands_out_in(
    slug, full_county, library, cast, noon
):
    sketch = sketch_of(slug, full_county)
    made = start_campaign(
        full_county, sketch, title="新行动", kind="telecom_fraud", by=cast["coordinator"]
    )

    assert sketch.open == []
    assert plan_flaws(made) == []
    assert {task.state for task in made.tasks.all()} == {TaskState.DRAFT}
    assert made.tasks.count() == len(outline(slug).tasks)
    assert made.tasks.filter(clause=None).count() == 0
    assert made.phases.filter(clause=None).count() == 0
    assert made.phases.earliest("starts_on").starts_on == FIRST
    assert made.phases.latest("ends_on").ends_on == LAST


def test_an_outline_works_for_a_campaign_of_a_few_days(full_county, library, cast, noon):
    day = date(2026, 7, 1)
    for last in (day, date(2026, 7, 2), date(2026, 7, 6)):
        sketch = sketch_of("county", full_county, day, last)
        made = start_campaign(
            full_county, sketch, title=f"短行动{last}", kind="other", by=cast["coordinator"]
        )
        codes = {flaw.code for flaw in find_flaws(plan_facts(made))}
        assert codes <= {"task_phase"}


def test_a_role_without_a_unit_leaves_its_parts_open_and_says_so(units, cast, indicators, noon):
    sketch = sketch_of("town", units["town"])
    made = start_campaign(
        units["town"], sketch, title="入户行动", kind="telecom_fraud", by=cast["town"]
    )

    assert "派出所" in "".join(sketch.open)
    assert any("还没有牵头单位" in said for said in sketch.open)
    visits = made.tasks.get(title="逐户走访讲解")
    assert [part.unit for part in visits.assignments.all()] == [units["village"], units["sibling"]]
    assert {flaw.code for flaw in plan_flaws(made) if flaw.blocks} == {"task_unit", "task_lead"}


def test_a_role_that_stands_for_one_unit_is_written_as_that_unit(full_county, library):
    sketch = sketch_of("county", full_county)
    texts = " ".join(clause.text for section in sketch.sections for clause in section.clauses)

    assert "领导小组办公室设在公安局" in texts
    assert "{" not in texts
    assert "#" not in texts


def test_a_refusal_half_way_leaves_nothing(units, cast, indicators, noon):
    sketch = sketch_of("town", units["town"])
    start_campaign(units["town"], sketch, title="入户行动", kind="other", by=cast["town"])
    before = (Campaign.objects.count(), Assignment.objects.count(), AuditEntry.objects.count())

    with pytest.raises(CampaignError):
        start_campaign(units["town"], sketch, title="入户行动", kind="other", by=cast["town"])

    assert before == (
        Campaign.objects.count(), Assignment.objects.count(), AuditEntry.objects.count(),
    )  # fmt: skip


def test_the_start_page_offers_outlines_copies_and_higher_campaigns(campaign, sign_in, cast):
    page = sign_in("town").get(reverse("campaigns:start"))

    assert page.status_code == 200
    assert [one.title for one in page.context["page"].higher] == ["全民反诈·平安青澜"]
    assert page.context["page"].copies == []
    for slug in SLUGS:
        assert reverse("campaigns:start-outline", args=[slug]) in page.content.decode()


def form_data(page):
    form = page.context["form"]
    data = {name: form[name].value() for name in form.fields}
    data = {name: getattr(value, "pk", value) for name, value in data.items()}
    data["asked_for"] = data.get("owner")
    return {name: "" if value is None else value for name, value in data.items()}


def test_an_outline_is_shown_before_it_is_made(units, indicators, sign_in, noon):
    client = sign_in("town")
    address = reverse("campaigns:start-outline", args=["town"])
    first = client.get(address)

    looked = client.post(address, form_data(first) | {"look": "1"})

    assert first.status_code == looked.status_code == 200
    assert Campaign.objects.count() == 0
    assert "逐户走访讲解" in looked.content.decode()

    made = client.post(address, form_data(looked) | {"make": "1"})

    campaign = Campaign.objects.get()
    assert made.headers["location"] == reverse("campaigns:campaign-detail", args=[campaign.pk])
    assert campaign.tasks.count() == 11


def test_words_that_mean_no_unit_are_refused_and_kept(units, indicators, sign_in, noon):
    client = sign_in("town")
    address = reverse("campaigns:start-outline", args=["town"])
    data = form_data(client.get(address)) | {"role_office": "灯塔办公室", "make": "1"}

    page = client.post(address, data)

    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["role_office"]
    assert 'value="灯塔办公室"' in page.content.decode()
    assert Campaign.objects.count() == 0


def test_words_of_ones_own_map_a_role(units, indicators, sign_in, noon):
    client = sign_in("town")
    address = reverse("campaigns:start-outline", args=["town"])
    data = form_data(client.get(address)) | {"role_office": "河湾镇中心小学", "make": "1"}

    client.post(address, data)

    made = Campaign.objects.get()
    lead = made.tasks.get(title="报送总结").assignments.get()
    assert (lead.unit, lead.part) == (units["school"], "lead")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ends_on": "2020-01-01"}, "ends_on"),
        ({"ends_on": "2036-01-01"}, "ends_on"),
        ({"title": ""}, "title"),
        ({"starts_on": "tomorrow"}, "starts_on"),
    ],
)
def test_a_wrong_form_comes_back_with_what_was_typed(
    wrong, field, units, indicators, sign_in, noon
):
    client = sign_in("town")
    address = reverse("campaigns:start-outline", args=["town"])
    data = form_data(client.get(address)) | {"theme": "守住钱袋"} | wrong | {"make": "1"}

    page = client.post(address, data)

    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert "守住钱袋" in page.content.decode()
    assert Campaign.objects.count() == 0


def test_an_unknown_outline_is_not_found(sign_in, units):
    address = reverse("campaigns:start-outline", args=["planet"])

    assert sign_in("town").get(address).status_code == 404
