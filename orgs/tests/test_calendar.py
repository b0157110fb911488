"""The calendar of working days: the notices, the site's own days, files, years unknown."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from openpyxl import Workbook

from conftest import NOON
from fraudwatch.lib import clock
from fraudwatch.lib.weeks import working_days
from orgs.actions.calendar import DaySpec, remove_day, set_days
from orgs.errors import OrgError
from orgs.models import AuditEntry, CalendarDay
from orgs.queries.calendar import calendar_year, unknown_years

EN = {"accept-language": "en"}
URL = "/admin-tools/calendar/"
WORKED_IN_2026 = [
    date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9), date(2026, 9, 20),
    date(2026, 10, 10),
]  # fmt: skip


def special(year, is_working):
    return [one.day for one in calendar_year(year).days if one.is_working is is_working]


def test_the_notice_of_2026_is_known(db):
    rest = special(2026, False)

    assert special(2026, True) == WORKED_IN_2026
    assert {date(2026, 10, day) for day in range(1, 8)} <= set(rest)
    assert (date(2026, 1, 1) in rest, date(2026, 10, 8) in rest) == (True, False)


def test_own_days_win_over_the_notice_and_can_be_taken_out(cast):
    by = cast["administrator"]
    spec = DaySpec(date(2026, 10, 2), True, "抢险", "县政府通知")
    assert (set_days([spec], by=by), set_days([spec], by=by)) == (1, 0)
    assert working_days().is_working(date(2026, 10, 2))

    remove_day(date(2026, 10, 2), by=by)

    assert not working_days().is_working(date(2026, 10, 2))
    with pytest.raises(OrgError):
        remove_day(date(2026, 10, 2), by=by)
    kept = AuditEntry.objects.filter(action__startswith="calendar.").order_by("pk")
    assert [one.changes for one in kept] == [
        {"2026-10-02": [None, "working · 抢险 · 县政府通知"]},
        {"2026-10-02": ["working · 抢险 · 县政府通知", None]},
    ]


def test_a_year_nobody_knows_has_weekends_only_and_is_said(cast, sign_in):
    with clock.at(NOON.replace(year=2031)):
        assert unknown_years() == [2031]
    with clock.at(NOON):
        page = sign_in("administrator").get(f"{URL}?year=2031", headers=EN).content.decode()
    assert "The days off of 2031 are not known yet" in page

    set_days([DaySpec(date(2031, 1, 1), False, "元旦")], by=cast["administrator"])
    with clock.at(NOON.replace(year=2031)):
        assert unknown_years() == []


def test_days_in_a_row_are_entered_at_once(cast, sign_in):
    data = {"day": "2027-10-01", "until": "2027-10-07", "kind": "rest", "name": "国庆节"}
    answer = sign_in("administrator").post(f"{URL}add/", data)

    assert answer.url == f"{URL}?year=2027"
    found = CalendarDay.objects.values_list("day", "is_working", "name")
    assert list(found) == [(date(2027, 10, day), False, "国庆节") for day in range(1, 8)]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"day": "", "kind": "rest"}, "required"),
        ({"day": "2027-10-07", "until": "2027-10-01", "kind": "rest"}, "one of the 30 days"),
        ({"day": "2027-10-07", "until": "2028-10-01", "kind": "rest"}, "one of the 30 days"),
        ({"day": "1999-10-07", "kind": "rest"}, "choose a day from 2020 to 2100"),
        ({"day": "2027-10-07", "kind": "party"}, "not one of the available choices"),
    ],
)
def test_what_makes_no_sense_is_refused_and_kept(cast, sign_in, data, words):
    answer = sign_in("administrator").post(f"{URL}add/", data | {"name": "国庆"}, headers=EN)

    text = answer.content.decode()
    assert (answer.status_code, words in text, "国庆" in text) == (422, True, True)
    assert not CalendarDay.objects.exists()


def book(*rows):
    made = Workbook()
    for row in rows:
        made.active.append(row)
    content = BytesIO()
    made.save(content)
    return content.getvalue()


HEAD = ("Day", "Work or rest", "Name", "Announced in")
BOOK = book(HEAD, (date(2027, 2, 6), "rest", "春节", "国办"), ("2027年2月20日", "上班", "", ""))
CSV = "Day,Work or rest,Name\n2027-02-06,放假,春节\n2027/2/20,work,\n"
FILES = {
    "days.xlsx": BOOK,
    "days.csv": CSV.encode(),
    "gbk.csv": CSV.encode("gb18030"),
}


def send(client, name, content):
    with translation.override("en"):
        return client.post(f"{URL}import/", {"file": SimpleUploadedFile(name, content)}, headers=EN)


@pytest.mark.parametrize("name", FILES)
def test_days_are_read_from_a_file(cast, sign_in, name):
    answer = send(sign_in("administrator"), name, FILES[name])

    assert answer.status_code == 302
    assert list(CalendarDay.objects.values_list("day", "is_working")) == [
        (date(2027, 2, 6), False), (date(2027, 2, 20), True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"Day,Work or rest\n2027-02-30,rest\n2027-02-06,maybe\n", "CSV A2"),
        ("a.csv", b"Day,Work or rest\n2027-02-06,rest\n2027-02-06,work\n", "twice"),
        ("a.csv", b"Datum,Art\n2027-02-06,rest\n", "needs the headings"),
        ("a.csv", b"", "is empty"),
        ("a.csv", b"\0\1\2", "no CSV file"),
        ("a.csv", b"\xff\xff\xff\xff", "no CSV file"),
        ("a.xlsx", b"no workbook", ""),
        ("a.xlsx", book(HEAD, ("tomorrow", "rest")), "with its year"),
    ],
)
def test_a_file_with_a_mistake_saves_nothing(cast, sign_in, name, content, words):
    answer = send(sign_in("administrator"), name, content)

    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert not CalendarDay.objects.exists()


def test_only_who_keeps_the_site_enters_days(cast, sign_in, noon):
    page = sign_in("coordinator").get(URL, headers=EN)
    refused = sign_in("coordinator").post(f"{URL}add/", {"day": "2027-10-07", "kind": "rest"})

    assert (page.status_code, "Enter days" in page.content.decode()) == (200, False)
    assert refused.status_code == 403


def test_the_page_asks_the_same_number_of_questions(cast, sign_in, noon, django_assert_num_queries):
    client = sign_in("administrator")
    counts = []
    for month in (1, 11):
        days = [DaySpec(date(2026, month, day), False, "放假") for day in range(1, 20)]
        set_days(days, by=cast["administrator"])
        client.get(URL)
        with django_assert_num_queries(6, exact=False) as asked:
            client.get(URL)
        counts.append(len(asked))
    assert counts[0] == counts[1]
