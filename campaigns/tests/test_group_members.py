"""Leading groups with the member units of the campaign they lead: on the page and as a PDF."""

from datetime import date
from io import BytesIO

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from campaigns.actions.duties import save_duty
from campaigns.models import Campaign, Member
from fraudwatch.lib.pdf import render_pdf
from orgs.actions.files import disk_path
from orgs.actions.groups import create_group, seat_person
from orgs.actions.jobs import run_waiting
from orgs.actions.people import add_person
from orgs.enums import SeatRole
from orgs.exports.leading_group_pdf import pdf_context
from orgs.models import GroupSeat, Job, LeadingGroup, Person
from orgs.queries.groups import group_chart
from orgs.tests.counting import queries_of

pytestmark = pytest.mark.django_db
PAST, LATER = date(2026, 1, 1), date(2026, 12, 31)


@pytest.fixture(autouse=True)
def _english(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def group(units, cast, noon) -> LeadingGroup:
    """The county's leading group with its office at the bank."""
    return create_group(
        units["county"], name="反诈领导小组", office_unit=units["bank"], by=cast["coordinator"]
    )


@pytest.fixture
def people(units, cast):
    """Two people of the county."""
    return [add_person(units["county"], name=name, by=None) for name in ["陈立新", "丁海燕"]]


def seat(group, person, by, role=SeatRole.LEADER, **term):
    return seat_person(group, person=person, role=role, by=by, **term)


@pytest.fixture
def led(group, campaign, units, cast):
    """The campaign is led by the group; village and bank have duties."""
    Campaign.objects.filter(pk=campaign.pk).update(leading_group=group)
    for key in ("village", "bank"):
        save_duty(
            campaign, unit=units[key], text=f"{units[key].name}的职责", by=cast["coordinator"]
        )
    return campaign


def test_member_units_stand_by_kind_with_their_duties(group, led, cast, units):
    chart = group_chart(cast["coordinator"], group)

    assert [(kind.kind, [m.unit.name for m in kind.members]) for kind in chart.kinds] == [
        ("town", ["河湾镇", "沙溪镇"]),
        ("village", ["桃源村", "柳溪村", "石桥村"]),
        ("school", ["河湾镇中心小学"]),
        ("bank", ["青澜农商银行"]),
    ]
    duties = {m.unit.name: m.duties for kind in chart.kinds for m in kind.with_duties}
    assert duties == {"桃源村": ["桃源村的职责"], "青澜农商银行": ["青澜农商银行的职责"]}


def test_who_does_not_see_the_campaign_sees_no_member_units(group, led, units, cast):
    Member.objects.filter(unit=units["sibling"]).delete()

    assert group_chart(cast["sibling"], group).kinds == []
    assert group_chart(cast["reporter"], group).has_duties


def test_the_page_takes_as_many_queries_for_one_unit_as_for_more(group, led, sign_in, people, cast):
    seat(group, people[0], cast["coordinator"])
    client, path = sign_in("coordinator"), reverse("orgs:group-detail", args=[group.pk])
    before = queries_of(client, path)
    seat(group, people[1], cast["coordinator"], role=SeatRole.DEPUTY)
    Member.objects.filter(campaign=led).exclude(unit__kind="village").delete()

    assert queries_of(client, path) == before


@pytest.mark.parametrize("paper", ["4", "3"])
def test_the_pdf_names_seats_office_duties_and_its_pages(group, led, people, sign_in, cast, paper):
    seat(group, people[0], cast["coordinator"], from_on=PAST, to_on=LATER)
    client = sign_in("coordinator")
    data = {"document": "leading-group-pdf", "group": str(group.pk), "paper": paper}
    client.post(reverse("orgs:export-order"), data)
    run_waiting()

    job = Job.objects.get()
    assert (job.state, job.title) == ("done", f"反诈领导小组 · A{paper}")
    book = PdfReader(disk_path(job.file))
    text = "".join(page.extract_text() for page in book.pages)
    wanted = [
        "反诈领导小组",
        "陈立新",
        "located in 青澜农商银行",
        "桃源村的职责",
        "2026-12-31",
        "1 / ",
    ]
    assert [word for word in wanted if word not in text] == []
    width, height = book.pages[0].mediabox.width, book.pages[0].mediabox.height
    assert (round(width), round(height)) == ((595, 842) if paper == "4" else (1191, 842))


def test_a_group_of_two_hundred_begins_on_its_first_page_and_cuts_no_row(group, units, cast):
    people = Person.objects.bulk_create(
        [
            Person(unit=units["county"], name=f"成员{number:03}", post="主任")
            for number in range(200)
        ]
    )
    roles = [SeatRole.LEADER] + [SeatRole.MEMBER] * 199
    GroupSeat.objects.bulk_create(
        GroupSeat(group=group, person=person, role=role, position=place, from_on=PAST)
        for place, (person, role) in enumerate(zip(people, roles, strict=True))
    )
    content = render_pdf(
        render_to_string(
            "print/leading_group.html", pdf_context(group_chart(cast["coordinator"], group), 4)
        )
    )

    pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    assert [
        name in pages[0] for name in ("反诈领导小组", "成员000", "located in 青澜农商银行")
    ] == [True] * 3
    listed = [line for page in pages for line in page.splitlines() if "2026-01-01" in line]
    assert sorted(line.split("成员")[1][:3] for line in listed) == [f"{n:03}" for n in range(200)]


@pytest.mark.parametrize(
    "wrong", [{"paper": "5"}, {"group": "0"}, {"group": "x"}, {"group": "999999"}, {"group": ""}]
)
def test_an_order_of_nonsense_makes_no_job(group, sign_in, wrong):
    data = {"document": "leading-group-pdf", "group": str(group.pk), "paper": "4"} | wrong
    sign_in("coordinator").post(reverse("orgs:export-order"), data)

    assert Job.objects.count() == 0


def test_nobody_orders_a_group_out_of_sight(group, sign_in):
    data = {"document": "leading-group-pdf", "group": str(group.pk), "paper": "4"}
    sign_in("far_coordinator").post(reverse("orgs:export-order"), data)

    assert Job.objects.count() == 0
