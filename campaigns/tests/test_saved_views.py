"""Saved views: filters under a name, seen by nobody else."""

import pytest
from django.urls import reverse

from campaigns.actions.saved_views import MOST, delete_view, rename_view, save_view
from campaigns.errors import CampaignError
from campaigns.models import SavedView
from campaigns.queries.saved_views import saved_views

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def view(campaign, cast):
    """The coordinator's view of what is overdue."""
    return save_view(
        campaign, name="逾期的", query="view=parts&overdue=1&page=3", by=cast["coordinator"]
    )


def test_a_view_leads_back_to_its_filters(campaign, cast, view):
    board = save_view(campaign, name="看板", query="view=board&lamp=red", by=cast["coordinator"])

    found = [(row.view, row.address) for row in saved_views(cast["coordinator"], campaign)]

    parts = reverse("campaigns:part-list", args=[campaign.pk])
    tasks = reverse("campaigns:task-list", args=[campaign.pk])
    assert sorted(found, key=lambda one: one[0].pk) == [
        (view, f"{parts}?overdue=1&page=3"), (board, f"{tasks}?view=board&lamp=red"),
    ]  # fmt: skip


def test_nobody_else_sees_renames_or_deletes_it(campaign, cast, view, sign_in):
    assert saved_views(cast["second_coordinator"], campaign) == []
    with pytest.raises(CampaignError, match="no longer there"):
        rename_view(view, name="别的", by=cast["second_coordinator"])
    other = sign_in("second_coordinator")
    for name in ("view-rename", "view-delete"):
        answer = other.post(reverse(f"campaigns:{name}", args=[view.pk]), {"name": "x"})
        assert answer.status_code == 404


def test_the_same_name_keeps_the_later_filters(campaign, cast, view):
    save_view(campaign, name=" 逾期的 ", query="view=parts&lamp=red", by=cast["coordinator"])

    assert SavedView.objects.get().query == "view=parts&lamp=red"


def test_a_name_is_taken_once(campaign, cast, view):
    second = save_view(campaign, name="红灯", query="lamp=red", by=cast["coordinator"])

    with pytest.raises(CampaignError, match="called “逾期的” already"):
        rename_view(second, name="逾期的", by=cast["coordinator"])
    assert rename_view(second, name="全部红灯", by=cast["coordinator"]).name == "全部红灯"


@pytest.mark.parametrize(
    ("name", "query", "why"),
    [
        ("  ", "", "Give the view a name."),
        ("长" * 41, "", "The name has 41 characters; 40 fit."),
        ("a", "q=" + "x" * 400, "These filters are too long to keep."),
    ],
)
def test_what_cannot_be_kept_is_told(campaign, cast, name, query, why):
    with pytest.raises(CampaignError, match=why.replace("(", r"\(")):
        save_view(campaign, name=name, query=query, by=cast["coordinator"])


def test_thirty_views_are_enough(campaign, cast):
    for number in range(MOST):
        save_view(campaign, name=f"视图{number}", query="", by=cast["coordinator"])

    with pytest.raises(CampaignError, match="30 saved views"):
        save_view(campaign, name="又一个", query="", by=cast["coordinator"])


def test_a_deleted_view_is_gone_and_nothing_else(campaign, cast, view, task):
    delete_view(view, by=cast["coordinator"])

    assert (SavedView.objects.count(), task.assignments.count()) == (0, 3)


def test_saving_from_the_page_leads_back_to_it(campaign, sign_in, cast):
    back = reverse("campaigns:part-list", args=[campaign.pk]) + "?overdue=1"

    answer = sign_in("reporter").post(
        reverse("campaigns:view-save", args=[campaign.pk]),
        {"name": "我的", "query": "view=parts&overdue=1&page=2", "next": back},
    )

    assert answer["Location"] == back
    assert SavedView.objects.get(user=cast["reporter"]).query == "view=parts&overdue=1"


def test_no_view_leads_off_the_site(campaign, sign_in):
    answer = sign_in("reporter").post(
        reverse("campaigns:view-save", args=[campaign.pk]),
        {"name": "我的", "query": "lamp=red", "next": "//evil.example"},
    )

    assert answer["Location"] == reverse("campaigns:task-list", args=[campaign.pk]) + "?lamp=red"
