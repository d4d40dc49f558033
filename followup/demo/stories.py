"""Problems that go on for months: when they begin, how they develop, when they end."""

from dataclasses import dataclass
from datetime import date
from random import Random

from collaboration.models import Problem
from collaboration.models.classification import Classification
from followup.demo.library import Theme
from followup.demo.world import DemoBody, Place
from trygghet.months import MONTH_NAMES

Development = Problem.Development
MORNING, AFTERNOON, EVENING, NIGHT = range(4)
WORKDAYS, WEEKEND, WHOLE_WEEK = range(5), (5, 6), range(7)
# Which cells of the week a problem usually falls in: days and times of day.
WHEN = {
    "evenings": (WHOLE_WEEK, (EVENING,)),
    "nights": (WHOLE_WEEK, (NIGHT,)),
    "weekend_evenings": ((4, 5), (EVENING, NIGHT)),
    "weekend_nights": ((4, 5), (NIGHT,)),
    "weekend_days": (WEEKEND, (MORNING, AFTERNOON)),
    "school_hours": (WORKDAYS, (MORNING, AFTERNOON)),
    "after_school": (WORKDAYS, (AFTERNOON, EVENING)),
    "office_hours": (WORKDAYS, (MORNING, AFTERNOON)),
    "afternoons_evenings": (WHOLE_WEEK, (AFTERNOON, EVENING)),
    "all_day": (WHOLE_WEEK, (MORNING, AFTERNOON, EVENING)),
}
JITTER_DEGREES = 0.003  # some 200–300 meters


@dataclass(frozen=True)
class Story:
    """One problem through the months; ``developments`` has one word for each month it lasts."""

    theme: Theme
    place: Place
    spot: str
    title: str
    what: str
    how: str
    effect: str
    sources: str
    start: int
    developments: tuple[str, ...]
    classification: str
    often: str
    when: tuple[int, ...]
    pin: tuple[float, float] | None

    def in_month(self, index: int) -> str | None:
        """The development in month ``index``, or None when the problem does not exist then."""
        place = index - self.start
        return self.developments[place] if 0 <= place < len(self.developments) else None


def stories_of(body: DemoBody, months: tuple[date, ...], rng: Random) -> list[Story]:
    """The body's problems: about ``profile.problems`` at a time, each for some months."""
    found: list[Story] = []
    for _slot in range(body.profile.problems):
        start = -rng.randrange(9)
        while start < len(months):
            taken = {story.theme.type for story in found if _overlaps(story, start)}
            story = _story(body, months, start, taken, rng)
            found.append(story)
            start += len(story.developments) + rng.randrange(2)
    return found


def _overlaps(story: Story, start: int) -> bool:
    return story.start + len(story.developments) >= start


def _story(
    body: DemoBody, months: tuple[date, ...], start: int, taken: set[str], rng: Random
) -> Story:
    theme = _theme(body, months[max(start, 0)], taken, rng)
    place, spot = rng.choice(body.places), rng.choice(theme.places_for(body.profile.groups))
    words = {"plats": spot, "i_area": place.in_area, "manad": "{manad}"}
    lasts = max(1 - start, 2 + min(int(rng.expovariate(1 / 5)), 12))
    return Story(
        theme=theme,
        place=place,
        spot=spot,
        title=_capital(rng.choice(theme.titles).format(**words)),
        what=_capital(rng.choice(theme.what).format(**words)),
        how=rng.choice(theme.how).format(**words),
        effect=" ".join(rng.sample(theme.effects, min(len(theme.effects), rng.choice((1, 1, 2))))),
        sources="\n".join(rng.sample(theme.sources, min(len(theme.sources), 2))),
        start=start,
        developments=_developments(theme, months, start, lasts, rng),
        classification=_classification(theme, rng),
        often=rng.choice(theme.often),
        when=_when(theme, rng),
        pin=pin_near(place, rng) if rng.random() < 0.55 else None,
    )


def _theme(body: DemoBody, month: date, taken: set[str], rng: Random) -> Theme:
    free = [theme for theme in body.profile.themes if theme.type not in taken]
    choices = free or list(body.profile.themes)
    weights = [theme.weight * (2 if month.month in theme.season else 1) for theme in choices]
    return rng.choices(choices, weights)[0]


def _developments(
    theme: Theme, months: tuple[date, ...], start: int, lasts: int, rng: Random
) -> tuple[str, ...]:
    found = [str(Development.NEW)]
    for step in range(1, lasts):
        month = months[min(max(start + step, 0), len(months) - 1)]
        rising = 0.4 if month.month in theme.season else 0.2 if not theme.season else 0.1
        found.append(
            rng.choices(
                (Development.INCREASING, Development.UNCHANGED, Development.DECREASING),
                (rising, 0.45, 0.55 - rising),
            )[0].value
        )
    if lasts > 2 and rng.random() < 0.6:
        found[-1] = str(Development.ENDED)
    return tuple(found)


def _classification(theme: Theme, rng: Random) -> str:
    if theme.secret and rng.random() < 0.45:
        return Classification.RESTRICTED
    return Classification.INTERNAL if rng.random() < 0.22 else Classification.OPEN


def _when(theme: Theme, rng: Random) -> tuple[int, ...]:
    days, times = WHEN[theme.when]
    cells = [day * 4 + time for day in days for time in times]
    return tuple(sorted(rng.sample(cells, max(2, len(cells) * 3 // 4))))


def pin_near(place: Place, rng: Random) -> tuple[float, float] | None:
    """A position in the neighborhood, as longitude and latitude."""
    area = place.area
    if area.longitude is None or area.latitude is None:
        return None
    east = area.longitude + rng.uniform(-JITTER_DEGREES, JITTER_DEGREES)
    north = area.latitude + rng.uniform(-JITTER_DEGREES, JITTER_DEGREES) / 2
    return round(east, 5), round(north, 5)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def describe(story: Story, development: str, month: date, rng: Random) -> str:
    """The problem's description in one month: what, how, and how it has developed."""
    trend = {
        Development.INCREASING: story.theme.more,
        Development.UNCHANGED: story.theme.same,
        Development.DECREASING: story.theme.less,
        Development.ENDED: story.theme.ended,
    }.get(Development(development), ())
    name = MONTH_NAMES[month.month - 1]
    sentences = [story.what, story.how, *([rng.choice(trend)] if trend else [])]
    return " ".join(sentences).format(manad=name)
