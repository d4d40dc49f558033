"""Writing in the form, by its buttons and by the page itself."""

import json
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from collaboration.models import Problem, ReportPart, SituationReport
from collaboration.services import parts, reports
from programs.models import Area, ProblemType, ResponsibleBody
from tests.factories.collaboration import ProblemFactory, SituationReportFactory
from tests.factories.programs import AreaFactory, ProblemTypeFactory, ProgramFactory
from trygghet.accounts.models import User
from trygghet.months import add_months, previous_month

HTMX = {"HX-Request": "true"}


def address(name: str, report: SituationReport, *more: object) -> str:
    return reverse(f"collaboration:{name}", args=[report.pk, *more])


@pytest.fixture
def report(body: ResponsibleBody, coordinator: User) -> SituationReport:
    ProgramFactory(ends_on=date(2099, 12, 31))
    return reports.start_report(
        body=body, period=previous_month(timezone.localdate()), acting_user=coordinator
    )


@pytest.fixture
def writer(as_user, coordinator: User) -> Client:
    return as_user(coordinator)


@pytest.fixture
def brawls(db: None) -> ProblemType:
    return ProblemTypeFactory(name="Bråk")


def send_in(report: SituationReport) -> None:
    SituationReport.objects.filter(pk=report.pk).update(
        state="submitted", submitted_by=report.created_by, submitted_at=timezone.now()
    )


def post(client: Client, report: SituationReport, **changes: object):
    data = {"del": "analysis", "text": "Text.", "classification": "open", "version": 0} | changes
    return client.post(address("report-edit", report), data)


def analysis(report: SituationReport) -> ReportPart:
    return report.parts.get(kind="analysis")


def test_form_opens_at_the_first_unfinished_part(writer: Client, report) -> None:
    assert writer.get(address("report-edit", report)).context["key"] == "problems"
    ProblemFactory(report=report)
    response = writer.get(address("report-edit", report))
    assert response.context["key"] == "local_conditions"
    assert "1 av 9 klara" in response.content.decode()
    assert writer.get(address("report-edit", report) + "?del=x").status_code == 404


def test_part_is_saved_and_the_next_one_opened(writer: Client, report) -> None:
    response = post(writer, report, **{"del": "needs", "next": "1"})
    assert response.url.endswith("?del=resources")
    assert report.parts.get(kind="needs").text == "Text."
    assert post(writer, report, next="1").url == address("report-submit", report)
    assert post(writer, report, text="Mer.", version=1).url.endswith("?del=analysis")


def test_empty_text_may_be_saved(writer: Client, report) -> None:
    assert post(writer, report, text="").status_code == 302


def test_too_long_text_is_refused_at_its_field_and_kept(writer: Client, report) -> None:
    response = post(writer, report, text="å" * 100_000)
    html = response.content.decode()
    assert "Texten är för lång" in html
    assert "å" * 100_000 in html
    assert analysis(report).text == ""


def test_person_in_an_open_text_is_marked_and_the_text_kept(writer: Client, report) -> None:
    html = post(writer, report, text="Se 900101-1239 <b>här</b>").content.decode()
    assert "<mark>900101-1239</mark> &lt;b&gt;här" in html
    assert analysis(report).text == ""
    html = post(writer, report, text="900101-1239", classification="restricted").content.decode()
    assert "Skriv varför uppgiften är skyddad" in html
    post(
        writer,
        report,
        text="900101-1239",
        classification="restricted",
        classification_reason="Utredning",
    )
    assert analysis(report).classification_reason == "Utredning"


def test_conflict_shows_both_texts_and_takes_the_choice(
    writer: Client, report, manager: User
) -> None:
    parts.save_part(
        report=report,
        kind="analysis",
        text="Chefens text",
        classification="open",
        version=0,
        acting_user=manager,
    )
    html = post(writer, report, text="Min text").content.decode()
    assert "Chefens text" in html
    assert "Min text" in html
    assert "Chris Chef" in html
    answer = {"mine": "Min text", "text": "Båda", "version": 1}
    post(writer, report, **answer, **{"text-choice": "theirs"})
    assert analysis(report).text == "Chefens text"
    post(writer, report, **answer, **{"text-choice": "merged"})
    assert analysis(report).text == "Båda"
    post(writer, report, **answer | {"version": 2}, **{"text-choice": "mine"})
    assert analysis(report).text == "Min text"


