"""Photos: what is kept of them and what is refused."""

import struct
import zlib
from datetime import datetime
from io import BytesIO
from random import Random

import pytest
from django.utils import translation
from PIL import Image, PngImagePlugin

from fraudwatch.lib.uploads import UploadRefused, clean_photo
from fraudwatch.lib.weeks import ZONE

from .office_files import pack

SECRET = b"GPS-30.123456"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def encoded(image, kind="JPEG", **options):
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def phone_photo(*, orientation=6, taken="2026:06:10 09:30:00"):
    """A photo as phones make it: lying on its side, with a place and a comment in it."""
    image = Image.new("RGB", (400, 200), "blue")
    image.paste("red", (0, 0, 200, 200))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8769)[0x9003] = taken
    exif.get_ifd(0x8825)[2] = (30.0, 7.0, 24.0)
    exif.get_ifd(0x8825)[0x1D] = SECRET.decode()
    return encoded(image, exif=exif, comment=SECRET, quality=90, icc_profile=SECRET * 20)


def test_a_photo_is_turned_upright_and_loses_everything_but_its_pixels():
    original = phone_photo()
    assert SECRET in original

    photo = clean_photo(original)

    kept = Image.open(BytesIO(photo.content))
    assert (kept.format, kept.size, (photo.width, photo.height)) == ("JPEG", (200, 400), (200, 400))
    assert kept.getpixel((100, 50))[0] > 200 > 50 > kept.getpixel((100, 350))[0]
    assert SECRET not in photo.content + photo.thumb
    assert (dict(kept.getexif()), kept.info.get("comment"), kept.info.get("icc_profile")) == (
        {},
        None,
        None,
    )
    assert photo.taken_at == datetime(2026, 6, 10, 9, 30, tzinfo=ZONE)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_comes_out_upright(orientation):
    photo = clean_photo(phone_photo(orientation=orientation))

    assert (photo.width > photo.height) == (orientation < 5)


@pytest.mark.parametrize("taken", ["", "gestern", "0000:00:00 00:00:00", "9999:12:31 00:00:00"])
def test_a_senseless_camera_clock_is_left_out(taken):
    assert clean_photo(phone_photo(taken=taken)).taken_at is None


def test_a_large_photo_is_scaled_down_and_has_a_small_copy():
    photo = clean_photo(encoded(Image.new("RGB", (4000, 3000), "green")))

    assert (photo.width, photo.height) == (2000, 1500)
    assert Image.open(BytesIO(photo.thumb)).size == (320, 240)


def test_the_same_photo_comes_out_the_same():
    original = phone_photo()

    assert clean_photo(original) == clean_photo(original)


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("RGBA", "PNG"), ("LA", "PNG"), ("P", "PNG"), ("1", "PNG"), ("I;16", "PNG"), ("L", "JPEG")]
    + [("CMYK", "JPEG"), ("RGBA", "WEBP"), ("RGB", "WEBP")],
)
def test_every_colour_mode_becomes_a_plain_jpeg(mode, kind):
    photo = clean_photo(encoded(Image.new(mode, (40, 30)), kind))

    assert Image.open(BytesIO(photo.content)).mode == "RGB"


def test_transparency_becomes_white():
    photo = clean_photo(encoded(Image.new("RGBA", (40, 30), (0, 0, 0, 0)), "PNG"))

    assert Image.open(BytesIO(photo.content)).getpixel((5, 5)) == (255, 255, 255)


def test_text_in_a_png_is_gone():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Location", SECRET.decode())
    notes.add_itxt("XML:com.adobe.xmp", SECRET.decode())

    photo = clean_photo(encoded(Image.new("RGB", (40, 30)), "PNG", pnginfo=notes))

    assert SECRET not in photo.content


@pytest.mark.parametrize("tail", [b"<script>alert(1)</script>", pack({"a.txt": "b"}), SECRET])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_hangs_on_behind_a_picture_is_gone(kind, tail):
    photo = clean_photo(encoded(Image.new("RGB", (40, 30)), kind) + tail)

    assert tail not in photo.content
    assert photo.content.endswith(b"\xff\xd9")


def png_of(width, height, *, data=b""):
    """A PNG that claims a size; a kilobyte can claim 400 million pixels."""

    def chunk(name, body):
        crc = zlib.crc32(name + body)
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", crc)

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = zlib.compress(data or b"\x00" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(20_000, 20_000), (31_000, 1), (2**31 - 1, 2**31 - 1)])
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_drawn(size):
    with pytest.raises(UploadRefused, match=r"measures|cannot be read"):
        clean_photo(png_of(*size))


def test_a_png_whose_notes_unpack_without_end_is_refused():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "x" * 80_000_000, zip=True)

    with pytest.raises(UploadRefused):
        clean_photo(encoded(Image.new("RGB", (4, 4)), "PNG", pnginfo=notes))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This is not a photo. Send a JPG, PNG or WebP picture."),
        (b"GIF89a" + b"\0" * 50, "This is not a photo. Send a JPG, PNG or WebP picture."),
        (b"<svg xmlns='x'/>", "This is not a photo. Send a JPG, PNG or WebP picture."),
        (b"%!PS-Adobe", "This is not a photo. Send a JPG, PNG or WebP picture."),
        (b"AT&TFORM\0\0\0\0DJVU", "This is not a photo. Send a JPG, PNG or WebP picture."),
        (
            b"\xff\xd8\xff\xe0 no picture at all",
            "This photo cannot be read to its end. Take it again, or send another one.",
        ),
        (b"\0" * (15 * 2**20 + 1), "The file is 15.0 MB; the limit is 15 MB. Send a smaller copy."),
    ],
)
def test_what_is_no_photo_is_refused_with_a_cure(content, sentence):
    with pytest.raises(UploadRefused) as caught:
        clean_photo(content)

    assert str(caught.value) == sentence


def test_a_heic_photo_is_told_how_to_become_a_jpeg():
    with pytest.raises(UploadRefused, match="Most compatible"):
        clean_photo(b"\0\0\0\x18ftypheic" + b"\0" * 40)


def test_a_truncated_photo_is_refused():
    whole = encoded(Image.effect_noise((600, 400), 80).convert("RGB"))

    with pytest.raises(UploadRefused, match="to its end"):
        clean_photo(whole[: len(whole) // 2])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_broken_bytes_end_in_a_photo_or_a_sentence(kind):
    random = Random(20260610)  # noqa: S311 - repeatable
    notes = {"exif": Image.Exif()} if kind != "PNG" else {}
    good = encoded(Image.effect_noise((60, 40), 80).convert("RGB"), kind, **notes)

    for _round in range(300):
        bad = bytearray(good)
        for _hit in range(random.randint(1, 12)):
            bad[random.randrange(len(bad))] = random.randrange(256)
        try:
            clean_photo(bytes(bad))
        except UploadRefused:
            continue
