"""What every change of a unit asks first, and the sentences when the answer is no."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from fraudwatch.lib.errors import StaleVersion
from orgs.enums import UnitKind
from orgs.errors import OrgError
from orgs.models import Unit
from orgs.names import clean_code, clean_name

LONGEST = {"code": 40, "name": 80, "short_name": 40}
NAMED = 5


def cleaned_facts(fields: dict[str, object]) -> dict[str, object]:
    """The given facts in one spelling. OrgError for a blank, an endless or an unknown one."""
    cleaned = dict(fields)
    if "code" in fields:
        cleaned["code"] = clean_code(fields["code"])
        if not cleaned["code"]:
            raise OrgError(_("Give the unit a code."))
    if "name" in fields:
        cleaned["name"] = clean_name(fields["name"])
        if not cleaned["name"]:
            raise OrgError(_("Give the unit a name."))
    if "short_name" in fields:
        cleaned["short_name"] = clean_name(fields["short_name"])
    if fields.get("kind", UnitKind.OTHER) not in UnitKind.values:
        raise OrgError(_("“%(kind)s” is not a kind of unit.") % {"kind": fields["kind"]})
    for name, longest in LONGEST.items():
        if len(str(cleaned.get(name, ""))) > longest:
            raise OrgError(
                _("“%(text)s…” is longer than %(n)d characters.")
                % {"text": str(cleaned[name])[:20], "n": longest}
            )
    return cleaned


@contextmanager
def explained(unit: Unit) -> Iterator[None]:
    """Turn a refusal of the database into the sentence that says which rule it was."""
    if unit.parent_id is None and _namesake(unit):  # the database lets roots share a name
        raise OrgError(_conflict(unit))
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        sentence = _conflict(unit)
        if not sentence:
            raise
        raise OrgError(sentence) from error


def _namesake(unit: Unit) -> Unit | None:
    twins = Unit.objects.filter(parent_id=unit.parent_id, name=unit.name)
    return twins.exclude(pk=unit.pk).first()


def _conflict(unit: Unit) -> str:
    if Unit.objects.filter(code=unit.code).exclude(pk=unit.pk).exists():
        return _("The code “%(code)s” is already in use. Choose another one.") % {"code": unit.code}
    twin = _namesake(unit)
    if twin is None:
        return ""
    where = {"name": unit.name, "parent": unit.parent or _("the top")}
    if twin.is_active:
        return _("There is already a “%(name)s” under %(parent)s. Choose another name.") % where
    return (
        _(
            "A “%(name)s” under %(parent)s is out of service. "
            "Put it back into service, or choose another name."
        )
        % where
    )


def must_be_active(unit: Unit) -> None:
    """OrgError when ``unit`` is out of service and so takes nothing in."""
    if not unit.is_active:
        raise OrgError(
            _(
                "“%(unit)s” is out of service. "
                "Put it back into service first, or choose another one."
            )
            % {"unit": unit}
        )


def must_be_fresh(unit: Unit, version: int) -> None:
    """StaleVersion when somebody saved after ``version`` was read."""
    if unit.version != version:
        raise stale_unit(unit)


def stale_unit(current: Unit) -> StaleVersion:
    """Somebody else saved first."""
    return StaleVersion(
        _("“%(unit)s” was changed by somebody else meanwhile. Look at it again, then repeat.")
        % {"unit": current},
        current,
    )


def last_position(parent: Unit | None) -> int:
    """The position behind all siblings."""
    highest = Unit.objects.filter(parent=parent).aggregate(highest=Max("position"))["highest"]
    return (highest or 0) + 1


def listed_names(units: Sequence[Unit]) -> str:
    """The first few names, and how many more."""
    names = ", ".join(str(unit) for unit in units[:NAMED])
    if len(units) > NAMED:
        names += " " + _("and %(n)d more") % {"n": len(units) - NAMED}
    return names
