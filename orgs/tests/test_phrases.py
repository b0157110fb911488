"""Notices are read in the language of the page."""

from types import SimpleNamespace

from django.utils import translation

from orgs.phrases import notice_text, notice_title


def notice(title, **params):
    return SimpleNamespace(title=title, text="", params=params)


def test_a_week_is_named_by_its_number_in_the_campaign():
    one = notice("Report of %(week)s approved", week="2026-06-08#15")

    with translation.override("zh-hans"):
        assert notice_title(one) == "第15周（6.8—6.14）周报已通过"
    with translation.override("en"):
        assert notice_title(one) == "Report of Week 15 (8–14 June) approved"


def test_a_notice_without_text_stays_without():
    assert notice_text(notice("Report of %(week)s approved", week="2026-06-08")) == ""
