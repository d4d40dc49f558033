"""Small drawn pictures instead of photos: nobody and no real place can be seen in them."""

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

from collaboration.photos import Photo, reencode

SIZE = (960, 720)
HORIZON = 430
NIGHT, DUSK, DAY = (
    ((22, 28, 48), (38, 44, 58)),
    ((92, 84, 110), (70, 76, 84)),
    (
        (186, 205, 222),
        (118, 128, 118),
    ),
)


def draw(theme: str, rng: Random) -> Photo:
    """A schematic picture of a place, darker for what happens in the evening."""
    sky, ground = NIGHT if theme in ("belysning", "odslig-plats") else rng.choice((DUSK, DAY))
    image = Image.new("RGB", SIZE, sky)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, HORIZON, *SIZE), fill=ground)
    _houses(pen, sky, rng)
    pen.polygon(
        [(380, HORIZON), (470, HORIZON), (760, SIZE[1]), (120, SIZE[1])], fill=(96, 96, 100)
    )
    DRAWINGS.get(theme, _lamps)(pen, rng)
    return reencode(_png(image))


def _png(image: Image.Image) -> BytesIO:
    file = BytesIO()
    image.save(file, "PNG")
    file.seek(0)
    return file


def _houses(pen: ImageDraw.ImageDraw, sky: tuple[int, int, int], rng: Random) -> None:
    wall = tuple(max(part - 24, 12) for part in sky)
    left = 0
    while left < SIZE[0]:
        width, height = rng.randrange(120, 220), rng.randrange(120, 290)
        pen.rectangle((left, HORIZON - height, left + width - 10, HORIZON), fill=wall)
        for x in range(left + 18, left + width - 36, 40):
            for y in range(HORIZON - height + 20, HORIZON - 40, 48):
                lit = rng.random() < 0.25
                pen.rectangle((x, y, x + 20, y + 26), fill=(228, 200, 120) if lit else sky)
        left += width


def _lamps(pen: ImageDraw.ImageDraw, rng: Random) -> None:
    for number, x in enumerate((170, 300, 640, 800)):
        pen.rectangle((x, 240, x + 8, 600), fill=(54, 56, 60))
        broken = number == rng.randrange(4)
        pen.ellipse((x - 14, 216, x + 22, 252), fill=(60, 62, 66) if broken else (246, 220, 140))


def _wall(pen: ImageDraw.ImageDraw, rng: Random) -> None:
    pen.rectangle((520, 330, 930, 640), fill=(150, 146, 140))
    points = [(540 + step * 38, rng.randrange(380, 590)) for step in range(10)]
    pen.line(points, fill=(170, 40, 90), width=14, joint="curve")
    pen.line([(x + 6, y - 26) for x, y in points], fill=(30, 80, 150), width=8, joint="curve")


def _litter(pen: ImageDraw.ImageDraw, rng: Random) -> None:
    for _ in range(18):
        x, y = rng.randrange(90, 860), rng.randrange(500, 680)
        size = rng.randrange(14, 52)
        color = rng.choice(((40, 40, 44), (200, 196, 180), (90, 120, 90), (150, 110, 70)))
        pen.ellipse((x, y, x + size, y + size * 3 // 4), fill=color)


def _bushes(pen: ImageDraw.ImageDraw, rng: Random) -> None:
    for _ in range(26):
        x, y, size = rng.randrange(0, 460), rng.randrange(380, 640), rng.randrange(60, 130)
        pen.ellipse((x, y, x + size, y + size), fill=(30 + rng.randrange(30), 74, 44))


def _pane(pen: ImageDraw.ImageDraw, rng: Random) -> None:
    pen.rectangle((600, 300, 880, 600), fill=(64, 66, 70))
    pen.rectangle((620, 320, 860, 580), fill=(150, 176, 190))
    for _ in range(11):
        pen.line(
            [(740, 450), (rng.randrange(620, 860), rng.randrange(320, 580))],
            fill=(240, 244, 246),
            width=4,
        )


DRAWINGS = {
    "belysning": _lamps,
    "odslig-plats": _lamps,
    "klotter": _wall,
    "nedskrapning": _litter,
    "narkotikafynd": _litter,
    "sikt-vegetation": _bushes,
    "skadegorelse": _pane,
    "trasig-utrustning": _pane,
}