def test_locked_form_says_why_and_gives_the_text_back(writer: Client, report) -> None:
    send_in(report)
    html = writer.get(address("report-edit", report)).content.decode()
    assert "Inskickad av Sam Ordnare" in html
    html = post(writer, report, text="Det jag skrev").content.decode()
    assert "Det jag skrev" in html
    assert analysis(report).text == ""


# Saved by the page


def draft(client: Client, report: SituationReport, kind: str = "analysis", **changes: object):
    data = {"text": "Utkast", "classification": "internal", "version": 0} | changes
    return client.post(
        address("part-autosave", report, kind), json.dumps(data), content_type="application/json"
    )


def test_draft_is_kept(writer: Client, report) -> None:
    answer = draft(writer, report).json()
    assert answer["version"] == 1
    assert answer["state"] == "done"
    assert answer["saved_at"] == f"{timezone.localtime(analysis(report).updated_at):%H.%M}"
    assert draft(writer, report).json()["version"] == 1  # a retry
    assert analysis(report).text == "Utkast"


@pytest.mark.parametrize(
    "sent",
    ["", "{", "[]", "null", "7", '"text"', "{}", '{"text": 1}', b"\xff",
     '{"text": "a", "classification": "hemlig", "version": 0}',
     '{"text": [], "classification": "open", "version": 0}',
     '{"text": "a", "classification": "open", "version": "0"}',
     '{"text": "a", "classification": [], "version": 0}',
     '{"text": "a", "classification": "open", "version": 0, "classification_reason": 1}'],
)  # fmt: skip
def test_garbage_is_refused(writer: Client, report, sent: str | bytes) -> None:
    response = writer.post(
        address("part-autosave", report, "analysis"), sent, content_type="application/json"
    )
    assert response.status_code == 400
    assert analysis(report).text == ""


def test_draft_with_a_person_is_kept_and_warned_about(writer: Client, report) -> None:
    answer = draft(writer, report, text="Ring 070-123 45 67").json()
    assert "<mark>070-123 45 67</mark>" in answer["warning"]
    assert answer["state"] == "error"
    assert analysis(report).text == "Ring 070-123 45 67"


def test_draft_meets_anothers_text(writer: Client, report, manager: User) -> None:
    parts.save_part(
        report=report,
        kind="analysis",
        text="Chefens text",
        classification="open",
        version=0,
        acting_user=manager,
    )
    response = draft(writer, report)
    assert response.status_code == 409
    assert "Chefens text" in response.json()["html"]


def test_draft_of_a_locked_or_endless_text_is_refused(writer: Client, report) -> None:
    assert draft(writer, report, text="å" * 200_001).status_code == 422
    send_in(report)
    response = draft(writer, report)
    assert response.status_code == 423
    assert "Inskickad av" in response.json()["message"]


def test_draft_is_for_the_coordinator(
    as_user, report, manager: User, contributor: User, central: User, partner: User, client: Client
) -> None:
    assert draft(client, report).status_code == 302
    for user, status in ((manager, 403), (contributor, 403), (central, 404), (partner, 404)):
        assert draft(as_user(user), report).status_code == status
    assert analysis(report).text == ""


def test_unknown_part_is_not_found(writer: Client, report) -> None:
    assert draft(writer, report, "problems").status_code == 404


# Problems


def problem_fields(brawls: ProblemType, **changes: object) -> dict[str, object]:
    return {
        "type": brawls.pk,
        "title": "Bråk vid torget",
        "development": "new",
        "classification": "open",
        "when": ["18", "22"],
        "exposed": ["youth"],
        "idempotency_key": str(uuid4()),
    } | changes


