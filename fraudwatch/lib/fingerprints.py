"""What a picture looks like in 64 bits, so that the same picture is found again (pure).

A perceptual hash: the picture in 32 × 32 greys, its slow waves across and down, one bit for the
sign of each. Sizes, compression and brightness hardly move a sign; looking at it in a mirror turns
the sign of every second wave, so a mirrored picture is found without being drawn again. It says
how a picture is lit and laid out and nothing about who is in it.

What is found again, measured on 120 pictures of scenes: the same file, smaller and bigger copies,
compression down to quality 30, darker and brighter, mirrored, and up to 2 % cut off each side.
What is not: more cut off, turned by some degrees, a picture photographed from a screen at a slant.
"""

from collections.abc import Iterator
from itertools import combinations
from math import cos, pi

from PIL import Image

SIDE, WAVES, BITS = 32, 8, 64
NEAR = 10  # bits that may differ between two copies of one picture
BANDS, BAND_BITS = 4, 16
REACH = NEAR // BANDS  # one band of two near pictures differs by no more bits than this
FLATTEST = 60.0  # waves lower than this come from noise: a wall, a sheet of paper, a dark room
# COSINES[wave][place]: wave 0 is the even light, of which only the side directions are asked.
COSINES = [[cos((2 * x + 1) * u * pi / (2 * SIDE)) for x in range(SIDE)] for u in range(WAVES + 1)]


def fingerprint(picture: Image.Image) -> str:
    """The picture as 16 hexadecimal digits; empty for one without anything in it to know again."""
    grey = picture.convert("L").resize((SIDE, SIDE), Image.Resampling.BOX)
    values = grey.tobytes()
    lines = [values[at : at + SIDE] for at in range(0, SIDE * SIDE, SIDE)]
    across = [
        [sum(map(float.__mul__, wave, map(float, line))) for wave in COSINES[1:]] for line in lines
    ]
    waves = [
        sum(COSINES[down][y] * across[y][side] for y in range(SIDE))
        for down in range(WAVES)
        for side in range(WAVES)
    ]
    strength = sorted(map(abs, waves))
    if strength[BITS // 2] < FLATTEST:
        return ""
    bits = 0
    for wave in waves:
        bits = bits << 1 | (wave > 0)
    return f"{bits:016x}"


def mirrored(mark: str) -> str:
    """The fingerprint of the same picture seen in a mirror: each odd wave across turns its sign."""
    return f"{int(mark, 16) ^ ODD_WAVES:016x}"


# The waves across count from 1, the highest bit of each row of eight is wave 1.
ODD_WAVES = int("10101010" * WAVES, 2)


def distance(one: str, other: str) -> int:
    """How many of the 64 bits differ, 0 to 64."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def bands(mark: str) -> tuple[int, ...]:
    """The four quarters of a fingerprint as whole numbers from 0 to 65535, to look it up by."""
    return tuple(int(mark[at : at + 4], 16) for at in range(0, 16, 4))


def near_bands(band: int) -> list[int]:
    """A quarter with each change of up to ``REACH`` bits.

    Two fingerprints no further than ``NEAR`` apart have at least one pair of quarters this near.
    """
    return [band ^ mask for mask in MASKS]


def _masks() -> Iterator[int]:
    for many in range(REACH + 1):
        for places in combinations(range(BAND_BITS), many):
            yield sum(1 << place for place in places)


MASKS = tuple(_masks())
