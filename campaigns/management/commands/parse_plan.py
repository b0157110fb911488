"""``manage.py parse_plan PATH…``: what the reader makes of plans, as JSON; no database needed."""

import json
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from campaigns.errors import CampaignError
from campaigns.imports.plan_file import BYTES, read_plan_file
from campaigns.plan_import.as_json import as_json
from campaigns.plan_import.reader import read_plan
from campaigns.plan_reasons import JUDGEMENTS
from fraudwatch.lib.errors import DomainError

ENDINGS = {".txt", ".docx"}


class Command(BaseCommand):
    """Reads texts, or all texts of a folder."""

    help = (
        "Read plans (.txt, .docx, or folders of them) and print or write what was found, as JSON."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Paths, and where to write."""
        parser.add_argument("paths", nargs="+", type=Path)
        parser.add_argument("--out", type=Path, help="folder for one NAME.pred.json a plan")

    def handle(self, *, paths: list[Path], out: Path | None, **options: object) -> None:
        """Read all; what cannot be read is named at the end, in an error."""
        read, refused = {}, []
        for file in files_of(paths):
            try:
                read[file.stem] = self._read(file)
            except (DomainError, OSError) as error:
                refused.append(f"{file}: {error}")
        if out is not None:
            write(read, out)
            self.stdout.write(f"{len(read)} read, written to {out}")
        elif read:
            found = next(iter(read.values())) if len(read) == 1 else read
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
        if refused:
            raise CommandError("\n".join(refused))

    def _read(self, file: Path) -> dict:
        """What one file holds; a file that is no plan is told beside."""
        if file.stat().st_size > BYTES:
            raise CampaignError(_("The file is larger than %(n)d MB.") % {"n": BYTES // 1024**2})
        word = read_plan_file(file.read_bytes())
        draft = read_plan(word.text, word.headings)
        if draft.judgement.verdict != "plan":
            self.stderr.write(f"{file}: {JUDGEMENTS[draft.judgement.code]}")
        return as_json(draft, word.text)


def write(read: dict[str, dict], out: Path) -> None:
    """One NAME.pred.json a plan."""
    out.mkdir(parents=True, exist_ok=True)
    for name, draft in read.items():
        text = json.dumps(draft, ensure_ascii=False, indent=2)
        (out / f"{name}.pred.json").write_text(text + "\n", "utf-8")


def files_of(paths: list[Path]) -> list[Path]:
    """The files meant, folders opened. CommandError for a path that is not there."""
    files = []
    for path in paths:
        if path.is_dir():
            files += sorted(one for one in path.iterdir() if one.suffix.lower() in ENDINGS)
        elif path.is_file():
            files.append(path)
        else:
            raise CommandError(f"{path} is not there.")
    if not files:
        raise CommandError(f"No plan in {', '.join(map(str, paths))}; .txt and .docx are read.")
    return files