def test_problem_is_added_once_however_often_it_is_sent(
    writer: Client, report, brawls: ProblemType
) -> None:
    fields = problem_fields(brawls)
    for _ in range(2):
        response = writer.post(address("problem-add", report), fields)
    problem = report.problems.get()
    assert response.url.endswith(f"?del=problems#problem-{problem.pk}")
    assert (problem.when, problem.exposed) == ([18, 22], ["youth"])


def test_problem_in_place_answers_with_the_section(
    writer: Client, report, brawls: ProblemType
) -> None:
    page = writer.get(address("problem-add", report), headers=HTMX).content.decode()
    assert "<html" not in page
    response = writer.post(address("problem-add", report), problem_fields(brawls), headers=HTMX)
    assert response["HX-Retarget"] == "#section"
    assert "Bråk vid torget" in response.content.decode()
    refused = writer.post(
        address("problem-add", report), problem_fields(brawls, title=""), headers=HTMX
    )
    assert 'id="problem-form"' in refused.content.decode()


@pytest.fixture
def city(db: None) -> Area:
    square = [[18.0, 59.2], [18.2, 59.2], [18.2, 59.4], [18.0, 59.4], [18.0, 59.2]]
    boundary = {"type": "Polygon", "coordinates": [square]}
    return AreaFactory(kind=Area.Kind.CITY, name="Staden", boundary=boundary)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"latitude": "57.7", "longitude": "11.97"}, "latitude"),
        ({"latitude": "59,3"}, "longitude"),
        ({"latitude": "norr", "longitude": "18.1"}, "latitude"),
        ({"title": ""}, "title"),
        ({"title": "x" * 161}, "title"),
        ({"type": "999"}, "type"),
        ({"when": ["28"]}, "when"),
        ({"exposed": ["Kalle"]}, "exposed"),
        ({"description": "å" * 100_000}, "description"),
        ({"consequences": "Ring 070-123 45 67"}, "consequences"),
        ({"area": "0"}, "area"),
        ({"classification": "restricted"}, "classification_reason"),
    ],
)
def test_bad_input_is_refused_at_its_field(
    writer: Client, report, brawls: ProblemType, city: Area, fields: dict, name: str
) -> None:
    response = writer.post(address("problem-add", report), problem_fields(brawls, **fields))
    assert response.context["form"].errors[name]
    assert not report.problems.exists()
    for value in fields.values():
        shown = value[0] if isinstance(value, list) else value
        assert shown in response.content.decode() or name in ("when", "exposed", "type", "area")


def test_pin_within_the_city_is_saved(writer: Client, report, brawls, city: Area) -> None:
    pin = {"latitude": "59,31234", "longitude": "18.1"}
    writer.post(address("problem-add", report), problem_fields(brawls, **pin))
    assert report.problems.get().latitude == 59.31234


def test_problem_conflict_keeps_the_form_and_shows_the_other(
    writer: Client, report, brawls: ProblemType, manager: User
) -> None:
    problem = ProblemFactory(report=report, type=brawls, title="Först", updated_by=manager)
    edit = address("problem-edit", report, problem.pk)
    Problem.objects.update(place="Parken", version=3)
    fields = problem_fields(brawls, title="Mitt", place="Torget", version=2)
    response = writer.post(edit, fields)
    html = response.content.decode()
    assert "Parken" in html
    assert 'value="Torget"' in html
    assert 'name="version" value="3"' in html
    writer.post(edit, fields | {"version": 3})
    problem.refresh_from_db()
    assert (problem.title, problem.place) == ("Mitt", "Torget")


def test_problem_is_removed_after_a_question(writer: Client, report) -> None:
    problem = ProblemFactory(report=report)
    delete = address("problem-delete", report, problem.pk)
    assert "Ta bort problemet?" in writer.get(delete).content.decode()
    assert report.problems.exists()
    writer.post(delete)
    assert not report.problems.exists()


