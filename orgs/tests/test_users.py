"""Accounts as administrators and coordinators look after them."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from conftest import PASSWORD
from orgs.actions.accounts import create_account, edit_account, reset_password
from orgs.enums import Role
from orgs.errors import OrgError
from orgs.forms.accounts import AccountForm, GrantForm, NewAccountForm, ProfileForm
from orgs.models import AuditEntry, Grant, Person, User, UserSession
from orgs.tests.counting import queries_of

LIST, NEW = "/admin-tools/users/", "/admin-tools/users/new/"


def page_of(user) -> str:
    return reverse("orgs:user-edit", args=[user.pk])


@pytest.fixture
def new(units):
    """What a new account is made from."""
    return {
        "username": "Peng.Xiuying",
        "name": "彭秀英",
        "home_unit": units["sibling"].pk,
        "role": "reporter",
        "email": "peng@example.cn",
    }


def test_a_new_account_signs_in_with_its_one_time_password_and_must_change_it(
    sign_in, new, client, cast, units
):
    answer = sign_in("administrator").post(NEW, new)
    password = answer.context["password"]
    made = User.objects.get(username="peng.xiuying")
    client.logout()
    client.post("/login/", {"username": "peng.xiuying", "password": password})

    assert (made.name, made.home_unit, made.must_change_password) == (
        "彭秀英",
        units["sibling"],
        True,
    )
    assert [(grant.role, grant.unit) for grant in made.grants.all()] == [
        ("reporter", units["sibling"])
    ]
    assert password in answer.content.decode()
    assert client.get("/inbox/")["Location"].startswith("/password/")


def test_the_one_time_password_is_kept_nowhere(sign_in, new):
    password = sign_in("administrator").post(NEW, new).context["password"]

    entries = str(list(AuditEntry.objects.values()))
    sessions = str([row.get_decoded() for row in UserSession.objects.all()])
    assert password not in entries + sessions
    assert not User.objects.filter(password__contains=password).exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("username", "reporter"),
        ("username", "REPORTER"),
        ("username", "two words"),
        ("username", "x"),
        ("name", ""),
        ("email", "nonsense"),
        ("role", "king"),
    ],
)
def test_what_a_new_account_cannot_be(sign_in, new, cast, field, value):
    answer = sign_in("administrator").post(NEW, new | {field: value})

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert User.objects.count() == len(cast)


def test_an_account_cannot_be_made_in_a_unit_out_of_reach(sign_in, new, cast, units):
    answer = sign_in("administrator").post(NEW, new | {"home_unit": units["far_village"].pk})

    assert list(answer.context["form"].errors) == ["home_unit"]
    with pytest.raises(OrgError):
        create_account(
            username="x1", name="x", home_unit=units["far_village"], by=cast["administrator"]
        )


def test_nothing_is_made_when_the_role_is_refused(cast, units):
    grants = [(Role.LEADER, units["county"])]

    with pytest.raises(OrgError):
        create_account(
            username="x1", name="x", home_unit=units["village"], by=cast["coordinator"],
            grants=grants,
        )  # fmt: skip

    assert not User.objects.filter(username="x1").exists()


def test_an_account_for_somebody_on_the_list_begins_with_what_is_known(sign_in, units, cast):
    person = Person.objects.create(name="孙国栋", unit=units["sibling"], email="sun@example.cn")

    form = sign_in("administrator").get(NEW, {"person": person.pk}).context["form"]

    assert form.initial == {
        "person": person.pk,
        "name": "孙国栋",
        "email": "sun@example.cn",
        "home_unit": units["sibling"].pk,
    }


def test_the_list_shows_the_accounts_one_looks_after(sign_in):
    county = sign_in("administrator").get(LIST).context["page"].rows
    town = sign_in("town").get(LIST).context["page"].rows

    assert {user.username for user in town} == {
        "town", "reporter", "sibling", "school", "town_reporter", "two_hats",
    }  # fmt: skip
    assert "far_reporter" not in {user.username for user in county}
    assert len(county) == 16


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "inspector"}, {"inspector"}),
        ({"q": "inspector先"}, {"inspector"}),
        ({"role": "auditor"}, {"auditor"}),
        ({"state": "disabled"}, {"disabled"}),
        ({"q": "nobody-like-this"}, set()),
        ({"role": "king", "q": "auditor"}, {"auditor"}),
    ],
)
def test_the_list_is_searched_and_filtered(sign_in, query, found):
    rows = sign_in("administrator").get(LIST, query).context["page"].rows

    assert {user.username for user in rows} == found


def test_the_list_is_filtered_by_unit(sign_in, units):
    rows = sign_in("administrator").get(LIST, {"unit": units["other_town"].pk}).context["page"].rows

    assert {user.username for user in rows} == {"other_town", "other_reporter"}


STRANGE = [
    "'", '"', "' OR 1=1 --", "%", "_", "\\", "%00", "10" * 20, "-1", "0", "null", "None", "[]",
    "{}", "<script>", "{{7*7}}", "$where", "1;DROP TABLE", "‮", "é" * 200, "１", "on", "true",
    "2026-02-31", "9999-12-31", "0001-01-01", "../..", "a\nb", "\t", "*",
]  # fmt: skip


@pytest.mark.parametrize(
    "path", [LIST, "/admin-tools/audit/", "/inbox/", "/admin-tools/audit/export/"]
)
def test_strange_filters_are_no_error(sign_in, path):
    client = sign_in("administrator")
    names = ["q", "unit", "role", "state", "page", "after", "before", "action", "since", "until",
             "sensitive", "entry", "unread"]  # fmt: skip
    for text in STRANGE:
        assert client.get(path, dict.fromkeys(names, text)).status_code == 200


def test_extra_fields_are_ignored(sign_in, new, cast, units):
    wanted = {
        "is_superuser": "on", "is_active": "", "password": "x", "must_change_password": "",
        "id": cast["leader"].pk, "pk": cast["leader"].pk, "date_joined": "2000-01-01",
        "password_changed_at": "2000-01-01", "last_login": "2000-01-01", "groups": "1",
        "user_permissions": "1", "granted_by": "1", "ended_at": "2000-01-01", "person": "",
    }  # fmt: skip
    client = sign_in("administrator")
    client.post(NEW, new | wanted)
    made = User.objects.get(username="peng.xiuying")
    client.post(page_of(made), {"name": "新名", "home_unit": units["school"].pk} | wanted)
    client.post("/account/", {"email": "me@example.cn", "name": "王"} | wanted)

    made.refresh_from_db()
    me = User.objects.get(username="administrator")
    assert (made.is_superuser, made.is_active, made.must_change_password) == (False, True, True)
    assert (made.name, made.home_unit, made.username) == ("新名", units["school"], "peng.xiuying")
    assert made.password_changed_at.year > 2000
    assert (me.email, me.name, me.is_superuser) == ("me@example.cn", "administrator先生", False)
    assert User.objects.get(pk=cast["leader"].pk).name == "leader先生"


def test_forms_name_their_fields_one_by_one(cast):
    by = cast["administrator"]
    forms = (NewAccountForm(by), AccountForm(by), GrantForm(by), ProfileForm())
    fields = [list(form.fields) for form in forms]

    assert fields == [
        ["username", "name", "home_unit", "role", "email", "person"],
        ["name", "home_unit", "email"],
        ["role", "unit", "campaign"],
        ["email"],
    ]


def test_a_changed_account_is_on_record_with_before_and_after(cast, units):
    edit_account(
        cast["reporter"],
        name="新名",
        email="reporter@example.cn",
        home_unit=units["village"],
        by=cast["administrator"],
    )

    entry = AuditEntry.objects.get(action="account.changed")
    assert entry.changes == {"name": ["reporter先生", "新名"]}


def test_saving_without_a_change_leaves_no_trace(cast, sign_in, units):
    data = {
        "name": "reporter先生",
        "email": "reporter@example.cn",
        "home_unit": units["village"].pk,
    }

    sign_in("administrator").post(page_of(cast["reporter"]), data)

    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    ("by", "of", "may"),
    [
        ("administrator", "reporter", True),
        ("administrator", "leader", True),
        ("coordinator", "reporter", True),
        ("coordinator", "second_coordinator", False),  # same height
        ("coordinator", "administrator", False),
        ("coordinator", "leader", False),
        ("town", "reporter", True),
        ("town", "town", False),
    ],
)
def test_a_password_is_reset_only_by_who_could_give_all_roles(cast, by, of, may):
    if may:
        assert User.objects.get(pk=cast[of].pk).check_password(PASSWORD)
        password = reset_password(cast[of], by=cast[by])
        assert User.objects.get(pk=cast[of].pk).check_password(password)
    else:
        with pytest.raises(OrgError):
            reset_password(cast[of], by=cast[by])


def test_a_role_above_protects_an_account_below(cast, units):
    """Somebody at home in the town who leads the county is not the town's to reset."""
    Grant.objects.create(user=cast["nobody"], role=Role.ADMINISTRATOR, unit=units["town"])
    Grant.objects.create(user=cast["reporter"], role=Role.LEADER, unit=units["county"])

    with pytest.raises(OrgError):
        reset_password(cast["reporter"], by=cast["nobody"])


