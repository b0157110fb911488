"""Steps in looking over an imported plan; each can be taken back."""

import re
from collections.abc import Iterable, Mapping, Sequence
from unicodedata import normalize

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from campaigns.enums import PieceKind, PieceState
from campaigns.errors import CampaignError
from campaigns.import_pieces import moved
from campaigns.import_words import UNITS_OF, cut, cuts_of, joined, short_title
from campaigns.models import ImportPiece, PlanImport
from campaigns.privacy import refuse_private
from fraudwatch.lib import clock
from fraudwatch.lib.errors import StaleVersion
from orgs.actions.units import set_aliases
from orgs.models import Unit, User
from orgs.names import clean_name

from .plan_imports import APART, stale

KEPT_STEPS = 20
BETWEEN = re.compile(r"([、，,；;\n])")
Change = tuple[ImportPiece, Mapping[str, object]]


@transaction.atomic
def _take(
    plan: PlanImport, what: str, changes: Iterable[Change], new: Sequence[ImportPiece] = ()
) -> None:
    """Write the changes and what they undo. StaleVersion when somebody changed a piece first."""
    now = _locked(plan)
    was = []
    for piece, fields in changes:
        before = {key: getattr(piece, key) for key in fields}
        rows = ImportPiece.objects.filter(pk=piece.pk, plan=plan, version=piece.version)
        if not rows.update(version=F("version") + 1, **fields):
            raise StaleVersion(
                _("Somebody else changed “%(piece)s” just now. Look at it again.")
                % {"piece": piece},
                current=ImportPiece.objects.filter(pk=piece.pk).first(),
            )
        was.append([piece.pk, before])
    for piece in new:
        piece.save(force_insert=True)
    step = {"what": what, "was": was, "new": [piece.pk for piece in new]}
    _save(now, [*now.undo, step][-KEPT_STEPS:])


def _locked(plan: PlanImport) -> PlanImport:
    now = PlanImport.objects.select_for_update(no_key=True, of=("self",)).get(pk=plan.pk)
    if now.campaign_id:
        raise stale(now)
    return now


def _save(now: PlanImport, undo: list) -> None:
    PlanImport.objects.filter(pk=now.pk).update(
        undo=undo, version=F("version") + 1, saved_at=clock.now()
    )


@transaction.atomic
def undo_step(plan: PlanImport, *, version: int) -> str:
    """Take back the last step; returns what it was. CampaignError when there is none left.

    StaleVersion when somebody took another step since ``version``.
    """
    now = _locked(plan)
    if now.version != version:
        raise stale(now)
    if not now.undo:
        raise CampaignError(_("There is nothing left to take back."))
    step = now.undo[-1]
    for key, before in step["was"]:
        ImportPiece.objects.filter(pk=key, plan=plan).update(version=F("version") + 1, **before)
    ImportPiece.objects.filter(pk__in=step["new"], plan=plan).delete()
    _save(now, now.undo[:-1])
    return step["what"]


def mark_pieces(plan: PlanImport, pieces: Iterable[ImportPiece], state: str) -> int:
    """Confirm pieces, leave them out, or open them again; returns how many changed."""
    changes = [(piece, {"state": state}) for piece in pieces if piece.state != state]
    if changes:
        _take(plan, str(state), changes)
    return len(changes)


def edit_piece(piece: ImportPiece, *, text: str, fields: Mapping[str, str]) -> None:
    """Correct a piece; it is confirmed by that.

    CampaignError without words, or with somebody's ID or card number in them.
    """
    if not text.strip():
        raise CampaignError(_("Write some words, or leave the piece out."))
    refuse_private(text, *fields.values())
    fields = piece.fields | dict(fields)
    change = {"text": text.strip(), "fields": fields, "state": PieceState.CONFIRMED}
    _take(piece.plan, "edited", [(piece, change)])


