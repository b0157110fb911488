"""Reading a plan in (导入方案): its text, the look over what was found, the draft campaign."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.actions.import_steps import learn_name, mark_pieces, rename_unit, set_units
from campaigns.actions.import_steps import undo_step as undo
from campaigns.actions.plan_imports import (
    SeveralPlans,
    discard_import,
    finish_import,
    open_import,
    save_facts,
)
from campaigns.enums import PieceKind, PieceState
from campaigns.forms.plan_imports import BlockUnitsForm, FactsForm, NameForm, PasteForm
from campaigns.models import Campaign, PlanImport
from campaigns.queries.import_facts import ImportFacts
from campaigns.queries.import_sketch import import_sketch
from campaigns.queries.plan_imports import (
    certain_pieces,
    headings_of,
    import_page,
    open_imports,
    pieces_below,
)
from fraudwatch.lib.access import find_visible, needs
from fraudwatch.lib.errors import DomainError

UNIT = "unit"


@needs("campaigns.add_campaign", methods="GET POST")
def import_start(request: HttpRequest) -> HttpResponse:
    """Paste a plan or choose its file; it is read at once."""
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PasteForm(*data, user=request.user)
    if form.is_bound and form.is_valid() and (plan := _opened(request, form)):
        return redirect("campaigns:import-review", plan.pk)
    context = {"form": form, "imports": open_imports(request.user)}
    status = 422 if form.errors else 200
    return render(request, "campaigns/import_start.html", context, status=status)


@needs("campaigns.edit_plan", Campaign, methods="GET POST", related="owner")
def import_revise(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Paste a revised text of a campaign, or choose its file: its changes are shown."""
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PasteForm(*data, user=request.user, owner=campaign.owner)
    if form.is_bound and form.is_valid() and (plan := _opened(request, form, campaign)):
        return redirect("campaigns:import-review", plan.pk)
    status = 422 if form.errors else 200
    context = {"form": form, "campaign": campaign}
    return render(request, "campaigns/import_start.html", context, status=status)


def _opened(
    request: HttpRequest, form: PasteForm, revises: Campaign | None = None
) -> PlanImport | None:
    given = form.cleaned_data
    try:
        plan = open_import(
            given["unit"], text=given["words"], headings=given["headings"], name=given["name"],
            part=given["part"], revises=revises, by=request.user,
        )  # fmt: skip
    except SeveralPlans as several:
        form.ask_which(several.titles)
        form.add_error("part", str(several))
    except DomainError as refusal:
        form.add_error("file" if given["file"] else "text", str(refusal))
    else:
        if plan.doubt:
            messages.warning(request, plan.doubt)
        return plan
    return None


@needs("campaigns.edit_import", PlanImport, related=UNIT)
def import_review(request: HttpRequest, plan: PlanImport) -> HttpResponse:
    """The original beside what was found in it."""
    if plan.campaign_id:
        return redirect("campaigns:campaign-detail", plan.campaign_id)
    return _shown(request, plan, after=request.GET.get("after", ""))


def _shown(request: HttpRequest, plan: PlanImport, *, after: object) -> HttpResponse:
    """The page, or of a step taken by script its middle alone."""
    only_open = (request.POST.get("show") or request.GET.get("show")) == "open"
    last = int(after) if str(after).isdecimal() and len(str(after)) < 16 else 0
    page = import_page(plan, only_open=only_open, after=last)
    context = {
        "plan": plan, "page": page, "only_open": only_open, "headings": headings_of(plan),
        "kinds": PieceKind.choices,
    }  # fmt: skip
    is_part = request.headers.get("HX-Request") == "true"
    name = "_import_work.html" if is_part else "import_review.html"
    return render(request, f"campaigns/{name}", context)


def shown_again(request: HttpRequest, plan: PlanImport, after: int = 0) -> HttpResponse:
    """After a step: the middle of the page for a script, else the page again at its place."""
    if request.headers.get("HX-Request") == "true":
        return _shown(
            request, find_visible(PlanImport, request.user, related=UNIT, pk=plan.pk), after=after
        )
    show = "&show=open" if request.POST.get("show") == "open" else ""
    address = reverse("campaigns:import-review", args=[plan.pk])
    return redirect(f"{address}?after={after}{show}" + (f"#piece-{after}" if after else ""))


def version_in(request: HttpRequest) -> int:
    """The version of the import that the page showed; 0 for none, which is always out of date."""
    version = request.POST.get("version", "")
    return int(version) if version.isdecimal() and len(version) < 10 else 0


@needs("campaigns.edit_import", PlanImport, methods="GET POST", related=UNIT)
def import_facts(request: HttpRequest, plan: PlanImport) -> HttpResponse:
    """Title, days, year and what else holds for the whole plan."""
    form = FactsForm(request.POST or None, plan=plan, user=request.user)
    if form.is_bound and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            save_facts(plan, version=version, by=request.user, **form.facts())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("campaigns:import-review", plan.pk)
    context = {"plan": plan, "form": form}
    status = 422 if form.errors else 200
    return render(request, "campaigns/import_facts.html", context, status=status)


