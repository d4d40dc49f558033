from collections.abc import Callable
from datetime import date

import pytest

from followup.selectors.obstacles import obstacle_book
from followup.selectors.places import Places, places_on
from followup.selectors.problems import (
    ProblemFilter,
    changes_since,
    problem_picture,
    problem_series,
)
from followup.selectors.situation import MonthStatus, asked_bodies, status_history
from programs.models import Area, Program, ResponsibleBody
from tests.factories.collaboration import (
    ObstacleFactory,
    ProblemFactory,
    SituationReportFactory,
    noon,
)
from tests.factories.programs import (
    AreaFactory,
    AreaNestingFactory,
    ProblemTypeFactory,
    ProgramFactory,
    ResponsibleBodyFactory,
)
from trygghet.accounts.models import User
from trygghet.accounts.scope import REPORT_SCOPE, Scope, scope_of

SEPTEMBER = date(2026, 9, 1)
OCTOBER = date(2026, 10, 1)
DAY = date(2026, 11, 21)


@pytest.fixture
def program(db: None) -> Program:
    return ProgramFactory()


@pytest.fixture
def district(body: ResponsibleBody) -> Area:
    """The district of ``body``, in the city."""
    city = AreaFactory(kind=Area.Kind.CITY, name="Staden")
    body.area = AreaFactory(name="Ådalen", code="adalen")
    body.save()
    AreaNestingFactory(area=body.area, parent=city)
    return body.area


def history_of(scope: Scope, program: Program, months: int = 2) -> tuple[MonthStatus, ...]:
    bodies = asked_bodies(OCTOBER, months=months)
    return status_history(scope, program, OCTOBER, bodies, months=months, day=DAY)


def picture_of(scope: Scope, program: Program, places: Places | None = None, **only: object):
    september, october = history_of(scope, program)
    return problem_picture(
        scope, october, september, places or places_on(OCTOBER), ProblemFilter(**only)
    )


def approved(program: Program, body: ResponsibleBody, period: date = OCTOBER):
    return SituationReportFactory(program=program, body=body, period=period, state="approved")


def test_problems_by_type_and_development_beside_the_month_before(
    program: Program, body: ResponsibleBody, central: User
) -> None:
    litter, noise = ProblemTypeFactory(name="Nedskräpning"), ProblemTypeFactory(name="Buller")
    before, now = approved(program, body, SEPTEMBER), approved(program, body)
    ProblemFactory(report=before, type=litter)
    ProblemFactory(report=now, type=litter, development="unchanged")
    ProblemFactory(report=now, type=noise, development="increasing")
    ProblemFactory(report=now, type=noise, development="ended")

    picture = picture_of(scope_of(central), program)

    assert (picture.total, picture.previous_total, picture.increasing) == (2, 1, 1)
    assert [(t.label, t.count, t.previous) for t in picture.by_type] == [
        ("Buller", 1, 0),
        ("Nedskräpning", 1, 1),
    ]
    assert {t.key: t.count for t in picture.by_development} == {
        "new": 0, "increasing": 1, "unchanged": 1, "decreasing": 0, "ended": 1,
    }  # fmt: skip
    assert picture.by_body == {body.pk: 2}


def test_nothing_reported_is_not_zero(program: Program, body: ResponsibleBody, central) -> None:
    picture = picture_of(scope_of(central), program)
    assert (picture.total, picture.previous_total) == (None, None)
    approved(program, body)
    assert picture_of(scope_of(central), program).total == 0


def test_a_month_without_reports_has_not_fewer_problems(
    program: Program, body: ResponsibleBody, central: User
) -> None:
    ProblemFactory(report=approved(program, body, SEPTEMBER), development="increasing")
    picture = picture_of(scope_of(central), program)
    assert [(tally.count, tally.previous) for tally in picture.by_type] == [(None, 1)]
    assert {tally.count for tally in picture.by_development} == {None}
    assert picture.elsewhere.count is None


