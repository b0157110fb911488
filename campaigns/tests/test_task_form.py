"""The form of a task: units by expression, own dates, rhythm; nothing typed is lost."""

from datetime import date, datetime

import pytest
from django.urls import reverse
from django.utils import translation

from campaigns.actions.parts import Parts
from campaigns.actions.plan import add_section
from campaigns.actions.tasks import delete_task, issue_task
from campaigns.enums import Repeat, Shift, VersionState
from campaigns.errors import CampaignError
from campaigns.models import Indicator, Phase, PlanVersion, Task
from campaigns.queries.unit_words import KIND_WORDS, unit_words
from orgs.models import Notice, Unit, UnitGroup
from orgs.unit_expressions import parse_units

from .conftest import DUE

EN = {"Accept-Language": "en"}
FACTS = {"title": "入户宣传", "due_on": "2026-06-30", "due_time": "18:00"}


@pytest.fixture
def office(sign_in, campaign, noon):
    """The coordinator's browser, in English; ``send`` posts the form of a new task."""
    client = sign_in("coordinator")
    client.path = reverse("campaigns:task-add", args=[campaign.pk])
    client.send = lambda **data: client.post(client.path, FACTS | data, headers=EN)
    return client


def shown(response, name="responsible"):
    """The confirmation that a list on the page posts back: its text, and every unit on it."""
    one = response.context["lists"].lists[name]
    keys = [line.unit.pk for line in one.lines]
    return {f"{name}_text": one.text, f"{name}_for": one.text, f"{name}_shown": keys, name: keys}


def part_names(task, part="responsible"):
    return set(task.assignments.filter(part=part).values_list("unit__name", flat=True))


def test_an_expression_is_shown_as_a_list_before_anything_is_saved(office, units, campaign):
    response = office.send(lead=units["town"].pk, responsible_text="河湾镇各村")

    assert [unit.name for unit in response.context["lists"].lists["responsible"].ticked] == [
        "桃源村", "柳溪村",
    ]  # fmt: skip
    assert (response.status_code, campaign.tasks.count()) == (422, 0)
    assert "Look at them, then save." in response.content.decode()


def test_the_list_that_was_shown_is_what_is_saved(office, units, campaign):
    group = UnitGroup.objects.create(owner=units["county"], name="重点村")
    group.units.set([units["village"], units["sibling"]])
    first = office.send(lead=units["town"].pk, responsible_text="重点村")
    group.units.add(units["other_village"])

    response = office.send(lead=units["town"].pk, **shown(first))

    assert response.status_code == 302
    assert part_names(campaign.tasks.get()) == {"桃源村", "柳溪村"}


def test_a_unit_that_was_unticked_stays_out(office, units, campaign):
    listed = shown(office.send(lead=units["town"].pk, responsible_text="各村"))
    listed["responsible"] = [units["sibling"].pk]

    office.send(lead=units["town"].pk, **listed)

    assert part_names(campaign.tasks.get()) == {"柳溪村"}


def test_other_words_than_those_shown_are_shown_again_first(office, units, campaign):
    listed = shown(office.send(lead=units["town"].pk, responsible_text="河湾镇各村"))
    listed["responsible"] = [units["sibling"].pk]

    response = office.send(lead=units["town"].pk, **listed | {"responsible_text": "各村"})

    ticked = response.context["lists"].lists["responsible"].ticked
    assert (response.status_code, campaign.tasks.count()) == (422, 0)
    assert [unit.name for unit in ticked] == ["柳溪村", "石桥村"]  # 桃源村 stays unticked


def test_who_leads_is_not_meant_by_every_unit_again(office, units):
    lists = office.send(lead=units["town"].pk, responsible_text="各成员单位").context["lists"]

    assert units["town"] not in lists.lists["responsible"].ticked
    assert len(lists.lists["responsible"].ticked) == 6


def test_who_answers_is_not_meant_to_support_as_well(office, units):
    lists = office.send(responsible_text="桃源村", support_text="各村").context["lists"]

    assert [unit.name for unit in lists.lists["support"].ticked] == ["柳溪村", "石桥村"]


def test_a_unit_named_twice_is_refused_with_both_parts(office, units, campaign):
    first = office.send(lead=units["town"].pk, support_text="河湾镇")

    response = office.send(lead=units["town"].pk, **shown(first, "support"))

    assert campaign.tasks.count() == 0
    assert "河湾镇 cannot be lead unit and supporting unit at once" in response.content.decode()


