from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from collaboration import photos
from collaboration.exceptions import PhotoRefused

ORIENTATION, GPS, CAMERA = 0x0112, 0x8825, 0x010F


def picture(width: int, height: int, image_format: str = "JPEG", **options) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, image_format, **options)
    return out.getvalue()


def upload(content: bytes, name: str = "bild.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def opened(photo: photos.Photo) -> Image.Image:
    return Image.open(BytesIO(photo.content))


def with_exif() -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[CAMERA] = "Kamera"
    exif.get_ifd(GPS)[1] = "N"
    return picture(300, 200, exif=exif)


def test_position_and_camera_are_removed_and_the_picture_turned() -> None:
    image = opened(photos.reencode(upload(with_exif())))
    assert image.size == (200, 300)
    assert not image.getexif()


@pytest.mark.parametrize(("image_format", "name"), [("PNG", "x.png"), ("WEBP", "x.txt")])
def test_other_formats_become_jpeg_whatever_the_name(image_format: str, name: str) -> None:
    photo = photos.reencode(upload(picture(40, 30, image_format), name))
    assert opened(photo).format == "JPEG"


def test_large_photo_is_made_smaller() -> None:
    assert opened(photos.reencode(upload(picture(4000, 3000)))).size == (1600, 1200)


def test_hidden_tail_is_dropped() -> None:
    photo = photos.reencode(upload(picture(20, 20) + b"<script>alert(1)</script>"))
    assert b"script" not in photo.content


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7 ...",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + bytes(40),
        picture(60, 60)[:200],
        b"\x89PNG\r\n\x1a\n" + bytes(100),
    ],
)
def test_what_is_not_a_photo_is_refused(content: bytes) -> None:
    with pytest.raises(PhotoRefused, match="går inte att läsa"):
        photos.reencode(upload(content, "bild.jpg"))


def test_heic_is_refused_with_a_way_out() -> None:
    with pytest.raises(PhotoRefused, match="HEIC"):
        photos.reencode(upload(b"\x00\x00\x00\x18ftypheic" + bytes(40), "IMG_1.jpg"))


def test_too_large_file_is_refused() -> None:
    with pytest.raises(PhotoRefused, match="10 MB"):
        photos.reencode(upload(bytes(photos.MAX_BYTES + 1)))


def test_decompression_bomb_is_refused_unread() -> None:
    bomb = BytesIO()
    Image.new("1", (9000, 9000)).save(bomb, "PNG")
    assert len(bomb.getvalue()) < 100_000
    with pytest.raises(PhotoRefused, match="bildpunkter"):
        photos.reencode(upload(bomb.getvalue()))


def test_photo_is_stored_once_by_its_content(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    photo = photos.reencode(upload(picture(20, 20)))
    assert photos.store(photo) == photos.store(photo)
    assert (tmp_path / photo.name).read_bytes() == photo.content
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_waiting_photo_is_found_until_it_is_cleared(settings, tmp_path: Path, monkeypatch) -> None:
    settings.MEDIA_ROOT = tmp_path
    photo = photos.reencode(upload(picture(20, 20)))
    digest = photos.keep_waiting(photo)
    photos.clear_waiting()
    assert photos.waiting(digest) == photo
    monkeypatch.setattr(photos, "WAITING_DAYS", -1)
    photos.clear_waiting()
    assert photos.waiting(digest) is None


@pytest.mark.parametrize("digest", ["", "../../secret", "0" * 64])
def test_unknown_waiting_photo_is_none(digest: str) -> None:
    assert photos.waiting(digest) is None
