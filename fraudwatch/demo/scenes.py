"""Small drawn scenes that stand in for photos in the demo: no real person is shown anywhere."""

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

SIZE = (1024, 768)
SKIES = ["#cfe3f2", "#dfe9ee", "#f0e6d6", "#d9e7d4"]
COATS = ["#2f6fb0", "#b4452f", "#3c7d5c", "#6b4c93", "#8a6d3b", "#44546a"]


def scene(kind: str, seed: str) -> bytes:
    """A JPEG of a street stall, a lecture, a visit or a counter; ``seed`` varies it."""
    dice = Random(f"{kind}/{seed}")  # noqa: S311 - drawing
    picture = Image.new("RGB", SIZE, dice.choice(SKIES))
    draw = ImageDraw.Draw(picture)
    {"street": _street, "lecture": _lecture, "visit": _visit, "counter": _counter}[kind](draw, dice)
    out = BytesIO()
    _seen_anew(picture, dice).save(out, "JPEG", quality=72)
    return out.getvalue()


def _seen_anew(picture: Image.Image, dice: Random) -> Image.Image:
    """From another spot in another light, so that two scenes of a kind are two photos."""
    share = dice.uniform(0.6, 0.85)
    wide, high = int(SIZE[0] * share), int(SIZE[1] * share)
    left, top = dice.randint(0, SIZE[0] - wide), dice.randint(0, SIZE[1] - high)
    seen = picture.resize(SIZE, Image.Resampling.BILINEAR, (left, top, left + wide, top + high))
    light = Image.frombytes("L", (5, 4), bytes(dice.randrange(256) for _ in range(20)))
    light = light.resize(SIZE, Image.Resampling.BICUBIC).convert("RGB")
    return Image.blend(seen, light, 0.42)


def _person(draw: ImageDraw.ImageDraw, x: int, ground: int, dice: Random, size: int = 150) -> None:
    head = size // 4
    coat = dice.choice(COATS)
    draw.rounded_rectangle((x - head, ground - size + head, x + head, ground), 18, fill=coat)
    draw.ellipse(
        (x - head * 2 // 3, ground - size - head // 2, x + head * 2 // 3, ground - size + head),
        fill="#e8c4a2",
    )


def _street(draw: ImageDraw.ImageDraw, dice: Random) -> None:
    draw.polygon([(0, 470), (300, 260), (620, 450), (1024, 300), (1024, 560), (0, 560)], "#9db59a")
    draw.rectangle((0, 540, 1024, 768), "#b9b3a6")
    draw.rectangle((150, 200, 874, 280), "#b8202c")
    for step in range(10):
        left = 190 + step * 66
        draw.rectangle((left, 222, left + 40, 258), "#f7e3b0")
    for pole in (160, 864):
        draw.line((pole, 200, pole, 600), "#5d6672", 8)
    draw.rectangle((250, 470, 770, 600), "#2a62a8")
    for place in range(dice.randint(4, 7)):
        _person(draw, 130 + place * 125 + dice.randint(-20, 20), 680 + dice.randint(-20, 30), dice)


def _lecture(draw: ImageDraw.ImageDraw, dice: Random) -> None:
    draw.rectangle((0, 0, 1024, 768), "#efe9dd")
    draw.rectangle((180, 90, 844, 400), "#2f5d4f")
    for line in range(4):
        draw.line((230, 150 + line * 60, 560 + dice.randint(0, 220), 150 + line * 60), "#dfe9e2", 8)
    _person(draw, 900, 470, dice, 210)
    for row in range(2):
        for seat in range(6):
            _person(draw, 110 + seat * 160 + row * 60, 640 + row * 110, dice, 120)


def _visit(draw: ImageDraw.ImageDraw, dice: Random) -> None:
    draw.rectangle((0, 0, 1024, 620), "#e7dcc8")
    draw.rectangle((0, 620, 1024, 768), "#a79a86")
    draw.rectangle((560, 180, 800, 640), "#7a5639")
    draw.rectangle((600, 240, 760, 400), "#c9a26b")
    for side in (530, 808):
        draw.rectangle((side, 260, side + 22, 420), "#b8202c")
    _person(draw, 330, 690, dice, 260)
    _person(draw, 520, 690, dice, 240)
    draw.rectangle((400, 520, 450, 585), "#ffffff")


def _counter(draw: ImageDraw.ImageDraw, dice: Random) -> None:
    draw.rectangle((0, 0, 1024, 768), "#e3e9ef")
    draw.rectangle((90, 110, 934, 190), "#1b5ba6")
    draw.rectangle((120, 470, 904, 640), "#8c6f4e")
    for window in range(3):
        left = 150 + window * 260
        draw.rectangle((left, 250, left + 200, 470), "#f7fafc", "#8795a5", 6)
        _person(draw, left + 100, 470, dice, 150)
    for place in range(dice.randint(2, 4)):
        _person(draw, 220 + place * 190, 740, dice, 190)