def test_a_disabled_account_still_protects_its_roles(cast, units):
    Grant.objects.create(user=cast["nobody"], role=Role.COORDINATOR, unit=units["county"])

    with pytest.raises(OrgError):
        reset_password(cast["disabled"], by=cast["nobody"])


def test_disable_and_enable_on_the_page(cast, sign_in):
    client, pk = sign_in("administrator"), cast["reporter"].pk

    client.post(reverse("orgs:user-disable", args=[pk]))
    disabled = User.objects.get(pk=pk).is_active
    client.post(reverse("orgs:user-enable", args=[pk]))

    assert (disabled, User.objects.get(pk=pk).is_active) == (False, True)
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "account.disabled",
        "account.enabled",
    ]


def test_nobody_disables_themselves(cast, units, sign_in):
    Grant.objects.create(user=cast["nobody"], role=Role.ADMINISTRATOR, unit=units["county"])
    client, me = sign_in("administrator"), cast["administrator"]

    client.post(reverse("orgs:user-disable", args=[me.pk]))
    client.post(reverse("orgs:password-reset", args=[me.pk]))

    me.refresh_from_db()
    assert me.is_active
    assert me.check_password(PASSWORD)


def test_who_may_not_manage_sees_no_buttons(cast, sign_in):
    text = sign_in("coordinator").get(page_of(cast["second_coordinator"])).content.decode()

    assert reverse("orgs:user-disable", args=[cast["second_coordinator"].pk]) not in text
    assert reverse("orgs:grant-add", args=[cast["second_coordinator"].pk]) not in text


