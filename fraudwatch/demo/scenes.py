"""Small drawn scenes that stand in for photos in the demo: no real person is shown anywhere."""

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw, ImageOps

SIZE = (1024, 768)
WIDE, HIGH = SIZE
SKIES = ["#cfe3f2", "#dfe9ee", "#f0e6d6", "#d9e7d4", "#8fa6bd", "#f3d9b8", "#b9c3c9"]
WALLS = ["#efe9dd", "#e3e9ef", "#e7dcc8", "#cfd8cf", "#b8a68e", "#8d99a6", "#f4f1ea", "#6f6257"]
FLOORS = ["#b9b3a6", "#a79a86", "#7d766b", "#d6cdbd", "#8c6f4e", "#5f6b73"]
COATS = ["#2f6fb0", "#b4452f", "#3c7d5c", "#6b4c93", "#8a6d3b", "#44546a", "#23303d", "#d9a441"]
THINGS = ["#2a62a8", "#b8202c", "#f7f7f2", "#2f5d4f", "#7a5639", "#2d3640", "#e0b23e", "#89a3b5"]

Pen = ImageDraw.ImageDraw


def scene(kind: str, seed: str) -> bytes:
    """A JPEG of a street stall, a lecture, a visit or a counter; ``seed`` varies it.

    Two seeds give two places, not one place twice: what stands where, its colours, the light and
    the spot it is seen from all differ, so that the search for photos used before tells them apart.
    """
    dice = Random(f"{kind}/{seed}")  # noqa: S311 - drawing
    picture = Image.new("RGB", SIZE, dice.choice(SKIES))
    draw = ImageDraw.Draw(picture)
    {"street": _street, "lecture": _lecture, "visit": _visit, "counter": _counter}[kind](draw, dice)
    out = BytesIO()
    _seen_anew(picture, dice).save(out, "JPEG", quality=72)
    return out.getvalue()


def _seen_anew(picture: Image.Image, dice: Random) -> Image.Image:
    """From another spot, from either side, the light falling in from somewhere else."""
    share = dice.uniform(0.72, 0.95)
    wide, high = int(WIDE * share), int(HIGH * share)
    left, top = dice.randint(0, WIDE - wide), dice.randint(0, HIGH - high)
    seen = picture.resize(SIZE, Image.Resampling.BILINEAR, (left, top, left + wide, top + high))
    if dice.random() < 0.5:
        seen = ImageOps.mirror(seen)
    light = Image.frombytes("L", (3, 3), bytes(dice.randrange(40, 230) for _ in range(9)))
    light = light.resize(SIZE, Image.Resampling.BICUBIC).convert("RGB")
    return Image.blend(seen, light, 0.22)


