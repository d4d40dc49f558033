from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from collaboration.exceptions import EditConflict
from followup.models import MunicipalPlan, MunicipalStatement
from followup.municipal_content import hash_of, sections_of
from followup.municipal_exceptions import (
    DecidedBeforePicture,
    FollowedUpTooEarly,
    LineWithoutGrounds,
    NoDecidedPicture,
    NotDraft,
    PlanHasNoLines,
    PlanNotInForce,
    StatementOfAnotherPicture,
)
from followup.selectors.document_versions import compared
from followup.services import municipal_pictures
from followup.services import municipal_plans as services
from followup.views.municipal import PLAN, printable
from tests.factories.followup import MeasureFactory
from tests.factories.programs import ProgramFactory

pytestmark = pytest.mark.django_db
DECISION = {"paragraph": "§ 12", "registry_number": "KS 2026/1"}


def _picture(central, board, day=date(2026, 3, 2)):
    program = ProgramFactory()
    picture = municipal_pictures.begin_picture(program=program, acting_user=central)
    if not picture.statements.exists():
        for part in MunicipalStatement.Part.values:
            municipal_pictures.add_statement(
                picture=picture,
                part=part,
                heading=f"Om {part}",
                text="Rånen ökar.",
                other_grounds="Mätning",
                acting_user=central,
            )
    return municipal_pictures.decide_picture(
        picture=picture, decided_by=board, decided_on=day, acting_user=central, **DECISION
    )


@pytest.fixture
def picture(central, board):
    return _picture(central, board)


@pytest.fixture
def plan(picture, central):
    return services.begin_plan(program=picture.program, acting_user=central)


def _line(plan, central, board, **fields):
    fields = {
        "text": "Tänd parken",
        "responsible": board,
        "due_on": date(2027, 1, 1),
        "statements": plan.picture.statements.all()[:1],
    } | fields
    return services.add_line(plan=plan, acting_user=central, **fields)


def _decide(plan, central, board, day=date(2026, 4, 1)):
    return services.decide_plan(
        plan=plan, decided_by=board, decided_on=day, acting_user=central, **DECISION
    )


@pytest.fixture
def decided(plan, central, board):
    _line(plan, central, board)
    return _decide(plan, central, board)


def test_a_plan_rests_on_a_decided_picture(central) -> None:
    with pytest.raises(NoDecidedPicture):
        services.begin_plan(program=ProgramFactory(), acting_user=central)


def test_without_a_picture_the_page_says_what_comes_first(central, as_user) -> None:
    ProgramFactory()

    answer = as_user(central).post(reverse("followup:municipal-plan-new"), follow=True)

    assert "Besluta kommunens lägesbild först" in answer.content.decode()


def test_an_empty_plan_is_not_decided(plan, central, board) -> None:
    with pytest.raises(PlanHasNoLines):
        _decide(plan, central, board)


def test_a_line_says_what_it_rests_on(plan, central, board) -> None:
    _line(plan, central, board, statements=[])

    with pytest.raises(LineWithoutGrounds, match="Tänd parken"):
        _decide(plan, central, board)


def test_a_line_rests_on_the_plans_own_picture(plan, central, board) -> None:
    newer = _picture(central, board, date(2026, 5, 1))

    with pytest.raises(StatementOfAnotherPicture):
        _line(plan, central, board, statements=newer.statements.all())


def test_not_decided_before_its_picture(plan, central, board) -> None:
    _line(plan, central, board)

    with pytest.raises(DecidedBeforePicture):
        _decide(plan, central, board, date(2026, 3, 1))


def test_what_is_decided_is_frozen(decided, picture, central, board) -> None:
    (line,) = decided.content["lines"]

    assert decided.content["picture"]["id"] == picture.pk
    assert (line["responsible"], line["statements"]) == ("Kommunstyrelsen", ["Om analysis"])
    assert decided.content_hash == hash_of(decided.content)
    with pytest.raises(NotDraft):
        _decide(decided, central, board)
    with pytest.raises(NotDraft):
        _line(decided, central, board)


@pytest.mark.parametrize(
    "write",
    [
        lambda row: MunicipalPlan.objects.filter(pk=row.pk).update(content={}),
        lambda row: MunicipalPlan.objects.filter(pk=row.pk).update(decided_on=date(2026, 1, 1)),
        lambda row: row.delete(),
        lambda row: row.lines.update(text="Annat"),
        lambda row: row.lines.all().delete(),
    ],
)
def test_the_database_keeps_what_is_decided(write, decided) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        write(MunicipalPlan.objects.get(pk=decided.pk))


def test_a_new_version_finds_its_statements_in_the_new_picture(decided, central, board) -> None:
    newer = _picture(central, board, date(2026, 9, 1))

    plan = services.begin_plan(program=decided.program, acting_user=central)

    assert (plan.number, plan.picture) == (2, newer)
    assert plan.lines.get().statements.get().picture == newer
    _decide(plan, central, board, date(2026, 10, 1))
    decided.refresh_from_db()
    assert decided.state == "replaced"


