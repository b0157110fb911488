"""Leading groups and their seats."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from fraudwatch.lib import clock
from fraudwatch.lib.access import needs
from fraudwatch.lib.errors import DomainError
from orgs.actions.groups import create_group, edit_group, edit_seat, end_seat, seat_person
from orgs.forms.people import GroupForm, SeatForm, SeatTermForm
from orgs.models import GroupSeat, LeadingGroup, Unit
from orgs.queries.groups import group_chart


@needs("orgs.view_group", LeadingGroup, related="unit office_unit")
def group_detail(request: HttpRequest, group: LeadingGroup) -> HttpResponse:
    """The group as a chart, its seats with their terms; ready to print."""
    context = {
        "group": group,
        "unit": group.unit,
        "chart": group_chart(request.user, group),
        "may_group": request.user.has_perm("orgs.edit_group", group),
    }
    return render(request, "orgs/group_detail.html", context)


@needs("orgs.edit_group", Unit, methods="GET POST")
def group_create(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Set up a leading group."""
    form = GroupForm(request.user, request.POST or None, initial={"from_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        facts = {name: data[name] for name in ("name", "office_unit", "from_on")}
        try:
            group = create_group(unit, by=request.user, **facts)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("orgs:group-detail", group.pk)
    return _form(request, "orgs/group_create.html", form, unit=unit)


@needs("orgs.edit_group", LeadingGroup, methods="GET POST", related="unit office_unit")
def group_edit(request: HttpRequest, group: LeadingGroup) -> HttpResponse:
    """Change a leading group, or dissolve it."""
    names = ("name", "office_unit", "from_on", "to_on", "version")
    start = {name: getattr(group, name) for name in names}
    form = GroupForm(request.user, request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            edit_group(group, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("orgs:group-detail", group.pk)
    return _form(request, "orgs/group_edit.html", form, unit=group.unit, group=group)


@needs("orgs.edit_group", LeadingGroup, methods="GET POST", related="unit")
def seat_create(request: HttpRequest, group: LeadingGroup) -> HttpResponse:
    """Give somebody a seat; a second group leader is said, not refused."""
    form = SeatForm(request.user, request.POST or None, initial={"from_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            seat, warning = seat_person(group, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(seat)s was seated.") % {"seat": seat})
            if warning:
                messages.warning(request, warning)
            return redirect("orgs:group-detail", group.pk)
    return _form(request, "orgs/seat_create.html", form, unit=group.unit, group=group)


@needs("orgs.edit_group", LeadingGroup, methods="GET POST", related="unit")
def seat_edit(request: HttpRequest, group: LeadingGroup, seat: int) -> HttpResponse:
    """Correct the term of a seat, or its place among equals."""
    found = _seat(group, seat)
    start = {name: getattr(found, name) for name in ("from_on", "to_on", "position")}
    form = SeatTermForm(request.POST or None, initial=start | {"version": group.version})
    if request.method == "POST" and form.is_valid():
        try:
            _after, warning = edit_seat(found, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            if warning:
                messages.warning(request, warning)
            return redirect("orgs:group-detail", group.pk)
    return _form(request, "orgs/seat_edit.html", form, unit=group.unit, group=group, seat=found)


@needs("orgs.edit_group", LeadingGroup, methods="POST", related="unit")
def seat_end(request: HttpRequest, group: LeadingGroup, seat: int) -> HttpResponse:
    """End a seat of the group."""
    found = _seat(group, seat)
    try:
        end_seat(found, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The term of %(person)s has ended.") % {"person": found.person})
    return redirect("orgs:group-detail", group.pk)


def _seat(group: LeadingGroup, key: int) -> GroupSeat:
    """A seat of this group, nobody else's. Http404 when it has none such."""
    found = group.seats.select_related("group__unit", "person").filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _form(request: HttpRequest, template: str, form: object, **context: object) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, template, {"form": form} | context, status=status)
