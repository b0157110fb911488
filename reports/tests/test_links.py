"""Collection links: a village without accounts hands in by QR code and six digits."""

import json
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fraudwatch.lib import clock
from fraudwatch.tests.cast import NOON
from fraudwatch.tests.world import picture
from orgs.models import AuditEntry, Notice, Unit
from reports.actions.links import make_links, revoke_link
from reports.actions.periods import close_due_periods
from reports.actions.photos import add_photo
from reports.actions.reviews import return_report
from reports.actions.submissions import submit_report
from reports.enums import LinkState
from reports.errors import ReportError
from reports.models import CollectLink, Revision

GOOD = {
    "v.visits": "12", "v.app_users": "300", "v.losses": "0", "v.awareness.n": "90",
    "v.awareness.d": "100", "t.work": "在集市设点宣传",
}  # fmt: skip
VALUES = {"visits": "12", "app_users": "300", "losses": "0", "awareness": {"n": "90", "d": "100"}}


@pytest.fixture
def made(noon, period, units, cast):
    """A link of the village, made by the town."""
    return make_links(period, [units["village"].pk], by=cast["town"])[0]


@pytest.fixture
def phone():
    """A browser nobody signed in on."""
    return Client()


def door(made):
    return reverse("reports:collect", args=[made.token])


def page(name, link, *more):
    return reverse(f"reports:collect-{name}", args=[link.pk, *more])


def enter(phone, made, code=None, name="张建国"):
    return phone.post(door(made), {"code": code or made.code, "name": name})


def wrong(code):
    """Six other digits."""
    return f"{(int(code) + 1) % 10**6:06}"


def actions(link):
    rows = AuditEntry.objects.filter(object_type="reports.collectlink", object_id=str(link.pk))
    return list(rows.order_by("pk").values_list("action", flat=True))


def test_a_village_without_accounts_hands_in(made, report, phone):
    entered = enter(phone, made)
    form = phone.get(entered["Location"]).content.decode()
    sent = phone.post(page("submit", made.link), GOOD, follow=True)
    report.refresh_from_db()

    assert entered["Location"] == page("form", made.link)
    assert ("桃源村" in form, "张建国" in form, "v.visits" in form) == (True, True, True)
    assert (sent.status_code, "张建国" in sent.content.decode()) == (200, True)
    assert (report.state, report.who, report.submitted_by) == ("submitted", "张建国", None)
    assert report.revisions.get().source == "link"
    assert actions(made.link) == ["link.made", "link.opened", "link.entered", "link.used"]


def test_the_menu_of_the_portal_is_not_there(made, phone):
    enter(phone, made)
    text = phone.get(page("form", made.link)).content.decode()

    assert reverse("reports:report-list") not in text
    assert "/login/" not in text


def test_neither_token_nor_code_stands_in_the_database(made):
    kept = str(CollectLink.objects.values().get())

    assert (made.token in kept, made.code in kept) == (False, False)
    assert len(made.token) >= 43
    assert (len(made.code), made.code.isdigit()) == (6, True)


def test_the_code_may_be_typed_with_spaces_and_full_width(made, phone):
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in made.code)

    assert enter(phone, made, f"{wide[:3]} {wide[3:]}").status_code == 302


@pytest.mark.parametrize(("code", "name"), [("", "张"), ("12a", "张"), (None, "  ")])
def test_what_is_missing_is_said_and_opens_nothing(made, phone, code, name):
    answer = phone.post(door(made), {"code": made.code if code is None else code, "name": name})

    assert (answer.status_code, bool(phone.cookies.get(f"collect-{made.link.pk}"))) == (422, False)


def test_five_wrong_codes_lock_the_link_and_its_maker_is_told(made, phone, cast):
    answers = [enter(phone, made, wrong(made.code)).status_code for _ in range(5)]
    right = enter(phone, made)
    made.link.refresh_from_db()

    assert (answers, right.status_code) == ([422, 422, 422, 422, 410], 410)
    assert made.link.state_at(NOON) == LinkState.LOCKED
    notice = Notice.objects.get(kind="link")
    assert (notice.recipient, notice.url) == (
        cast["town"], reverse("reports:link-detail", args=[made.link.pk]),
    )  # fmt: skip
    assert actions(made.link).count("link.wrong_code") == 4
    assert actions(made.link)[-1] == "link.locked"