def test_unsent_reports_are_not_counted_not_even_by_their_own(
    program: Program, body: ResponsibleBody, coordinator: User
) -> None:
    draft = SituationReportFactory(program=program, body=body)
    ProblemFactory(report=draft)
    assert picture_of(scope_of(coordinator), program).total is None


@pytest.mark.parametrize(
    ("state", "central_counts", "committee_counts", "report_counts"),
    [("submitted", 3, None, None), ("approved", 3, None, 1), ("published", 3, 1, 1)],
)
def test_readers_count_what_they_may_read(
    program: Program,
    body: ResponsibleBody,
    central: User,
    committee: User,
    state: str,
    central_counts: int,
    committee_counts: int | None,
    report_counts: int | None,
) -> None:
    report = SituationReportFactory(program=program, body=body, state=state)
    for classification in ("open", "internal", "restricted"):
        ProblemFactory(report=report, classification=classification)
    assert picture_of(scope_of(central), program).total == central_counts
    assert picture_of(scope_of(committee), program).total == committee_counts
    assert picture_of(REPORT_SCOPE, program).total == report_counts


def test_restricted_problem_stays_within_its_body(
    program: Program, body: ResponsibleBody, coordinator: User, contributor: User
) -> None:
    neighbor = SituationReportFactory(program=program, state="published")
    ProblemFactory(report=neighbor, classification="restricted")
    own = approved(program, body)
    ProblemFactory(report=own, classification="restricted")
    assert picture_of(scope_of(coordinator), program).by_body == {body.pk: 1}
    assert picture_of(scope_of(contributor), program).by_body == {}


def test_problems_are_summed_up_to_districts(
    program: Program, body: ResponsibleBody, district: Area, central: User
) -> None:
    square = AreaFactory(kind=Area.Kind.NEIGHBORHOOD, name="Torget")
    AreaNestingFactory(area=square, parent=district)
    silent = AreaFactory(name="Österby")
    AreaNestingFactory(area=silent, parent=district.nestings.get().parent)
    ResponsibleBodyFactory(area=silent)
    report = approved(program, body)
    ProblemFactory(report=report, area=square)
    ProblemFactory(report=report, area=district)
    ProblemFactory(report=report, area=None)
    ProblemFactory(report=approved(program, ResponsibleBodyFactory()), area=None)

    picture = picture_of(scope_of(central), program)

    assert [(t.label, t.count) for t in picture.by_area] == [("Ådalen", 3), ("Österby", None)]
    assert picture.elsewhere.count == 1


def test_a_district_is_divided_into_its_neighborhoods(
    program: Program, body: ResponsibleBody, district: Area, central: User
) -> None:
    square = AreaFactory(kind=Area.Kind.NEIGHBORHOOD, name="Torget")
    AreaNestingFactory(area=square, parent=district)
    AreaNestingFactory()
    report = approved(program, body)
    ProblemFactory(report=report, area=square)
    ProblemFactory(report=report, area=None)
    places = places_on(OCTOBER, level=Area.Kind.NEIGHBORHOOD, within=district.pk)
    picture = picture_of(scope_of(central), program, places)
    assert [(t.label, t.count) for t in picture.by_area] == [("Torget", 1)]
    assert picture.elsewhere.count == 1


def test_unpublished_district_is_withheld_from_its_neighbor(
    program: Program, body: ResponsibleBody, district: Area
) -> None:
    approved(program, body)
    neighbor = Scope(user_id=1, coordinates=frozenset({ResponsibleBodyFactory().pk}))
    (tally,) = picture_of(neighbor, program).by_area
    assert (tally.count, tally.is_withheld) == (None, True)


def test_filters_narrow_what_is_counted(
    program: Program, body: ResponsibleBody, district: Area, central: User
) -> None:
    noise = ProblemTypeFactory(code="buller")
    report = approved(program, body)
    ProblemFactory(report=report, type=noise, area=AreaFactory())
    ProblemFactory(report=report, type=noise)
    ProblemFactory(report=report)
    scope = scope_of(central)
    assert picture_of(scope, program, type_code="buller").total == 2
    inside = places_on(OCTOBER).inside(district.pk)
    assert picture_of(scope, program, areas=inside).total == 2
    assert picture_of(scope, program, areas=inside, type_code="buller").total == 1


