"""Saying what became of reminding by hand."""

from collections.abc import Sized
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fraudwatch.lib.weeks import moment_label


def say_asked(
    request: HttpRequest,
    told: Sized,
    cooling: Sized,
    unreachable: Sized,
    again_at: datetime | None,
) -> None:
    """Who was reminded, who was a short while ago, and who has nobody to tell."""
    if told:
        words = ngettext("%(n)d unit was reminded.", "%(n)d units were reminded.", len(told))
        messages.success(request, words % {"n": len(told)})
    if cooling:
        messages.warning(request, _left_alone(len(cooling)) + _again(again_at))
    if unreachable:
        messages.warning(request, _nobody(len(unreachable)))
    if not (told or cooling or unreachable):
        messages.info(request, _("Nobody owes anything here just now."))


def _left_alone(n: int) -> str:
    words = ngettext(
        "%(n)d unit was reminded a short while ago and is left alone.",
        "%(n)d units were reminded a short while ago and are left alone.",
        n,
    )
    return words % {"n": n}


def _nobody(n: int) -> str:
    words = ngettext(
        "%(n)d unit has no reporter with an account: telephone it.",
        "%(n)d units have no reporter with an account: telephone them.",
        n,
    )
    return words % {"n": n}


def _again(at: datetime | None) -> str:
    return " " + _("Possible again from %(at)s.") % {"at": moment_label(at)} if at else ""