def _person(draw: Pen, x: int, ground: int, dice: Random, size: int = 150) -> None:
    head = size // 4
    coat = dice.choice(COATS)
    draw.rounded_rectangle((x - head, ground - size + head, x + head, ground), 18, fill=coat)
    draw.ellipse(
        (x - head * 2 // 3, ground - size - head // 2, x + head * 2 // 3, ground - size + head),
        fill="#e8c4a2",
    )


def _people(draw: Pen, dice: Random, many: int, size: int) -> None:
    """Here and there, the nearer ones bigger and in front."""
    for ground in sorted(dice.randint(560, 760) for _ in range(many)):
        grown = size + (ground - 560) // 3
        _person(draw, dice.randint(60, WIDE - 60), ground, dice, grown)


def _boards(draw: Pen, dice: Random, many: int, low: int = 430) -> None:
    """Posters, windows, screens and boards on the wall."""
    for _ in range(many):
        wide, high = dice.randint(90, 380), dice.randint(70, 240)
        left, top = dice.randint(-60, WIDE - 80), dice.randint(20, max(40, low - high))
        draw.rectangle((left, top, left + wide, top + high), dice.choice(THINGS), "#5d6672", 5)
        for line in range(top + 24, top + high - 16, 34):
            draw.line((left + 18, line, left + wide - dice.randint(20, 70), line), "#dfe9e2", 6)


def _banner(draw: Pen, dice: Random) -> None:
    left, top = dice.randint(0, 420), dice.randint(60, 330)
    right = left + dice.randint(380, 640)
    for pole in (left + 8, right - 8):
        draw.line((pole, top, pole, 620), "#5d6672", 8)
    draw.rectangle((left, top, right, top + 76), "#b8202c")
    for step in range(left + 34, right - 50, 64):
        draw.rectangle((step, top + 20, step + 40, top + 56), "#f7e3b0")


def _street(draw: Pen, dice: Random) -> None:
    hills = [(0, 560), *((x, dice.randint(160, 480)) for x in range(0, 1100, 205)), (WIDE, 560)]
    draw.polygon(hills, dice.choice(["#9db59a", "#7f9c86", "#b3b58f", "#8a97a3"]))
    for _ in range(dice.randint(1, 4)):  # houses along the road
        left, top = dice.randint(-80, 960), dice.randint(180, 430)
        wall = dice.choice(WALLS)
        draw.rectangle((left, top, left + dice.randint(130, 330), 560), wall, "#6c6459", 4)
    draw.rectangle((0, dice.randint(510, 580), WIDE, HIGH), dice.choice(FLOORS))
    _banner(draw, dice)
    table = dice.randint(40, 640)
    draw.rectangle((table, 480, table + dice.randint(220, 420), 610), dice.choice(THINGS))
    _people(draw, dice, dice.randint(3, 9), 140)


def _lecture(draw: Pen, dice: Random) -> None:
    draw.rectangle((0, 0, WIDE, HIGH), dice.choice(WALLS))
    draw.rectangle((0, dice.randint(460, 560), WIDE, HIGH), dice.choice(FLOORS))
    _boards(draw, dice, dice.randint(1, 3), 380)
    left, top = dice.randint(40, 480), dice.randint(40, 150)
    right, low = left + dice.randint(340, 540), top + dice.randint(190, 310)
    draw.rectangle((left, top, right, low), dice.choice(["#2f5d4f", "#f4f7fa", "#22324a"]))
    for line in range(top + 44, low - 20, 56):
        draw.line((left + 40, line, right - dice.randint(50, 240), line), "#9fb6aa", 8)
    _person(draw, dice.choice((left - 60, right + 60)), dice.randint(460, 530), dice, 220)
    seats = dice.randint(4, 8)
    for row in range(dice.randint(1, 3)):
        for seat in range(seats):
            if dice.random() < 0.85:
                x = 70 + seat * (WIDE - 100) // seats + row * 40
                _person(draw, x, 610 + row * 80, dice, 120)


def _visit(draw: Pen, dice: Random) -> None:
    draw.rectangle((0, 0, WIDE, HIGH), dice.choice(WALLS))
    draw.rectangle((0, dice.randint(570, 650), WIDE, HIGH), dice.choice(FLOORS))
    _boards(draw, dice, dice.randint(2, 4), 460)
    door, top = dice.randint(60, 740), dice.randint(120, 240)
    wide = dice.randint(170, 260)
    draw.rectangle((door, top, door + wide, 640), dice.choice(["#7a5639", "#4a5a52", "#8c2f2a"]))
    draw.rectangle((door + 40, top + 60, door + wide - 40, top + 190), "#c9a26b")
    for side in (door - 34, door + wide + 12):
        draw.rectangle((side, top + 60, side + 22, top + 240), "#b8202c")
    stand = dice.randint(120, 700)
    for place in range(dice.randint(2, 4)):
        _person(draw, stand + place * 130, dice.randint(650, 740), dice, dice.randint(200, 290))
    draw.rectangle((stand + 50, 520, stand + 100, 585), "#ffffff")


def _counter(draw: Pen, dice: Random) -> None:
    draw.rectangle((0, 0, WIDE, HIGH), dice.choice(WALLS))
    _boards(draw, dice, dice.randint(1, 3), 400)
    sign = dice.randint(30, 150)
    draw.rectangle((dice.randint(0, 200), sign, dice.randint(700, WIDE), sign + 80), "#1b5ba6")
    wide = dice.randint(170, 270)
    left, low = dice.randint(20, 160), dice.randint(430, 500)
    while left + wide < WIDE:
        draw.rectangle((left, sign + 120, left + wide - 40, low), "#f7fafc", "#8795a5", 6)
        if dice.random() < 0.7:
            _person(draw, left + wide // 2 - 20, low, dice, 150)
        left += wide
    draw.rectangle((dice.randint(0, 160), low, dice.randint(860, WIDE), 640), dice.choice(FLOORS))
    _people(draw, dice, dice.randint(2, 5), 190)
