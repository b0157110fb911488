"""The directory of liaisons: looked through, and taken along as an Excel file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from fraudwatch.lib.access import needs
from fraudwatch.lib.pages import numbered_page
from fraudwatch.lib.uploads import content_disposition
from orgs.actions.directory import note_directory_export, note_phone_search
from orgs.exports.directory_xlsx import KIND, directory_book
from orgs.queries.directory import (
    SHOW_TODO,
    directory_rows,
    directory_towns,
    directory_units,
    gaps_in_sight,
    read_asked,
)


@needs("orgs.list_units")
def liaison_list(request: HttpRequest) -> HttpResponse:
    """Who answers for which unit; phones masked, shown one by one."""
    user, asked = request.user, read_asked(request.GET)
    page = numbered_page(directory_units(user, asked), request.GET)
    if asked.number:
        note_phone_search(asked.number, found=page.total, by=user)
    context = {
        "asked": asked,
        "page": page,
        "rows": directory_rows(user, page.rows),
        "towns": directory_towns(user),
        "gaps": gaps_in_sight(user),
        "is_todo": asked.show == SHOW_TODO,
        "may_show": user.has_perm("orgs.show_phone"),
        "may_edit": user.has_perm("orgs.edit_liaison"),
    }
    return render(request, "orgs/liaison_list.html", context)


@needs("orgs.list_units")
def liaison_export(request: HttpRequest) -> HttpResponse:
    """What the directory shows as a workbook; whole phones only when asked for and allowed."""
    user, asked = request.user, read_asked(request.GET)
    units = list(directory_units(user, asked))
    wants_phones = request.GET.get("phones") == "1"
    content, phones = directory_book(user, directory_rows(user, units), with_phones=wants_phones)
    note_directory_export(units=len(units), phones=phones, by=user)
    response = HttpResponse(content, content_type=KIND)
    response["Content-Disposition"] = content_disposition(_("liaison directory") + ".xlsx")
    response["Cache-Control"] = "private, no-store"
    return response