def test_a_right_code_forgets_the_wrong_ones_before_it(made, phone):
    for _ in range(4):
        enter(phone, made, wrong(made.code))
    enter(phone, made)
    answers = [enter(phone, made, wrong(made.code)).status_code for _ in range(4)]

    assert answers == [422, 422, 422, 422]


def test_the_link_is_used_up_by_the_submission(made, phone):
    enter(phone, made)
    phone.post(page("submit", made.link), GOOD)

    assert enter(Client(), made).status_code == 410
    assert phone.get(page("form", made.link))["Location"] == page("receipt", made.link)
    assert phone.post(page("submit", made.link), GOOD).status_code == 410
    assert Revision.objects.count() == 1


def test_the_same_form_sent_again_gives_the_same_receipt(made, phone):
    enter(phone, made)
    form = GOOD | {"submission_id": str(uuid.uuid4())}
    first = phone.post(page("submit", made.link), form)
    second = phone.post(page("submit", made.link), form)

    assert (first["Location"], Revision.objects.count()) == (second["Location"], 1)


def test_a_returned_report_opens_by_the_same_link_with_the_code_again(made, phone, report, cast):
    enter(phone, made)
    phone.post(page("submit", made.link), GOOD)
    report.refresh_from_db()
    return_report(
        report, version=report.version, reason="台账不符", marks={"visits": "再核"},
        correct_by=NOON + timedelta(days=20), by=cast["coordinator"],
    )  # fmt: skip

    before = phone.get(page("form", made.link))
    stale = phone.post(page("submit", made.link), GOOD)
    with clock.at(NOON + timedelta(days=10)):  # long past the closing moment
        again = enter(phone, made)
        form = phone.get(again["Location"]).content.decode()
        phone.post(page("submit", made.link), GOOD | {"v.visits": "13"})
    report.refresh_from_db()

    assert (before.status_code, stale.status_code, again.status_code) == (403, 410, 302)
    assert ("台账不符" in form, "再核" in form) == (True, True)
    assert (report.state, report.values["visits"], report.timeliness) == (
        "submitted", "13", "on_time",
    )  # fmt: skip


def test_drafts_are_kept_as_they_are_typed(made, phone, report):
    enter(phone, made)
    sent = {"draft_version": 0, "fields": {"v.visits": "7"}}
    answer = phone.post(page("autosave", made.link), sent, content_type="application/json")
    other = Client()
    enter(other, made, name="李四")
    text = other.get(page("form", made.link)).content.decode()

    assert (answer.status_code, answer.json()["version"]) == (200, 1)
    assert 'value="7"' in text
    assert report.draft.who == "张建国"


def test_opened_on_another_device_the_first_is_asked_for_the_code_again(made, phone):
    enter(phone, made)
    enter(Client(), made, name="李四")
    sent = json.dumps({"draft_version": 0, "fields": {"v.visits": "7"}})
    saved = phone.post(page("autosave", made.link), sent, content_type="application/json")

    assert phone.get(page("form", made.link)).status_code == 403
    assert saved.status_code == 403
    assert phone.post(page("submit", made.link), GOOD).status_code == 403


def test_with_errors_the_form_comes_back_with_what_was_typed(made, phone):
    enter(phone, made)
    answer = phone.post(page("submit", made.link), {"v.visits": "-3", "t.work": "赶集"})

    assert (answer.status_code, "赶集" in answer.content.decode()) == (422, True)


def test_a_zero_report_needs_its_reason(made, phone, report):
    enter(phone, made)
    without = phone.post(page("zero", made.link), {"reason": " "}, follow=True)
    given = phone.post(page("zero", made.link), {"reason": "抗洪"})
    report.refresh_from_db()

    assert "/receipt/" not in without.redirect_chain[-1][0]
    assert ("/receipt/" in given["Location"], report.is_zero, report.who) == (True, True, "张建国")


