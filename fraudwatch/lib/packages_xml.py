"""A parser for the XML of Office packages: UTF-8, no DTD, nothing resolved."""

from xml.parsers import expat


class NotPlainXml(Exception):
    """XML with a DTD, in another encoding than UTF-8, or not well formed."""


def plain_parser() -> expat.XMLParserType:
    """An expat parser that takes UTF-8 without a DTD and resolves nothing."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _no_doctype
    parser.XmlDeclHandler = _utf8_only
    return parser


def _no_doctype(*_args: object) -> None:
    raise NotPlainXml("a DTD")


def _utf8_only(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding and encoding.lower() not in ("utf-8", "utf8", "us-ascii"):
        raise NotPlainXml("not UTF-8")
