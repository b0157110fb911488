"""One piece of an imported plan: confirm, edit, split, join, move, leave out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from campaigns.actions.import_steps import (
    edit_piece,
    join_piece,
    mark_pieces,
    move_piece,
    split_piece,
)
from campaigns.enums import PieceKind, PieceState
from campaigns.errors import CampaignError
from campaigns.forms.import_pieces import PieceForm, SplitForm
from campaigns.models import ImportPiece
from fraudwatch.lib.access import needs
from fraudwatch.lib.errors import DomainError, StaleVersion

from .plan_imports import shown_again

PLAN = "plan__unit"
STATES = {
    "confirm": PieceState.CONFIRMED, "drop": PieceState.DROPPED, "reopen": PieceState.OPEN,
}  # fmt: skip


@needs("campaigns.edit_import", ImportPiece, methods="POST", related=PLAN)
def import_piece(request: HttpRequest, piece: ImportPiece) -> HttpResponse:
    """One step with a piece, named by the button."""
    what, _colon, seen = request.POST.get("do", "").partition(":")
    try:
        _check_version(piece, seen)
        if what in STATES:
            mark_pieces(piece.plan, [piece], STATES[what])
        elif what == "join":
            join_piece(piece)
        elif what in PieceKind.values:
            move_piece(piece, kind=what)
        else:
            raise CampaignError(_("Choose one of the buttons of the piece."))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return shown_again(request, piece.plan, piece.pk)


def _check_version(piece: ImportPiece, seen: object) -> None:
    """StaleVersion when the page showed the piece before somebody else changed it."""
    if str(seen) != str(piece.version):
        raise StaleVersion(
            _("Somebody else changed “%(piece)s” just now. Look at it again.") % {"piece": piece},
            current=piece,
        )


@needs("campaigns.edit_import", ImportPiece, methods="GET POST", related=PLAN)
def import_piece_edit(request: HttpRequest, piece: ImportPiece) -> HttpResponse:
    """Correct words, units and days of a piece; saving confirms it."""
    form = PieceForm(request.POST or None, piece=piece)
    if form.is_bound and form.is_valid():
        try:
            _check_version(piece, form.cleaned_data["version"])
            edit_piece(piece, text=form.cleaned_data["text"], fields=form.own_fields())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return shown_again(request, piece.plan, piece.pk)
    return _form(request, piece, form, _("Edit the piece"))


@needs("campaigns.edit_import", ImportPiece, methods="GET POST", related=PLAN)
def import_piece_cut(request: HttpRequest, piece: ImportPiece) -> HttpResponse:
    """Choose where a piece is cut in two."""
    form = SplitForm(request.POST or None, piece=piece)
    if form.is_bound and form.is_valid():
        try:
            _check_version(piece, form.cleaned_data["version"])
            split_piece(piece, at=form.cleaned_data["at"])
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return shown_again(request, piece.plan, piece.pk)
    return _form(request, piece, form, _("Split the piece"))


def _form(request: HttpRequest, piece: ImportPiece, form: object, title: str) -> HttpResponse:
    source = piece.plan.text[max(piece.start - 60, 0) : piece.end + 60]
    context = {"piece": piece, "plan": piece.plan, "form": form, "title": title, "source": source}
    status = 422 if form.errors else 200
    return render(request, "campaigns/import_piece.html", context, status=status)
