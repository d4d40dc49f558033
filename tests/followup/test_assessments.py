"""How far goals are reached: figures first, the body's word, the central office's review."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from collaboration.exceptions import EditConflict
from followup import assessment_periods
from followup.assessment_periods import Period
from followup.exceptions import AssessmentRefused, ReasonMissing
from followup.models import GoalAssessment, GoalRevision, SmartGoal
from followup.selectors.assessments import (
    figures_of,
    grade_by_figures,
    latest_assessments,
    unassessed,
)
from followup.services.assessments import assess_goal, review_assessment
from followup.services.goals import revise_goal
from tests.factories.collaboration import CollaborationProcessFactory
from tests.factories.followup import (
    AssessmentFactory,
    GoalFactory,
    IndicatorFactory,
    IndicatorReadingFactory,
)
from tests.followup.test_process_parts import queries_of

pytestmark = pytest.mark.django_db

SUMMER = Period(date(2026, 5, 1))


@pytest.fixture
def goal(process) -> SmartGoal:
    return GoalFactory(process=process, starts_on=date(2026, 1, 1))


def read(goal, value, period=date(2026, 8, 1)):
    return IndicatorReadingFactory(
        indicator=goal.indicator, body=goal.body, period=period, value=value
    )


def assess(goal, user, **fields) -> GoalAssessment:
    fields = {"grade": "partly", "comment": "På väg."} | fields
    return assess_goal(
        goal=goal,
        period_start=SUMMER.start,
        period_end=SUMMER.end,
        acting_user=user,
        **fields,
    )


class TestPeriods:
    def test_thirds_of_a_year(self):
        period = assessment_periods.period_of(date(2026, 11, 21))
        assert (period.start, period.end) == (date(2026, 9, 1), date(2026, 12, 31))
        assert period.code == "2026-t3"
        assert str(assessment_periods.latest_finished(date(2026, 11, 21))) == "maj–augusti 2026"
        assert assessment_periods.latest_finished(date(2027, 1, 1)).code == "2026-t3"

    def test_only_offered_periods_are_understood(self):
        day = date(2026, 11, 21)
        assert [p.code for p in assessment_periods.offered(day)] == [
            "2026-t3", "2026-t2", "2026-t1", "2025-t3",
        ]  # fmt: skip
        assert assessment_periods.parse("2026-t2", day) == SUMMER
        assert assessment_periods.parse("1999-t1", day) is None
        assert assessment_periods.parse("strunt", day) is None


@pytest.mark.parametrize(
    ("value", "grade"),
    [("24", "not"), ("30", "not"), ("19", "not"), ("18", "partly"), ("13", "partly"),
     ("12", "fully"), ("3", "fully"), (None, "")],
)  # fmt: skip
def test_what_the_figures_say_of_a_goal_that_shall_sink(value, grade):
    goal = SmartGoal(direction="decrease", baseline=Decimal(24), target=Decimal(12))
    assert grade_by_figures(goal, Decimal(value) if value else None) == grade


def test_what_the_figures_say_of_a_goal_that_shall_rise():
    goal = SmartGoal(direction="increase", baseline=Decimal(10), target=Decimal(20))
    said = [grade_by_figures(goal, Decimal(value)) for value in (9, 14, 15, 20, 25)]
    assert said == ["not", "not", "partly", "fully", "fully"]
    goal.baseline = None
    assert grade_by_figures(goal, Decimal(25)) == ""


def test_the_figures_are_those_at_the_end_of_the_period_in_words(goal):
    read(goal, 16)
    read(goal, 5, date(2026, 9, 1))
    figures = figures_of(goal, SUMMER.end)
    assert (figures.value, figures.grade) == (16, "partly")
    first, second = figures.in_words
    assert "16 anmälningar (augusti 2026, " in first
    assert "Målet är 12, från 24. 67 procent av vägen" in second
    goal.indicator.readings.update(is_preliminary=True)
    assert ", preliminärt)." in figures_of(goal, SUMMER.end).in_words[0]
    assert figures_of(goal, date(2026, 7, 31)).in_words == (
        "Det finns inget utfall för perioden. Siffrorna säger inget.",
    )
    wrong = figures_of(GoalFactory(process=goal.process, indicator=None), SUMMER.end)
    assert wrong.grade == ""
    read(goal, 40, date(2026, 7, 1))
    assert "åt fel håll" in figures_of(goal, date(2026, 7, 31)).in_words[1]


def test_a_judgement_that_differs_from_the_figures_says_why(goal, coordinator):
    read(goal, 23)
    with pytest.raises(ValidationError, match="Skriv varför"):
        assess(goal, coordinator)
    row = assess(goal, coordinator, deviation_reason="Två månader saknas.")
    assert (row.figures_say, row.latest_value, row.review) == ("not", 23, "waiting")
    assert (row.latest_period, row.latest_is_preliminary) == (date(2026, 8, 1), False)
    same = assess(goal, coordinator, grade="not", deviation_reason="Behövs inte")
    assert same.pk == row.pk
    assert same.deviation_reason == ""


def test_the_value_of_an_assessment_says_its_period_and_that_it_was_preliminary(
    as_user, goal, coordinator
):
    given = read(goal, 16)
    goal.indicator.readings.update(is_preliminary=True)
    row = assess(goal, coordinator)
    given.delete()  # what was said stands
    client = as_user(coordinator)
    pages = [
        client.get(url).content.decode() for url in (f"/mal/{goal.pk}/", f"/bedomningar/{row.pk}/")
    ]
    assert all("16 anmälningar (augusti 2026, preliminärt)" in page for page in pages)
    [given] = client.get(f"/api/v1/goals/{goal.pk}/").json()["assessments"]
    assert (given["latest_period"], given["latest_is_preliminary"]) == ("2026-08", True)
    file = client.get("/bedomningar.csv?period=2026-t2").getvalue().decode()
    assert ";16,0;augusti 2026;ja;" in file
    GoalAssessment.objects.update(latest_period=None, latest_is_preliminary=False)
    assert "16 anmälningar<" in client.get(f"/bedomningar/{row.pk}/").content.decode()


def test_two_who_assess_and_a_period_to_come(goal, coordinator):
    assess(goal, coordinator, version=0)
    with pytest.raises(EditConflict):
        assess(goal, coordinator, version=0, comment="Mitt")
    with pytest.raises(AssessmentRefused, match="inte börjat"):
        assess_goal(
            goal=goal, period_start=date(2999, 1, 1), period_end=date(2999, 4, 30),
            grade="fully", comment="Snart.", acting_user=coordinator,
        )  # fmt: skip


def test_review_and_return(goal, coordinator, central):
    row = assess(goal, coordinator)
    with pytest.raises(ReasonMissing):
        review_assessment(assessment=row, agreed=False, acting_user=central)
    review_assessment(assessment=row, agreed=False, comment="Vad gjordes?", acting_user=central)
    assert latest_assessments([goal.pk], date(2026, 11, 21)) == {}
    again = assess(goal, coordinator, comment="Vi gick kvällar.")
    assert again.review == "waiting"
    review_assessment(assessment=again, agreed=True, acting_user=central, version=again.version)
    assert latest_assessments([goal.pk], date(2026, 11, 21))[goal.pk].review == "agreed"
    with pytest.raises(AssessmentRefused, match="kan inte ändras"):
        assess(goal, coordinator)


def test_two_who_review_at_once_one_is_told(goal, coordinator, central):
    row = assess(goal, coordinator)
    review_assessment(assessment=row, agreed=True, acting_user=central, version=row.version)
    with pytest.raises(AssessmentRefused, match="Stina Stadsledning har redan granskat"):
        review_assessment(assessment=row, agreed=False, comment="Nej", acting_user=central)
    assert GoalAssessment.objects.get().review == "agreed"


def test_review_of_what_the_body_has_changed_since_is_refused(goal, coordinator, central):
    seen = assess(goal, coordinator)
    version = seen.version
    assess(goal, coordinator, comment="Nytt.")
    with pytest.raises(AssessmentRefused, match="ändrat bedömningen"):
        review_assessment(assessment=seen, agreed=True, acting_user=central, version=version)


def test_the_latest_counts(goal):
    AssessmentFactory(goal=goal, grade="not", period_start=date(2026, 1, 1),
                      period_end=date(2026, 4, 30))  # fmt: skip
    latest = AssessmentFactory(goal=goal, grade="fully")
    assert latest_assessments([goal.pk], date(2026, 11, 21)) == {goal.pk: latest}
    assert latest_assessments([goal.pk], date(2026, 4, 30))[goal.pk].grade == "not"


def test_which_goals_are_asked_for(goal):
    process = goal.process
    GoalFactory(process=process, starts_on=date(2026, 9, 1))
    GoalFactory(process=process, starts_on=date(2025, 1, 1), due_on=date(2026, 4, 30))
    ended = CollaborationProcessFactory(ended_on=date(2026, 3, 1))
    GoalFactory(process=ended)
    given = GoalFactory(process=process, starts_on=None)
    AssessmentFactory(goal=given)
    assert list(unassessed(SmartGoal.objects.all(), SUMMER)) == [goal]


def test_body_assesses_and_central_office_reviews_on_pages(
    client, as_user, goal, coordinator, manager, central
):
    read(goal, 23)
    start = as_user(manager).get("/").content.decode()
    assert "1 mål att bedöma för" in start
    code = assessment_periods.latest_finished(timezone.localdate()).code
    url = f"/mal/{goal.pk}/bedom/?period={code}"
    page = as_user(coordinator).get(url).content.decode()
    assert "Vad siffrorna säger" in page
    sent = {"period": code, "version": 0, "grade": "fully", "comment": "Bra jobbat."}
    refused = client.post(url, sent)
    assert "deviation_reason" in refused.context["form"].errors
    assert "Bra jobbat." in refused.content.decode()
    client.post(url, sent | {"deviation_reason": "Anmälningarna släpar."})
    row = GoalAssessment.objects.get()
    assert (row.grade, row.figures_say) == ("fully", "not")
    assert "1 bedömning av mål att granska" in as_user(central).get("/").content.decode()
    review = f"/bedomningar/{row.pk}/"
    assert "Anmälningarna släpar." in client.get(review).content.decode()
    empty = client.post(review, {"agreed": "nej", "comment": "", "version": row.version})
    assert "comment" in empty.context["form"].errors
    client.post(review, {"agreed": "nej", "comment": "Hur vet ni?", "version": row.version})
    late = client.post(review, {"agreed": "ja", "version": row.version}).content.decode()
    assert "har redan sänt tillbaka bedömningen" in late
    assert "Hur vet ni?" in as_user(coordinator).get("/").content.decode()
    assert "Hur vet ni?" in client.get(url).content.decode()


def test_the_review_is_not_read_by_other_parties(as_user, goal, partner):
    row = AssessmentFactory(goal=goal, review="returned", review_comment="INTERNT")
    client = as_user(partner)
    assert "INTERNT" not in client.get(f"/bedomningar/{row.pk}/").content.decode()
    assert "INTERNT" not in client.get(f"/mal/{goal.pk}/").content.decode()


def test_list_is_filtered_and_takes_as_many_queries_with_three(as_user, goal, coordinator):
    AssessmentFactory(goal=goal)
    client, url = as_user(coordinator), "/bedomningar/?period=2026-t2"
    client.get(url)
    first = queries_of(client, url)
    for _number in range(2):
        AssessmentFactory(
            goal=GoalFactory(process=goal.process, indicator=IndicatorFactory()),
            review="agreed",
        )
    assert queries_of(client, url) == first
    lines = client.get(f"{url}&lage=granskade").context["lines"]
    assert len(lines) == 2
    assert len(client.get(f"{url}&lage=vantar").context["lines"]) == 1
    assert not client.get(f"{url}&lage=saknas").context["lines"]
    assert client.get("/bedomningar/?period=strunt").status_code == 200


@pytest.mark.parametrize("url", ["/mal/", "/", "/mal/{goal}/"])
def test_pages_with_assessments_take_as_many_queries_with_three(as_user, goal, coordinator, url):
    url = url.format(goal=goal.pk)
    AssessmentFactory(goal=goal)
    client = as_user(coordinator)
    client.get(url)
    first = queries_of(client, url)
    for start, end in (
        (date(2026, 1, 1), date(2026, 4, 30)),
        (date(2025, 9, 1), date(2025, 12, 31)),
    ):
        AssessmentFactory(goal=goal, period_start=start, period_end=end)
        AssessmentFactory(goal=GoalFactory(process=goal.process))
    assert queries_of(client, url) == first


def test_what_the_second_of_two_wrote_stays_on_the_page(
    client, as_user, goal, coordinator, central
):
    row = AssessmentFactory(goal=goal)
    version = row.version
    review_assessment(assessment=row, agreed=True, acting_user=central)
    review = as_user(central).post(
        f"/bedomningar/{row.pk}/", {"agreed": "nej", "comment": "Hur då?", "version": version}
    )
    assert "håller med" in review.content.decode()
    assert "Hur då?" in review.content.decode()
    sent = {"period": "2026-t2", "version": version, "grade": "not", "comment": "Vi ändrar oss."}
    answer = as_user(coordinator).post(f"/mal/{goal.pk}/bedom/?period=2026-t2", sent)
    assert "kan inte ändras" in answer.content.decode()
    assert "Vi ändrar oss." in answer.content.decode()


def test_an_assessment_shows_what_the_goal_aimed_at_when_it_was_given(as_user, goal, coordinator):
    row = AssessmentFactory(goal=goal, assessed_at=timezone.now() - timedelta(days=1))
    GoalRevision.objects.create(
        goal=goal, number=1, target=12, baseline=24, made_by=coordinator,
    )  # fmt: skip
    revise_goal(
        goal=goal, version=0, target=3, reason="Högre mål.", decided_by="Styrgruppen",
        decided_on=timezone.localdate(), acting_user=coordinator,
    )  # fmt: skip
    page = as_user(coordinator).get(f"/bedomningar/{row.pk}/")
    assert page.context["aim"].target == 12


def test_the_same_word_given_twice_is_one(goal, coordinator):
    first = assess(goal, coordinator, version=0)
    again = assess(goal, coordinator, version=0)
    assert (again.pk, again.version) == (first.pk, 1)
    with pytest.raises(EditConflict):
        assess(goal, coordinator, version=0, comment="Något annat.")