@needs("campaigns.edit_import", PlanImport, methods="POST", related=UNIT)
def import_certain(request: HttpRequest, plan: PlanImport) -> HttpResponse:
    """Confirm everything that the reader was sure of."""
    try:
        n = mark_pieces(plan, certain_pieces(plan), PieceState.CONFIRMED)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        text = ngettext("%(n)d piece confirmed.", "%(n)d pieces confirmed.", n)
        messages.success(request, text % {"n": n})
    return redirect("campaigns:import-review", plan.pk)


@needs("campaigns.edit_import", PlanImport, methods="POST", related=UNIT)
def import_units(request: HttpRequest, plan: PlanImport) -> HttpResponse:
    """Units for a whole block of tasks and duties."""
    form = BlockUnitsForm(request.POST, plan=plan)
    try:
        if not form.is_valid():
            raise DomainError(
                " ".join(error for errors in form.errors.values() for error in errors)
            )
        words = form.cleaned_data["words"]
        problems = ImportFacts(plan).units(words).problems
        if problems:
            raise DomainError(" ".join(problems))
        n = set_units(plan, pieces_below(plan, form.cleaned_data["heading"]), words)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        text = ngettext("%(n)d piece changed.", "%(n)d pieces changed.", n)
        messages.success(request, text % {"n": n})
    return redirect("campaigns:import-review", plan.pk)


@needs("campaigns.edit_import", PlanImport, methods="POST", related=UNIT)
def import_name(request: HttpRequest, plan: PlanImport) -> HttpResponse:
    """Say which unit a name of the plan means; it can be learned as another name of it."""
    form = NameForm(request.POST)
    try:
        if form.is_valid():
            _take_name(request, plan, **form.cleaned_data)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect(reverse("campaigns:import-review", args=[plan.pk]) + "#names")


def _take_name(
    request: HttpRequest, plan: PlanImport, *, name: str, words: str, learn: bool
) -> None:
    found = ImportFacts(plan).units(words)
    if words and found.problems:
        raise DomainError(" ".join(found.problems))
    if learn and len(found.units) != 1:
        raise DomainError(_("Only one unit can have “%(name)s” as another name.") % {"name": name})
    if learn:
        learn_name(found.units[0], name, by=request.user)
        text = _("“%(name)s” is another name of %(unit)s from now on.")
        messages.success(request, text % {"name": name, "unit": found.units[0]})
    else:
        n = rename_unit(plan, name=name, words=words)
        text = ngettext("%(n)d piece changed.", "%(n)d pieces changed.", n)
        messages.success(request, text % {"n": n})


@needs("campaigns.edit_import", PlanImport, methods="POST", related=UNIT)
def import_undo(request: HttpRequest, plan: PlanImport) -> HttpResponse:
    """Take back the last step."""
    try:
        undo(plan, version=version_in(request))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return shown_again(request, plan)


@needs("campaigns.edit_import", PlanImport, methods="POST", related=UNIT)
def import_discard(request: HttpRequest, plan: PlanImport) -> HttpResponse:
    """Throw an unfinished import away."""
    try:
        discard_import(plan, by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("campaigns:import-review", plan.pk)
    messages.success(request, _("The import is discarded."))
    return redirect("campaigns:import-start")


@needs("campaigns.edit_import", PlanImport, methods="GET POST", related=UNIT)
def import_finish(request: HttpRequest, plan: PlanImport) -> HttpResponse:
    """What will be made of everything confirmed; making it, all or nothing."""
    refusal = ""
    if plan.campaign_id:
        return redirect("campaigns:plan-edit", plan.campaign_id)
    if plan.revises_id:
        return redirect("campaigns:import-changes", plan.pk)
    if request.method == "POST":
        try:
            campaign = finish_import(plan, version=version_in(request), by=request.user)
        except DomainError as error:
            refusal = str(error)
        else:
            messages.success(request, _("The draft is made. Nobody else sees it yet."))
            return redirect("campaigns:plan-edit", campaign.pk)
    return _preview(request, plan, refusal)


def _preview(request: HttpRequest, plan: PlanImport, refusal: str) -> HttpResponse:
    if not (plan.title and plan.starts_on and plan.ends_on):
        messages.warning(request, _("Fill in title, first and last day first."))
        return redirect("campaigns:import-facts", plan.pk)
    plan.refresh_from_db()
    context = {"plan": plan, "sketch": import_sketch(plan), "refusal": refusal}
    status = 422 if refusal else 200
    return render(request, "campaigns/import_finish.html", context, status=status)
