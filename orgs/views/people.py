"""People and liaisons: noted, edited, gone; appointed, handed over; phones shown one by one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from fraudwatch.lib import clock
from fraudwatch.lib.access import needs
from fraudwatch.lib.errors import DomainError
from orgs.actions.liaisons import appoint_liaison, end_liaison, hand_over_liaison
from orgs.actions.people import add_person, edit_person, leave_person, show_phone, ties_of
from orgs.forms.fields import person_words
from orgs.forms.people import AppointForm, HandOverForm, LeaveForm, PersonForm
from orgs.handover import open_for_person
from orgs.models import Liaison, Person, Unit
from orgs.queries.owing import owed_page
from orgs.queries.people import found_people

SUGGESTED = 12


@needs("orgs.edit_person", Unit, methods="GET POST")
def person_create(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Note somebody who works in a unit."""
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        facts.pop("version")
        try:
            person = add_person(unit, by=request.user, **facts)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(person)s was added.") % {"person": person})
            return redirect("orgs:unit-detail", unit.pk)
    return _form(request, "orgs/person_create.html", form, unit=unit)


@needs("orgs.edit_person", Person, methods="GET POST", related="unit")
def person_edit(request: HttpRequest, person: Person) -> HttpResponse:
    """Change a person's facts. The phone is typed anew: a blank one leaves what is kept."""
    start = {name: getattr(person, name) for name in ("name", "post", "email", "version")}
    form = PersonForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        if not facts["phone"]:
            del facts["phone"]
        try:
            edit_person(person, by=request.user, **facts)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("orgs:unit-detail", person.unit_id)
    return _form(request, "orgs/person_edit.html", form, unit=person.unit, person=person)


@needs("orgs.edit_person", Person, methods="GET POST", related="unit")
def person_leave(request: HttpRequest, person: Person) -> HttpResponse:
    """Note that a person has left; what still hangs on them is listed for hand-over."""
    form = LeaveForm(request.user, request.POST or None, initial={"version": person.version})
    if request.method == "POST" and form.is_valid():
        successor, version = form.cleaned_data["to"], form.cleaned_data["version"]
        try:
            leave_person(person, version=version, successor=successor, by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(person)s has left.") % {"person": person})
            return redirect("orgs:unit-detail", person.unit_id)
    terms, items = ties_of(person, user=request.user)
    seats = person.seats.in_force().select_related("group")
    context = {"unit": person.unit, "person": person, "terms": terms, "items": items}
    return _form(request, "orgs/person_leave.html", form, seats=seats, **context)


@needs("orgs.show_phone", Person, methods="POST", related="unit")
def phone_show(request: HttpRequest, person: Person) -> HttpResponse:
    """The whole phone, against an entry in the audit trail."""
    phone = show_phone(person, by=request.user)
    name = "_phone.html" if request.headers.get("HX-Request") else "phone_show.html"
    response = render(request, f"orgs/{name}", {"person": person, "phone": phone})
    response["Cache-Control"] = "no-store"
    return response


@needs("orgs.list_units")
def person_pick(request: HttpRequest) -> HttpResponse:
    """People that match what is being typed into a field."""
    words = request.GET.get(request.GET.get("field", ""), "").strip()[:80]
    people = found_people(request.user, words)[:SUGGESTED] if words else []
    options = [person_words(person) for person in people]
    return render(request, "orgs/_pick_options.html", {"options": options})


@needs("orgs.edit_liaison", Unit, methods="GET POST")
def liaison_appoint(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Appoint a primary or backup liaison; the earlier term ends."""
    start = {"post": request.GET.get("post", "primary")}
    form = AppointForm(request.user, request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            term = appoint_liaison(unit, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            told = {"person": term.person, "post": term.get_post_display(), "unit": unit}
            messages.success(request, _("%(person)s is now %(post)s of %(unit)s.") % told)
            return redirect("orgs:unit-detail", unit.pk)
    return _form(request, "orgs/liaison_appoint.html", form, unit=unit)


@needs("orgs.edit_liaison", Liaison, methods="GET POST", related="unit person")
def liaison_hand_over(request: HttpRequest, liaison: Liaison) -> HttpResponse:
    """Hand a post over with everything open."""
    form = HandOverForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            begun = hand_over_liaison(liaison, to=form.cleaned_data["to"], by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            told = {"person": begun.person, "unit": liaison.unit}
            messages.success(request, _("%(person)s has taken over for %(unit)s.") % told)
            return redirect("orgs:unit-detail", liaison.unit_id)
    items = open_for_person(liaison.person, liaison.unit, user=request.user)
    owed = owed_page(request.user, liaison.unit, clock.now())
    context = {"unit": liaison.unit, "liaison": liaison, "items": items, "owed": owed}
    return _form(request, "orgs/liaison_hand_over.html", form, **context)


@needs("orgs.edit_liaison", Liaison, methods="POST", related="unit person")
def liaison_end(request: HttpRequest, liaison: Liaison) -> HttpResponse:
    """End a backup's term."""
    try:
        end_liaison(liaison, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("The term of %(person)s has ended.") % {"person": liaison.person}
        )
    return redirect("orgs:unit-detail", liaison.unit_id)


def _form(request: HttpRequest, template: str, form: object, **context: object) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, template, {"form": form} | context, status=status)
