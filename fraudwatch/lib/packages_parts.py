"""Which parts an Office package may hold, by their names (pure)."""

# What office programs put into a package; anything else is a passenger.
QUIET_ENDINGS = (
    *(".xml", ".rels", ".vml", ".psmdcp", ".sigs", ".png", ".jpg", ".jpeg", ".jfif", ".gif"),
    *(".bmp", ".tif", ".tiff", ".webp", ".svg", ".ico", ".emf", ".wmf", ".emz", ".wmz", ".wdp"),
    *(".odttf", ".fntdata", ".ttf"),
)
XML_ENDINGS = (".xml", ".rels", ".svg")
INNER_BOOK = ".xlsx"  # the figures behind a chart


def is_quiet(name: str) -> bool:
    """Whether a part is one that office programs write and that cannot run."""
    if name.endswith("/") or name.endswith(QUIET_ENDINGS):
        return True
    if name.endswith(".bin"):
        return "/printersettings/" in name
    return name.endswith(INNER_BOOK) and "/embeddings/" in name


def is_sheet(name: str) -> bool:
    """Whether a part is a worksheet, by far the largest of a workbook."""
    return name.startswith("xl/worksheets/") and name.endswith(".xml")