def test_series_has_gaps_where_nothing_was_reported(
    program: Program, body: ResponsibleBody, central: User
) -> None:
    report = approved(program, body, SEPTEMBER)
    ProblemFactory(report=report, development="increasing")
    ProblemFactory(report=report, development="ended")
    approved(program, body)
    scope = scope_of(central)
    series = problem_series(scope, history_of(scope, program, 3))
    assert [(p.month.month, p.count, p.increasing, p.reports) for p in series] == [
        (8, None, None, 0), (9, 1, 1, 1), (10, 0, 0, 1),
    ]  # fmt: skip


def test_changes_are_the_problems_that_are_not_unchanged(
    program: Program, body: ResponsibleBody, central: User
) -> None:
    report = approved(program, body)
    for development in ("new", "increasing", "unchanged", "decreasing", "ended"):
        ProblemFactory(report=report, development=development, place="Torget", title=development)
    ProblemFactory(report=report, classification="restricted", title="secret")
    scope = scope_of(central)
    changes = changes_since(REPORT_SCOPE, history_of(REPORT_SCOPE, program)[-1])
    assert [line.title for line in changes.problems] == ["decreasing", "ended", "increasing", "new"]
    assert changes.ended[0].where == "Torget"
    assert len(changes_since(scope, history_of(scope, program)[-1]).new) == 2


def test_obstacles_wait_until_answered(body: ResponsibleBody, central: User) -> None:
    ObstacleFactory(title="Väntar")
    ObstacleFactory(title="Kvitterad", state="acknowledged")
    ObstacleFactory(title="Besvarad 20 oktober", state="answered")
    book = obstacle_book(scope_of(central), since=OCTOBER, until=DAY)
    assert len(book.waiting_on(date(2026, 10, 19))) == 3
    waiting = book.waiting_on(DAY)
    assert [line.title for line in waiting] == ["Väntar", "Kvitterad"]
    assert waiting[0].days_waited(DAY) == 40
    assert len(book.raised_between(OCTOBER, date(2026, 10, 31))) == 3
    assert len(book.answered_between(OCTOBER, date(2026, 10, 31))) == 1


def test_obstacle_raised_again_waits_from_then(central: User) -> None:
    ObstacleFactory(
        answered_at=noon(date(2026, 10, 20)), reopened_at=noon(date(2026, 11, 1)), answer="Nej."
    )
    (line,) = obstacle_book(scope_of(central), since=OCTOBER, until=DAY).waiting_on(DAY)
    assert line.days_waited(DAY) == 20


def test_obstacles_are_shown_to_those_they_are_for(
    body: ResponsibleBody, coordinator: User, committee: User, partner: User
) -> None:
    ObstacleFactory(body=body, classification="restricted")
    ObstacleFactory(body=body)
    ObstacleFactory()

    def seen(scope: Scope) -> int:
        return len(obstacle_book(scope, since=OCTOBER, until=DAY).lines)

    assert seen(scope_of(coordinator)) == 2
    assert seen(scope_of(committee)) == 2
    assert seen(REPORT_SCOPE) == 2
    assert seen(scope_of(partner)) == 0


@pytest.mark.parametrize("number", [1, 3])
def test_the_pictures_take_the_same_number_of_queries(
    program: Program, central: User, number: int, django_assert_num_queries: Callable
) -> None:
    for body in ResponsibleBodyFactory.create_batch(number):
        ProblemFactory(report=approved(program, body), area=AreaNestingFactory().area)
        ObstacleFactory(body=body)
    scope = scope_of(central)
    september, october = history = history_of(scope, program)
    with django_assert_num_queries(5):
        places = places_on(OCTOBER)
        picture = problem_picture(scope, october, september, places)
        series = problem_series(scope, history)
        changes = changes_since(scope, october)
        book = obstacle_book(scope, since=OCTOBER, until=DAY)
    assert picture.total == series[-1].count == len(changes.new) == len(book.lines) == number