@pytest.mark.parametrize("text", ["桃园村", "各相关单位", "白鹭县", "渡口村"])
def test_words_that_mean_no_unit_are_refused_and_kept(text, office, units, campaign):
    response = office.send(lead=units["town"].pk, responsible_text=text, requirement="逐户讲解")

    page = response.content.decode()
    assert (response.status_code, campaign.tasks.count()) == (422, 0)
    assert list(response.context["form"].errors) == ["responsible_text"]
    assert (f">\n{text}</textarea>" in page, "逐户讲解" in page) == (True, True)


def test_a_unit_out_of_service_is_refused_by_name(office, units, campaign):
    Unit.objects.filter(pk=units["village"].pk).update(active_to=date(2026, 6, 1))

    response = office.send(lead=units["town"].pk, responsible_text="桃源村")

    assert "桃源村 has been out of service since 1 June" in response.content.decode()


def test_what_differs_for_one_unit_is_kept_and_nothing_else(office, units, campaign):
    village, sibling = units["village"].pk, units["sibling"].pk
    listed = shown(office.send(lead=units["town"].pk, responsible_text="河湾镇各村"))

    response = office.send(
        lead=units["town"].pk,
        **listed,
        **{
            f"own_due-{village}": "2026-06-20T12:00", f"own_requirement-{village}": "含夜市",
            f"own_due-{sibling}": "2026-06-30T18:00",
        },
    )  # fmt: skip

    assert response.status_code == 302
    rows = campaign.tasks.get().assignments.values_list("unit__name", "due_at", "requirement")
    assert set(rows) == {
        ("河湾镇", DUE, ""), ("柳溪村", DUE, ""),
        ("桃源村", datetime.fromisoformat("2026-06-20T12:00:00+08:00"), "含夜市"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"own": "2026-11-30T12:00"}, "after the campaign ends"),
        ({"own": "2026-06-12T12:00", "starts_on": "2026-06-15"}, "before it begins on 15 June"),
        ({"own": "gestern"}, "桃源村"),
        ({"own": "2026-06-20T12:00", "repeat": "weeks"}, "due for all at once"),
    ],
)
def test_an_own_due_moment_has_to_fit(more, sentence, office, units, campaign):
    more = dict(more)
    listed = shown(office.send(lead=units["town"].pk, responsible_text="桃源村"))
    own = {f"own_due-{units['village'].pk}": more.pop("own")}

    response = office.send(lead=units["town"].pk, **listed, **own, **more)

    assert (response.status_code, campaign.tasks.count()) == (422, 0)
    assert sentence in response.content.decode()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"due_on": "2026-05-03"}, "before the campaign starts on 4 May"),
        ({"due_on": "2026-11-01"}, "after the campaign ends on 31 October"),
        ({"starts_on": "2026-07-01"}, "before it begins on 1 July"),
        ({"starts_on": "2026-04-01"}, "the task cannot begin on 1 April"),
        ({"repeat": "weeks", "due_on": ""}, "needs its first due day"),
        ({"repeat": "days", "every": "0"}, "greater than or equal to 1"),
        ({"repeat": "days", "every": "367"}, "less than or equal to 366"),
        ({"repeat": "weeks", "until": "2026-11-30"}, "cannot repeat until 30 November"),
        ({"repeat": "weeks", "until": "2026-06-01"}, "lies before the first due day"),
        ({"repeat": "phases"}, "has no phases yet"),
        (
            {"repeat": "weeks", "due_on": "2026-06-13", "until": "2026-06-14", "shift": "skip"},
            "would never be due",
        ),
        ({"wants_photos": "21"}, "less than or equal to 20"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(data, sentence, office, campaign):
    response = office.send(**data)

    assert (response.status_code, campaign.tasks.count()) == (422, 0)
    assert sentence in response.content.decode()


def test_a_task_that_comes_too_often_is_refused(office, campaign):
    type(campaign).objects.filter(pk=campaign.pk).update(ends_on=date(2028, 12, 31))

    response = office.send(repeat="daily")

    assert "would come back more than 400 times" in response.content.decode()


def test_a_rhythm_and_deliverables_are_saved(office, campaign, indicators, units):
    office.send(
        repeat="weeks", every="2", until="2026-09-30", shift="before", starts_on="2026-06-15",
        wants_photos="3", wants_file="on", indicator=indicators["visits"].pk,
        lead=units["school"].pk,
    )  # fmt: skip

    task = campaign.tasks.get()
    assert (task.repeat, task.every, task.until, task.shift, task.starts_on) == (
        Repeat.WEEKS, 2, date(2026, 9, 30), Shift.BEFORE, date(2026, 6, 15),
    )  # fmt: skip
    assert (task.wants_photos, task.wants_file, task.indicator) == (
        3, True, indicators["visits"],
    )  # fmt: skip


def test_a_rate_is_no_figure_of_a_task(office, campaign, indicators):
    response = office.send(indicator=indicators["awareness"].pk)

    assert list(response.context["form"].errors) == ["indicator"]
    assert campaign.tasks.count() == 0
    assert Indicator.objects.count() == 4


def test_once_in_each_phase_begins_with_the_phase_that_ends_next(office, campaign):
    days = [("动员", "2026-05-04", "2026-05-31"), ("攻坚", "2026-06-01", "2026-08-31")]
    for name, first, last in days:
        Phase.objects.create(campaign=campaign, name=name, starts_on=first, ends_on=last)

    office.send(repeat="phases", due_on="", due_time="17:30")

    assert campaign.tasks.get().due_at == datetime.fromisoformat("2026-08-31T17:30:00+08:00")


def test_a_sentence_of_the_plan_proposes_its_units(office, campaign, units, cast):
    section = add_section(
        campaign, kind="tasks", heading="任务", by=cast["coordinator"],
        text="（一）逢集必讲，张贴提示。（河湾镇牵头，各村（居）配合）",
    )  # fmt: skip
    clause = section.clauses.get()

    response = office.get(office.path, {"clause": clause.pk})

    form, lists = response.context["form"], response.context["lists"]
    assert (form.initial["clause"], form.initial["lead"]) == (clause.pk, units["town"])
    assert lists.lists["support"].text == "各村（居）"
    assert {unit.name for unit in lists.lists["support"].ticked} == {"桃源村", "柳溪村", "石桥村"}


def test_a_draft_opens_with_its_units_as_words_that_mean_them(office, make_task):
    draft = make_task()

    lists = office.get(reverse("campaigns:task-edit", args=[draft.pk])).context["lists"]

    assert {name: one.text for name, one in lists.lists.items()} == {
        "responsible": "桃源村", "support": "河湾镇中心小学",
    }  # fmt: skip
    assert lists.is_confirmed


def test_saving_a_draft_as_it_opened_changes_nothing(office, make_task):
    draft = make_task()
    path = reverse("campaigns:task-edit", args=[draft.pk])
    page = office.get(path)
    before = set(draft.assignments.values_list("unit", "part", "due_at", "requirement"))

    response = office.post(
        path, FACTS | shown(page) | shown(page, "support")
        | {"lead": page.context["lists"].lead.unit.pk, "version": draft.version},
    )  # fmt: skip

    assert response.status_code == 302
    assert set(draft.assignments.values_list("unit", "part", "due_at", "requirement")) == before


def test_units_join_an_issued_task_by_expression(office, task, units, cast):
    path = reverse("campaigns:task-edit", args=[task.pk])
    data = FACTS | {"lead": units["town"].pk, "version": task.version, "support_text": "柳溪村"}
    page = office.post(path, data)
    Notice.objects.all().delete()

    response = office.post(path, data | shown(page, "support"))

    assert (page.status_code, response.status_code) == (422, 302)
    assert part_names(task, "support") == {"河湾镇中心小学", "柳溪村"}
    assert {one.recipient.username for one in Notice.objects.all()} == {"sibling", "two_hats"}


def test_another_due_date_of_an_issued_task_wants_a_reason(office, task, units):
    path = reverse("campaigns:task-edit", args=[task.pk])
    data = FACTS | {"lead": units["town"].pk, "version": task.version, "due_on": "2026-07-10"}

    refused = office.post(path, data, headers=EN)
    saved = office.post(path, data | {"reason": "农忙"}, headers=EN)

    assert (refused.status_code, saved.status_code) == (422, 302)
    assert "why the due date moves" in refused.content.decode()
    task.refresh_from_db()
    assert f"{task.due_at.astimezone(DUE.tzinfo):%m-%d}" == "07-10"


def test_the_list_comes_while_one_types(office, campaign, units):
    path = reverse("campaigns:task-units", args=[campaign.pk])

    page = office.post(path, {"responsible_text": "各村、桃园村"}, headers=EN).content.decode()

    assert [name in page for name in ("桃源村", "柳溪村", "石桥村", "沙溪镇")] == [
        True, True, True, False,
    ]  # fmt: skip
    assert 'data-instead="桃园村"' in page
    assert Task.objects.count() == 0


def test_the_rhythm_comes_in_one_sentence_with_its_next_days(office, campaign):
    path = reverse("campaigns:task-rhythm", args=[campaign.pk])
    asked = {"repeat": "weeks", "due_on": "2026-06-12", "due_time": "18:00", "shift": "before"}

    page = office.get(path, asked, headers=EN)

    found = page.context["rhythm"]
    assert found.sentence == (
        "every Friday by 18:00, on days off the working day before, until 31 October, 21 times"
    )
    assert found.days == [
        "12 June 18:00 · Friday", "18 June 18:00 · Thursday", "26 June 18:00 · Friday",
        "3 July 18:00 · Friday", "10 July 18:00 · Friday",
    ]  # fmt: skip
    assert found.more == 16


def test_a_rhythm_that_does_not_fit_says_why(office, campaign):
    path = reverse("campaigns:task-rhythm", args=[campaign.pk])

    page = office.get(path, {"repeat": "weeks"}, headers=EN).content.decode()

    assert "needs its first due day" in page


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_ready_word_is_understood(language, campaign, cast):
    with translation.override(language):
        for kind, word in KIND_WORDS.items():
            (term,) = parse_units(word())
            assert kind in term.kinds, word()
        assert unit_words(cast["coordinator"], campaign)


def test_ready_words_are_groups_and_the_kinds_that_take_part(campaign, units, cast):
    UnitGroup.objects.create(owner=units["county"], name="重点村")
    UnitGroup.objects.create(owner=units["far_county"], name="别县的组")

    with translation.override("en"):
        assert unit_words(cast["coordinator"], campaign) == [
            "重点村", "all member units", "every town", "every village", "every school",
            "every bank",
        ]  # fmt: skip


@pytest.mark.parametrize("rows", [1, 3])
def test_the_form_costs_the_same_for_one_and_three_units(
    rows, office, make_task, units, django_assert_num_queries
):
    more = [units[key] for key in ("village", "sibling", "other_village")][:rows]
    draft = make_task(parts=Parts(units["town"], more))
    path = reverse("campaigns:task-edit", args=[draft.pk])
    office.get(path)

    with django_assert_num_queries(14):
        office.get(path)


@pytest.mark.parametrize("count", [3, 60])
def test_issuing_costs_the_same_for_three_and_sixty_units(
    count, make_task, campaign, units, cast, noon, django_assert_max_num_queries
):
    villages = Unit.objects.bulk_create(
        Unit(
            code=f"V{number}", name=f"第{number}村", kind="village", parent=units["town"],
            path=f"{units['town'].path}v{number:03}.", depth=3,
        )
        for number in range(count)
    )  # fmt: skip
    campaign.members.bulk_create(
        campaign.members.model(campaign=campaign, unit=unit) for unit in villages
    )
    task = make_task(parts=Parts(units["town"], villages))

    with django_assert_max_num_queries(21):  # one of them locks the trail on PostgreSQL
        issue_task(task, by=cast["coordinator"])


@pytest.fixture
def in_review(campaign, cast, make_task):
    """A draft task of a plan that is with the reviewers."""
    draft = make_task("还没下达")
    PlanVersion.objects.create(
        campaign=campaign, number=1, round=1, owner=campaign.owner, content={}, digest="0" * 64,
        state=VersionState.IN_REVIEW, sent_by=cast["coordinator"],
    )  # fmt: skip
    return draft


def test_while_the_plan_is_with_the_reviewers_draft_tasks_stand_still(
    office, in_review, campaign, cast
):
    path = reverse("campaigns:task-edit", args=[in_review.pk])

    added = office.send()
    edited = office.post(path, FACTS | {"title": "改了", "version": 1}, headers=EN)
    with pytest.raises(CampaignError, match="with the reviewers"), translation.override("en"):
        delete_task(in_review, by=cast["coordinator"])

    assert (added.status_code, edited.status_code) == (422, 422)
    assert "with the reviewers" in added.content.decode()
    assert list(campaign.tasks.values_list("title", flat=True)) == ["还没下达"]


def test_an_issued_task_can_be_edited_while_the_plan_is_with_the_reviewers(
    office, task, in_review, units
):
    path = reverse("campaigns:task-edit", args=[task.pk])

    response = office.post(
        path, FACTS | {"title": "入户到人", "lead": units["town"].pk, "version": task.version}
    )

    task.refresh_from_db()
    assert (response.status_code, task.title) == (302, "入户到人")


def test_the_second_to_save_keeps_what_was_typed(office, make_task, units):
    draft = make_task()
    path = reverse("campaigns:task-edit", args=[draft.pk])
    Task.objects.filter(pk=draft.pk).update(version=5)

    response = office.post(path, FACTS | {"requirement": "我写的", "version": 1}, headers=EN)

    assert response.status_code == 409
    assert "我写的</textarea>" in response.content.decode()
