"""Many people told many things at once: the same notices as one by one, in a few queries."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from orgs.actions.notices import Message, tell, tell_many
from orgs.enums import WorkState
from orgs.models import Delivery, Notice, User


def message(person, occasion="task:1", **more):
    return Message(person, "note", occasion, "Eagle", **more)


def people(count):
    return [
        User(username=f"p{n}", name=f"p{n}", email=f"p{n}@example.cn", password="!")
        for n in range(count)
    ]


def test_each_gets_their_own_words_and_a_mail(cast):
    told = tell_many(
        [
            message(cast["reporter"], "task:1", params={"unit": "桃源村"}, url="/a/"),
            message(cast["school"], "task:2", params={"unit": "小学"}, url="/b/"),
        ]
    )

    rows = Notice.objects.order_by("occasion").values_list(
        "recipient__username", "occasion", "params", "url"
    )
    assert told == 2
    assert list(rows) == [
        ("reporter", "task:1", {"unit": "桃源村"}, "/a/"),
        ("school", "task:2", {"unit": "小学"}, "/b/"),
    ]
    assert sorted(Delivery.objects.values_list("address", flat=True)) == [
        "reporter@example.cn", "school@example.cn",
    ]  # fmt: skip


def test_nobody_is_told_twice_whichever_way_comes_first(cast):
    tell([cast["reporter"]], kind="note", occasion="task:1", title="Eagle")

    again = tell_many([message(cast["reporter"]), message(cast["reporter"]), message(cast["bank"])])

    assert again == 1
    assert Notice.objects.count() == Delivery.objects.count() == 2


def test_the_disabled_are_left_out_and_nothing_goes_to_no_address(cast):
    cast["bank"].email = ""

    told = tell_many([message(cast["disabled"]), message(cast["bank"]), message(cast["school"])])

    assert told == 2
    queued = Delivery.objects.filter(state=WorkState.QUEUED)
    assert [one.recipient for one in queued] == [cast["school"]]


def test_the_inbox_alone_when_asked(cast):
    assert tell_many([message(cast["school"])], channels=()) == 1
    assert not Delivery.objects.exists()


def test_telling_sixty_costs_what_telling_three_costs(db):
    users = User.objects.bulk_create(people(63))
    counts = []
    for group in (users[:3], users[3:]):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            tell_many([message(user, f"task:{user.pk}") for user in group])
        counts.append(len(queries))

    assert counts == [6, 6]
    assert Notice.objects.count() == 63
