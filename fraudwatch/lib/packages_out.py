"""What an office file would fetch or start when somebody opens it (外部引用).

We only hand attachments on, so whatever reaches out of the file would do so on the desk of the
person who opens it: templates, pictures and objects kept elsewhere, DDE, connections to data.
Links that people click are left alone.
"""

import re
from collections.abc import Callable
from xml.parsers.expat import XMLParserType

from django.utils.translation import gettext as _

from .packages import PackageRefused

CLICKED = "hyperlink"
FIELDS = re.compile(r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|DATABASE)\b", re.I)
CALLS = re.compile(r"\||\b(WEBSERVICE|RTD|CALL|REGISTER|REGISTER\.ID|EXEC|DDE)\s*\(", re.I)
LINKED = ("ddeLink", "oleLink", "dbPr", "webPr", "olapPr", "altChunk", "attachedTemplate")
PLAIN_CONNECTIONS = ("xl/connections.xml", "xl/querytables/")


class Watch:
    """Looks at every part while the package is checked; see ``open_package``."""

    def __init__(self) -> None:
        self.code: list[str] = []
        self.reads = ""

    def __call__(self, name: str) -> Callable[[XMLParserType], None]:
        """The handlers for a part. PackageRefused for a part that is there to fetch data."""
        if name.lower().startswith(PLAIN_CONNECTIONS):
            raise _reaches_out()
        self.code.append("\n")
        self.reads = ""
        return self._attach

    def finish(self) -> None:
        """PackageRefused when the fields, often cut into many runs, reach out together."""
        if FIELDS.search("".join(self.code)):
            raise _reaches_out()

    def _attach(self, parser: XMLParserType) -> None:
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text

    def _start(self, name: str, given: dict[str, str]) -> None:
        bare = name.rpartition(":")[2]
        if bare == "Relationship" and given.get("TargetMode", "").lower() == "external":
            if given.get("Type", "").rpartition("/")[2].lower() != CLICKED:
                raise _reaches_out()
        elif bare in LINKED:
            raise _reaches_out()
        elif bare == "fldSimple":
            instruction = next((text for key, text in given.items() if key.endswith("instr")), "")
            self.code.append(f" {instruction} ")
        self.reads = bare if bare in ("instrText", "f", "formula", "definedName") else ""

    def _end(self, _name: str) -> None:
        self.reads = ""

    def _text(self, piece: str) -> None:
        if self.reads == "instrText":
            self.code.append(piece)
        elif self.reads and CALLS.search(piece):
            raise _reaches_out()


def _reaches_out() -> PackageRefused:
    return PackageRefused(
        _(
            "This file fetches something from elsewhere when it is opened (a linked template, "
            "picture, table or program). Break its links, save it and try again."
        )
    )
