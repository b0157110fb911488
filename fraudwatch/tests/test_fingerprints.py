"""The same picture is known again, another one is not."""

from io import BytesIO
from random import Random

import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from fraudwatch.lib.fingerprints import NEAR, bands, distance, fingerprint, mirrored, near_bands
from fraudwatch.lib.uploads import clean_photo


def scene(seed, size=(800, 600)):
    """Something like a street with people and posters."""
    chance, (wide, high) = Random(seed), size  # noqa: S311
    image = Image.new("RGB", size, tuple(chance.randrange(120, 240) for _ in range(3)))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, high * chance.uniform(0.4, 0.7), wide, high), fill="slategray")
    for _ in range(chance.randrange(6, 20)):
        x, y = chance.randrange(wide), chance.randrange(high)
        a, b = chance.randrange(30, 200), chance.randrange(30, 250)
        colour = tuple(chance.randrange(256) for _ in range(3))
        shape = draw.ellipse if chance.random() < 0.5 else draw.rectangle
        shape((x - a, y - b, x + a, y + b), fill=colour)
    return image.filter(ImageFilter.GaussianBlur(2))


def encoded(image, quality=90):
    out = BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def cut(image, share):
    wide, high = image.size
    return image.crop(
        (int(wide * share), int(high * share), int(wide * (1 - share)), int(high * (1 - share)))
    )


COPIES = {
    "compressed": lambda image: Image.open(BytesIO(encoded(image, 30))),
    "smaller": lambda image: image.resize((320, 240)),
    "bigger": lambda image: image.resize((1600, 1200)),
    "darker": lambda image: ImageEnhance.Brightness(image).enhance(0.75),
    "brighter": lambda image: ImageEnhance.Brightness(image).enhance(1.2),
    "grey": lambda image: image.convert("L"),
    "one per cent cut off": lambda image: cut(image, 0.01),
}


@pytest.mark.parametrize("copy", COPIES)
def test_a_copy_is_near(copy):
    far = [seed for seed in range(12) if apart(scene(seed), COPIES[copy](scene(seed))) > NEAR]

    assert far == []


def apart(one, other):
    return distance(fingerprint(one), fingerprint(other))


def test_a_mirrored_copy_is_near_in_the_mirror_alone():
    for seed in range(8):
        mark, turned = fingerprint(scene(seed)), fingerprint(ImageOps.mirror(scene(seed)))

        assert distance(mirrored(mark), turned) <= NEAR < distance(mark, turned)
        assert mirrored(mirrored(mark)) == mark


def test_other_pictures_are_far():
    marks = [fingerprint(scene(seed)) for seed in range(30)]
    near = [
        (one, other)
        for one in range(30)
        for other in range(one)
        if min(distance(marks[one], marks[other]), distance(mirrored(marks[one]), marks[other]))
        <= NEAR
    ]

    assert near == []


@pytest.mark.parametrize("colour", ["white", "navy", "black"])
def test_a_picture_of_nothing_has_no_fingerprint(colour):
    noise = Image.blend(
        Image.new("RGB", (640, 480), colour), Image.effect_noise((640, 480), 20).convert("RGB"), 0.1
    )

    assert fingerprint(Image.new("RGB", (640, 480), colour)) == ""
    assert fingerprint(noise) == ""


def test_near_fingerprints_share_a_near_quarter():
    chance = Random(7)  # noqa: S311
    for _ in range(200):
        mark = chance.getrandbits(64)
        other = mark
        for place in chance.sample(range(64), NEAR):
            other ^= 1 << place
        pairs = zip(bands(f"{mark:016x}"), bands(f"{other:016x}"), strict=True)

        assert any(theirs in near_bands(ours) for ours, theirs in pairs)


def test_a_photo_at_the_door_is_known_by_its_bytes_and_by_its_look():
    content = encoded(scene(1))
    kept, smaller = clean_photo(content), clean_photo(encoded(scene(1).resize((400, 300)), 60))

    assert len(kept.original) == 64
    assert kept.original != kept.sha256
    assert kept.original != smaller.original
    assert distance(kept.look, smaller.look) <= NEAR