def test_photos_are_taken_in_shown_taken_back_and_put_back(made, phone, report):
    enter(phone, made)
    file = SimpleUploadedFile("a.jpg", picture(), "image/jpeg")
    added = phone.post(
        page("photo-add", made.link), {"photo": file}, headers={"Accept": "application/json"}
    ).json()
    shown = phone.get(added["picture"])
    stranger = Client().get(added["picture"])
    removed = phone.post(added["remove"], headers={"Accept": "application/json"})

    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    assert (stranger.status_code, removed.status_code, report.photos.kept().count()) == (
        403,
        200,
        0,
    )
    phone.post(added["restore"])
    assert report.photos.kept().count() == 1


def test_no_photo_of_another_report_is_shown(made, phone, period, units, cast):
    other = period.reports.get(unit=units["sibling"])
    photo_of_other = _photo(other, cast["sibling"])
    enter(phone, made)

    assert phone.get(page("photo", made.link, photo_of_other.pk, "large")).status_code == 404
    assert phone.post(page("photo-remove", made.link, photo_of_other.pk)).status_code == 404


def _photo(report, by):
    return add_photo(report, picture("red"), upload_id=uuid.uuid4(), by=by)


def test_a_pass_opens_its_own_link_alone(noon, period, units, cast, phone):
    mine, other = make_links(period, [units["village"].pk, units["sibling"].pk], by=cast["town"])
    enter(phone, mine)
    phone.cookies[f"collect-{other.link.pk}"] = phone.cookies[f"collect-{mine.link.pk}"].value

    assert phone.get(page("form", mine.link)).status_code == 200
    for name in ("form", "receipt", "submit"):
        assert phone.get(page(name, other.link)).status_code == 403


@pytest.mark.parametrize("pass_", ["", "x", "0" * 64, "\ud800".encode(errors="replace").decode()])
def test_no_pass_can_be_set_from_outside(made, phone, pass_):
    """Neither before the code was ever entered nor after: the secret is the server's own."""
    phone.cookies[f"collect-{made.link.pk}"] = pass_
    before = phone.get(page("form", made.link)).status_code
    enter(phone, made)
    ours = phone.cookies[f"collect-{made.link.pk}"]

    assert (before, ours.value != pass_, ours["httponly"], ours["path"]) == (
        403, True, True, page("form", made.link),
    )  # fmt: skip


def test_an_unknown_link_says_what_to_do_and_how_to_guess_nothing(noon, phone, made):
    guessed = phone.get(reverse("reports:collect", args=["x" * 43]))
    unknown = phone.get(page("form", CollectLink(pk=9999)))
    real = phone.get(page("form", made.link))

    assert (guessed.status_code, phone.cookies.keys() & {"session"}) == (404, set())
    assert (unknown.status_code, real.status_code) == (403, 403)
    assert phone.get(reverse("reports:collect", args=["x" * 500])).status_code == 404


def test_the_page_with_the_secret_address_tells_it_to_nobody(made, phone):
    answer = phone.get(door(made))

    assert answer["Referrer-Policy"] == "strict-origin"
    assert '<meta name="referrer" content="strict-origin">' in answer.content.decode()
    assert "no-cache" in answer["Cache-Control"]
    assert "桃源村" not in answer.content.decode()


def test_a_link_taken_back_shuts_everywhere_at_once(made, phone, cast):
    enter(phone, made)
    revoke_link(made.link, by=cast["town"])

    assert phone.get(door(made)).status_code == 410
    assert phone.get(page("form", made.link)).status_code == 403
    assert phone.post(page("submit", made.link), GOOD).status_code == 403
    with pytest.raises(ReportError):
        revoke_link(made.link, by=cast["town"])


def test_a_new_link_takes_the_place_of_the_one_before(made, period, units, cast, phone):
    newer = make_links(period, [units["village"].pk], by=cast["town"])[0]

    assert (phone.get(door(made)).status_code, phone.get(door(newer)).status_code) == (410, 200)


def test_past_the_closing_moment_the_link_has_run_out(made, phone, report):
    enter(phone, made)
    with clock.at(report.closes_at):
        closed = phone.get(door(made)).status_code
        sent = phone.post(page("submit", made.link), GOOD).status_code
        close_due_periods(report.closes_at)
        after = phone.get(door(made)).status_code

    assert (closed, sent, after) == (410, 403, 410)  # twelve hours are over long before