def test_the_list_costs_the_same_for_one_and_three_rows(sign_in, units):
    def add(number: int) -> None:
        user = User.objects.create_user(
            f"bank{number}", PASSWORD, name="x", home_unit=units["bank"]
        )
        Grant.objects.create(user=user, role=Role.REPORTER, unit=units["bank"])
        Grant.objects.create(user=user, role=Role.REPORTER, unit=units["school"])

    client = sign_in("administrator")
    one = queries_of(client, LIST, q="bank")
    add(1)
    add(2)

    assert queries_of(client, LIST, q="bank") == one <= 15


def test_the_page_of_an_account_costs_the_same_for_one_and_three_roles(sign_in, units, cast):
    client = sign_in("administrator")
    one = queries_of(client, page_of(cast["reporter"]))
    for key in ("town", "school"):
        Grant.objects.create(user=cast["reporter"], role=Role.LEADER, unit=units[key])

    assert queries_of(client, page_of(cast["reporter"])) == one <= 15


def test_opening_pages_writes_nothing(sign_in, cast):
    client = sign_in("administrator")
    paths = [LIST, NEW, page_of(cast["reporter"]), "/account/", "/password/", "/inbox/",
             "/admin-tools/", "/admin-tools/audit/"]  # fmt: skip
    client.get("/inbox/")
    before = list(User.objects.values().order_by("pk")), AuditEntry.objects.count()

    for path in paths * 2:
        assert client.get(path).status_code == 200

    assert (list(User.objects.values().order_by("pk")), AuditEntry.objects.count()) == before


def test_the_first_administrator_comes_with_the_first_unit(db, capsys, client):
    call_command("create_administrator", "lin", "--unit", "QL", "--unit-name", "青澜县")

    lines = capsys.readouterr().out.splitlines()
    user = User.objects.get(username="lin")
    assert lines[0] == "administrator lin of 青澜县"
    assert (
        client.post(
            "/login/", {"username": "lin", "password": lines[1].removeprefix("one-time password: ")}
        )["Location"]
        == "/"
    )
    assert [(grant.role, grant.unit.code) for grant in user.grants.all()] == [
        ("administrator", "QL")
    ]


def test_a_further_administrator_needs_a_unit_that_is_there(cast, capsys):
    with pytest.raises(CommandError):
        call_command("create_administrator", "lin", "--unit", "NONE", "--unit-name", "x")
    with pytest.raises(CommandError):
        call_command("create_administrator", "reporter", "--unit", "U001")

    call_command("create_administrator", "lin", "--unit", "U001")
    assert User.objects.get(username="lin").home_unit.code == "U001"
