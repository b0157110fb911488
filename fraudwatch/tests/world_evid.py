"""What the evidence ledger adds to the world: one picture handed in by two units."""

import io
import uuid
from datetime import timedelta
from types import SimpleNamespace

from PIL import Image, ImageDraw

from fraudwatch.lib import clock
from fraudwatch.tests.cast import NOON
from reports.actions.photos import add_photo
from reports.models import PhotoReuse


def street() -> bytes:
    """A picture with something in it to know again."""
    image = Image.new("RGB", (320, 240), "lightsteelblue")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 150, 320, 240), fill="dimgray")
    draw.rectangle((40, 60, 120, 170), fill="firebrick")
    draw.ellipse((180, 70, 250, 210), fill="gold")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    return out.getvalue()


def make_evidence(world: SimpleNamespace) -> None:
    """The sibling hands in a picture with its returned report, the village takes it again."""
    with clock.at(NOON - timedelta(minutes=5)):
        world.first_use = add_photo(
            world.returned, street(), upload_id=uuid.uuid4(), by=world.cast["sibling"],
            caption="Linnet-caption",
        )  # fmt: skip
    with clock.at(NOON):
        add_photo(world.report, street(), upload_id=uuid.uuid4(), by=world.cast["reporter"])
    world.reuse = PhotoReuse.objects.get()