def test_a_draft_can_rest_on_another_picture(decided, central, board) -> None:
    plan = services.begin_plan(program=decided.program, acting_user=central)
    newer = _picture(central, board, date(2026, 9, 1))

    services.rest_on_picture(plan=plan, picture=newer, acting_user=central)

    assert plan.lines.get().statements.get().picture == newer


def test_lines_change_places_and_are_compared(decided, central, board) -> None:
    plan = services.begin_plan(program=decided.program, acting_user=central)
    second = _line(plan, central, board, text="Fler fältarbetare")
    services.move_line(line=second, steps=-1, acting_user=central)

    found = compared(MunicipalPlan.objects.select_related("picture"), sections_of, "1", "2")

    assert [line.text for line in plan.lines.all()] == ["Fler fältarbetare", "Tänd parken"]
    assert [(each.kind, each.heading) for each in found.sections if each.kind != "same"] == [
        ("added", "Fler fältarbetare")
    ]


def test_a_line_is_tied_to_measures_that_carry_it_out(plan, central, board, process) -> None:
    line = _line(plan, central, board)
    measure = MeasureFactory(process=process, responsible=board, title="Belysning")
    save = {
        "line": line,
        "acting_user": central,
        "statements": line.statements.all(),
        "measures": [measure],
        "text": "Tänd hela parken",
    }
    services.change_line(version=0, **save)

    with pytest.raises(EditConflict):
        services.change_line(version=0, **save)
    _decide(plan, central, board)
    assert MunicipalPlan.objects.get().content["lines"][0]["measures"] == [
        {"id": measure.pk, "title": "Belysning"}
    ]


def test_follow_up_of_a_decided_plan(decided, central) -> None:
    save = {"plan": decided, "result": "Hälften är gjort.", "acting_user": central}

    services.follow_up_plan(followed_up_on=date(2026, 10, 1), **save)

    assert decided.follow_ups.get().result == "Hälften är gjort."
    with pytest.raises(FollowedUpTooEarly):
        services.follow_up_plan(followed_up_on=date(2026, 3, 31), **save)


def test_a_draft_is_not_followed_up(plan, central) -> None:
    with pytest.raises(PlanNotInForce):
        services.follow_up_plan(
            plan=plan, followed_up_on=date(2026, 10, 1), result="x", acting_user=central
        )


def test_the_pages_of_a_plan(plan, central, board, as_user) -> None:
    client = as_user(central)
    statement = plan.picture.statements.first()
    new = reverse("followup:municipal-line-new", args=[plan.pk])
    sent = {"text": "Tänd parken", "responsible": board.pk, "due_on": "2027-01-01"}

    late = client.post(new, {**sent, "statements": statement.pk, "due_on": "2099-01-01"})
    assert "Välj ett datum inom den tiden." in late.content.decode()
    refused = client.post(new, sent)
    assert "Tänd parken</textarea>" in refused.content.decode()  # what was typed stays
    assert client.post(new, {**sent, "statements": statement.pk}).status_code == 302
    page = client.get(reverse("followup:municipal-plan-write", args=[plan.pk]))
    assert "Tänd parken" in page.content.decode()
    decision = {
        "decided_by": board.pk,
        "decided_on": timezone.localdate() + timedelta(days=1),
        "paragraph": "§ 3",
        "registry_number": "KS 2",
    }
    decide = reverse("followup:municipal-plan-decide", args=[plan.pk])
    assert "kan inte ligga i framtiden" in client.post(decide, decision).content.decode()
    assert client.post(decide, {**decision, "decided_on": "2026-11-01"}).status_code == 302
    second = client.post(decide, {**decision, "decided_on": "2026-11-01"})
    assert "Någon annan har redan skrivit in beslutet" in second.content.decode()


def test_the_printed_plan(decided) -> None:
    html = printable(decided, PLAN)

    assert "Tänd parken" in html
    assert "Planen vilar på Kommunens lägesbild, version 1." in html


def test_the_same_queries_for_one_and_three_lines(plan, central, board, process, as_user) -> None:
    client = as_user(central)
    urls = [
        reverse(f"followup:municipal-plan-{page}", args=[plan.pk]) for page in ("write", "detail")
    ]

    def queries() -> list[int]:
        counts = []
        for url in urls:
            with CaptureQueriesContext(connection) as found:
                assert client.get(url).status_code == 200
            counts.append(len(found))
        return counts

    def fill() -> None:
        line = _line(plan, central, board)
        line.measures.add(MeasureFactory(process=process))

    fill()
    before = queries()
    fill()
    fill()

    assert queries() == before