def split_piece(piece: ImportPiece, *, at: int) -> ImportPiece:
    """Cut a piece in two at a sign between its parts; both stay to be looked at."""
    if at not in cuts_of(piece.text):
        raise CampaignError(_("It cannot be cut there. Choose one of the places shown."))
    first, second = cut(piece.text, at)
    source, place = piece.plan.text, -1
    if second:
        place = source.find(second[:12], piece.start, piece.end + 1)
    start = place if place > 0 else piece.start
    after = piece.plan.pieces.filter(position__gt=piece.position).values_list("position", flat=True)
    following = after.first() or piece.position + 2 * APART
    new = ImportPiece(
        plan=piece.plan, kind=piece.kind, text=second, start=start, end=max(piece.end, start),
        fields=_titled(piece, second), marks=[], confidence=piece.confidence,
        reason=piece.reason, position=(piece.position + following) // 2,
    )  # fmt: skip
    change = {
        "text": first, "fields": _titled(piece, first), "state": PieceState.OPEN,
        "end": start if start > piece.start else piece.end,
    }  # fmt: skip
    _take(piece.plan, "split", [(piece, change)], [new])
    return new


def join_piece(piece: ImportPiece) -> None:
    """Put the next piece of the same kind to this one; CampaignError when there is none."""
    follows = piece.plan.pieces.filter(kind=piece.kind, position__gt=piece.position)
    second = follows.exclude(state=PieceState.DROPPED).first()
    if second is None:
        raise CampaignError(_("No piece of its kind follows. Choose an earlier one."))
    fields = dict(piece.fields)
    for key in UNITS_OF[PieceKind(piece.kind)]:
        fields[key] = _together(fields.get(key, ""), second.fields.get(key, ""))
    text = joined(piece.text, second.text)
    change = {
        "text": text, "fields": fields, "end": max(piece.end, second.end),
        "marks": piece.marks + second.marks, "state": PieceState.OPEN,
    }  # fmt: skip
    _take(piece.plan, "joined", [(piece, change), (second, {"state": PieceState.DROPPED})])


def move_piece(piece: ImportPiece, *, kind: str) -> None:
    """Let a piece be of another kind; units and day go with it."""
    if kind not in PieceKind.values:
        raise CampaignError(_("“%(kind)s” is no kind of piece. Choose one.") % {"kind": kind[:20]})
    if kind == piece.kind:
        return
    fields = moved(piece.kind, kind, piece.text, piece.fields)
    text = piece.text[:60] if kind == PieceKind.PHASE else piece.text
    change = {"kind": kind, "fields": fields, "text": text, "state": PieceState.OPEN}
    _take(piece.plan, "moved", [(piece, change)])


def set_units(plan: PlanImport, pieces: Iterable[ImportPiece], words: str) -> int:
    """Let a whole block of tasks and duties be for these units; returns how many changed."""
    changes = []
    for piece in pieces:
        key = "responsible" if piece.kind == PieceKind.TASK else "units"
        if key in UNITS_OF[PieceKind(piece.kind)] and piece.fields.get(key) != words:
            changes.append((piece, {"fields": piece.fields | {key: words.strip()}}))
    if changes:
        _take(plan, "units", changes)
    return len(changes)


def rename_unit(plan: PlanImport, *, name: str, words: str) -> int:
    """Write ``words`` instead of a name that stands for units, in every piece; blank: leave out."""
    changes = []
    for piece in plan.pieces.all():
        fields = dict(piece.fields)
        for key in UNITS_OF[PieceKind(piece.kind)]:
            fields[key] = _renamed(fields.get(key, ""), name, words.strip())
        if fields != piece.fields:
            changes.append((piece, {"fields": fields}))
    if changes:
        _take(plan, "units", changes)
    return len(changes)


@transaction.atomic
def learn_name(unit: Unit, name: str, *, by: User) -> None:
    """Let a name of the plan be another name of the unit from now on (别名)."""
    known = unit.aliases.values_list("text", flat=True)
    set_aliases(unit, [*known, name], by=by)


def _renamed(text: str, name: str, words: str) -> str:
    wanted, parts = _even(name), BETWEEN.split(text)
    if wanted not in [_even(part) for part in parts]:
        return text.replace(name, words) if words else text
    parts = [words if _even(part) == wanted else part for part in parts]
    return "、".join(dict.fromkeys(part for part in parts if part and not BETWEEN.match(part)))


def _even(name: str) -> str:
    return normalize("NFKC", clean_name(name))


def _together(first: str, second: str) -> str:
    return "、".join(dict.fromkeys(part for part in (first, second) if part))


def _titled(piece: ImportPiece, text: str) -> dict[str, str]:
    """The fields with the title of a task made anew."""
    return piece.fields | ({"title": short_title(text)} if "title" in piece.fields else {})
