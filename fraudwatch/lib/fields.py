"""Model fields of our own."""

from django import forms
from django.core.exceptions import FieldError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.lookups import Exact

from .secrets import seal, unseal

SEALED = "%s is sealed: search by its digest"


class PathField(models.CharField):
    """A unit's path such as ``0001.0003.``, compared byte by byte on every database.

    PostgreSQL gets the C collation, so that a subtree is one range of the index
    (``path >= p AND path < p || '~'``); SQLite compares bytes anyway.
    """

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("max_length", 200)
        super().__init__(*args, **kwargs)

    def db_parameters(self, connection: object) -> dict:
        """The column's type, with the collation where the database needs one."""
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


class EncryptedTextField(models.TextField):
    """A short private text, sealed in the database and plain on the object; blank stays blank.

    ``max_length`` counts plain characters. The database cannot compare sealed texts: to find
    one, keep its :func:`~fraudwatch.lib.secrets.search_digest` in a column beside it.
    """

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("max_length", 100)
        super().__init__(*args, **kwargs)
        self.validators = [*self.validators, MaxLengthValidator(self.max_length)]

    def get_prep_value(self, value: str | None) -> str | None:
        """What goes to the database; only a blank goes as it is."""
        return seal(str(value)) if value else value

    def from_db_value(self, value: str | None, *_context: object) -> str | None:
        """What the object shows. SealBroken when the site's key does not open it."""
        return unseal(value) if value else value

    def formfield(self, **kwargs: object) -> forms.Field:
        """One line of text, for it is short."""
        return super().formfield(**{"widget": forms.TextInput, **kwargs})

    def get_lookup(self, lookup_name: str) -> type | None:
        """Only blank or not blank can be asked; anything else would silently find nothing."""
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        if lookup_name == "exact":
            return IsBlank
        raise FieldError(SEALED % self.name)


class IsBlank(Exact):
    """``phone=""``: the one comparison that a sealed field can answer."""

    def get_prep_lookup(self) -> str:
        """The blank. FieldError for anything else."""
        if self.rhs != "":
            raise FieldError(SEALED % self.lhs.output_field.name)
        return ""