def test_a_pass_ends_after_twelve_hours(made, phone):
    enter(phone, made)
    with clock.at(NOON + timedelta(hours=12)):
        assert phone.get(page("form", made.link)).status_code == 403


def test_the_link_of_a_unit_out_of_service_opens_nothing(made, phone, units):
    enter(phone, made)
    Unit.objects.filter(pk=units["village"].pk).update(active_to=NOON.date())

    assert phone.get(door(made)).status_code == 410
    assert phone.post(page("submit", made.link), GOOD).status_code == 410


def test_a_unit_that_moved_still_owes_and_its_new_town_looks_after_the_link(
    made, phone, units, cast, sign_in
):
    village, other_town = units["village"], units["other_town"]
    path = other_town.path + village.path[len(units["town"].path) :]
    Unit.objects.filter(pk=village.pk).update(parent=other_town, path=path)
    detail = reverse("reports:link-detail", args=[made.link.pk])

    assert enter(phone, made).status_code == 302
    assert sign_in("town").get(detail).status_code == 404
    assert sign_in("other_town").get(detail).status_code == 200


def test_handed_in_by_another_way_the_link_is_used(made, phone, report, cast):
    enter(phone, made)
    submit_report(
        report, submission_id=uuid.uuid4(), values=VALUES, texts={"work": "在集市设点宣传"},
        reasons={}, by=cast["reporter"],
    )  # fmt: skip

    assert phone.post(page("submit", made.link), GOOD).status_code == 410
    assert phone.get(door(made)).status_code == 410
    assert (Revision.objects.count(), Revision.objects.get().by) == (1, cast["reporter"])


def test_forms_need_the_token_of_the_page(made):
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(door(made), {"code": made.code, "name": "张"}).status_code == 403


def test_links_are_made_for_reports_one_looks_after_that_still_wait(noon, period, units, cast):
    with pytest.raises(ReportError):
        make_links(period, [units["other_village"].pk], by=cast["town"])
    with pytest.raises(ReportError):
        make_links(period, [], by=cast["town"])
    made = make_links(period, [units["village"].pk, units["other_village"].pk], by=cast["town"])
    assert [one.link.report.unit for one in made] == [units["village"]]


def test_cards_and_codes_are_shown_for_a_quarter_of_an_hour(noon, period, units, sign_in):
    town = sign_in("town")
    town.get(reverse("reports:link-list"))
    form = {"period": period.pk, "units": [units["village"].pk, units["sibling"].pk]}
    town.post(reverse("reports:link-make"), form)
    cards = reverse("reports:link-cards")
    now = town.get(cards).content.decode()
    with_codes = town.get(f"{cards}?codes=on").content.decode()
    with clock.at(NOON + timedelta(minutes=16)):
        later = town.get(cards).content.decode()

    assert (now.count("cl-qr"), now.count("/c/")) == (2, 2)
    assert ("cl-code num" in now, with_codes.count("cl-code num")) == (False, 2)
    assert ("cl-qr" in later, "/c/" in later) == (False, False)


def test_the_list_ticks_units_without_accounts_and_costs_the_same_for_many(
    noon, period, units, cast, sign_in
):
    cast["reporter"].grants.all().delete()
    office = sign_in("coordinator")
    address = reverse("reports:link-list")
    office.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        text = office.get(address).content.decode()
    make_links(period, [unit.pk for unit in units.values()], by=cast["coordinator"])
    with CaptureQueriesContext(connection) as many:
        office.get(address)

    assert f'value="{units["village"].pk}" checked' in text
    assert f'value="{units["sibling"].pk}" checked' not in text
    assert (len(few) <= 15, len(many) - len(few)) == (True, 0)


def test_the_uses_are_listed_with_moment_and_address(made, phone, sign_in):
    enter(phone, made, wrong(made.code))
    enter(phone, made)
    text = sign_in("town").get(reverse("reports:link-detail", args=[made.link.pk])).content.decode()

    assert ("127.0.0.1" in text, "张建国" in text) == (True, True)