def test_problem_of_another_report_is_not_found(writer: Client, report) -> None:
    foreign = ProblemFactory(report=SituationReportFactory(program=report.program))
    for name in ("problem-edit", "problem-delete", "problem-autosave"):
        assert writer.post(address(name, report, foreign.pk)).status_code == 404


def test_last_months_problems_are_taken_over(writer: Client, report) -> None:
    earlier = SituationReportFactory(
        body=report.body,
        program=report.program,
        period=add_months(report.period, -1),
        state="published",
    )
    stays, goes, shifts = (
        ProblemFactory(report=earlier, title=title) for title in ("Kvar", "Borta", "Annorlunda")
    )
    ProblemFactory(report=earlier, title="Upphört", development="ended")
    page = writer.get(address("report-edit", report) + "?del=problems")
    assert [p.title for p in page.context["carry"].problems] == ["Kvar", "Borta", "Annorlunda"]
    carry = address("problem-carry", report)
    writer.post(carry, {"problem": stays.pk, "how": "continues"})
    writer.post(carry, {"problem": goes.pk, "how": "ended"})
    response = writer.post(carry, {"problem": shifts.pk, "how": "changed"})
    copy = report.problems.get(continues=shifts)
    assert response.url == address("problem-edit", report, copy.pk)
    page = writer.get(address("report-edit", report) + "?del=problems")
    assert page.context["carry"] is None
    assert writer.post(carry, {"problem": stays.pk, "how": "x"}).status_code == 400
    for wrong in ("", "x", "999999999999999999999"):
        assert writer.post(carry, {"problem": wrong, "how": "ended"}).status_code == 404


def test_no_problems_is_said_and_taken_back(writer: Client, report) -> None:
    say = address("report-no-problems", report)
    writer.post(say)
    report.refresh_from_db()
    assert report.no_problems
    assert "inte finns några problem" in (
        writer.get(address("report-edit", report) + "?del=problems").content.decode()
    )
    writer.post(say, {"undo": "1"})
    report.refresh_from_db()
    assert not report.no_problems


def keep(client: Client, url: str, fields: object):
    return client.post(url, json.dumps(fields), content_type="application/json")


def test_problem_is_kept_while_it_is_written(writer: Client, report, brawls: ProblemType) -> None:
    new = address("problem-autosave-new", report)
    fields = problem_fields(brawls)
    response = keep(writer, new, fields | {"title": ""})
    assert response.status_code == 422
    assert "Välj typ" in response.json()["message"]
    answer = keep(writer, new, fields).json()
    problem = report.problems.get()
    assert answer["autosave"] == address("problem-autosave", report, problem.pk)
    more = fields | {"description": "Ring 070-123 45 67", "version": str(answer["version"])}
    assert keep(writer, answer["autosave"], more).json()["version"] == 1
    assert keep(writer, answer["autosave"], more | {"title": "Annat"}).status_code == 409
    # The form itself, posted as new with the same key, is the later text of the same problem.
    writer.post(address("problem-add", report), fields | {"title": "Till sist"})
    assert [p.title for p in report.problems.all()] == ["Till sist"]


@pytest.mark.parametrize("sent", ["", "[", "7", "null", '"x"', "[]"])
def test_garbage_instead_of_a_problem_is_refused(writer: Client, report, sent: str | bytes) -> None:
    response = writer.post(
        address("problem-autosave-new", report), sent, content_type="application/json"
    )
    assert response.status_code == 400


@pytest.mark.parametrize("rows", [1, 3])
def test_form_takes_the_same_number_of_queries(
    rows: int, writer: Client, report, django_assert_num_queries
) -> None:
    earlier = SituationReportFactory(
        body=report.body, program=report.program, period=add_months(report.period, -1)
    )
    for _ in range(rows):
        ProblemFactory(report=report)
        ProblemFactory(report=earlier)
    with django_assert_num_queries(12):
        writer.get(address("report-edit", report) + "?del=problems")
