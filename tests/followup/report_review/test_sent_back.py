"""A section goes back to a district with a question, and the district reads and answers it."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from collaboration.exceptions import Refused
from followup.models import MonthlyReport, SectionReview
from followup.permissions import can_read_asked_section
from followup.reports.monthly import ask_for_reports, ask_to_rebuild
from followup.reports.sent_back import sent_back
from followup.selectors.report_review import left_to_do
from followup.selectors.start import start_page
from followup.services.report_review import answer_question, ask_body, withdraw_question
from programs.models import Program, ResponsibleBody
from programs.services import grant_role
from tests.factories.accounts import UserFactory
from tests.factories.collaboration import (
    ObstacleFactory,
    ProblemFactory,
    SituationReportFactory,
    noon,
)
from tests.factories.programs import ResponsibleBodyFactory
from tests.followup.report_review.editions import EDITION, OCTOBER, REVIEW, approve, read_all
from trygghet.accounts.models import User
from trygghet.accounts.roles import Role
from trygghet.accounts.scope import scope_of
from trygghet.jobs import services as jobs

AsUser = Callable[[User], Client]


def test_a_district_is_asked_and_answers(
    draft: MonthlyReport, central: User, coordinator: User, body: ResponsibleBody, as_user: AsUser
) -> None:
    read_all(draft, central)
    question = ask_body(
        report=draft, section="stadsdelar", body=body, question="Stämmer det?", acting_user=central
    )
    assert left_to_do(draft) == (
        "Ådalens stadsdelsnämnd har inte svarat på frågan om ”Läget i stadsdelsområdena”.",
    )
    tasks = start_page(scope_of(coordinator), date(2026, 11, 21)).tasks
    [task] = [each for each in tasks if "/manadsrapporter/fragor/" in each.url]
    assert task.title == "Svara på en fråga om månadsrapporten för oktober"
    client = as_user(coordinator)
    page = client.get(task.url).content.decode()
    assert "Stämmer det?" in page
    assert "Läget i stadsdelsområdena" in page
    assert "Mörk gångväg" in page  # what the section says of them
    assert client.post(task.url, {"answer": "", "version": 0}).status_code == 422
    client.post(task.url, {"answer": "Ja, det stämmer.", "version": 0})
    question.refresh_from_db()
    assert (question.state, question.answered_by) == ("answered", coordinator)
    assert left_to_do(draft) == ()
    again = client.post(task.url, {"answer": "Nej!", "version": 0})
    assert again.status_code == 409
    assert "Nej!" in again.content.decode()
    assert "Ja, det stämmer." in again.content.decode()
    assert "Ja, det stämmer." in as_user(central).get(REVIEW).content.decode()
    approve(draft, central)
    with pytest.raises(Refused):
        answer_question(review=question, answer="För sent", version=1, acting_user=coordinator)


@pytest.fixture
def told(program: Program, body: ResponsibleBody) -> MonthlyReport:
    """A draft of two districts' problems and an obstacle."""
    for each, title in ((body, "Vår mörka gångväg"), (ResponsibleBodyFactory(), "Deras gränd")):
        situation = SituationReportFactory(program=program, body=each, state="approved")
        ProblemFactory(report=situation, title=title, development="new")
    ObstacleFactory(body=body, title="Ingen ordningsvakt", raised_at=noon(OCTOBER))
    [report] = ask_for_reports(month=OCTOBER, scope="staden")
    assert jobs.run(report.job_id)
    report.refresh_from_db()
    return report


def _asked(report: MonthlyReport, section: str, body: ResponsibleBody, by: User) -> SectionReview:
    return ask_body(
        report=report, section=section, body=body, question="Stämmer det?", acting_user=by
    )


def _address(question: SectionReview) -> str:
    return reverse("followup:report-question", args=[question.pk])


def test_who_is_asked_reads_the_whole_section_and_nothing_else_of_the_draft(
    told: MonthlyReport, body: ResponsibleBody, central: User, coordinator: User, as_user: AsUser
) -> None:
    shown = {}
    for section in ("stadsdelar", "forandringar", "sammanfattning"):
        question = _asked(told, section, body, central)
        shown[section] = as_user(coordinator).get(_address(question)).content.decode()
        assert told.html.count(f'id="{section}"') == 1
        assert shown[section].count(f'id="{section}"') == 1
        others = [each["anchor"] for each in told.data["sections"] if each["anchor"] != section]
        assert not [each for each in others if f'id="{each}"' in shown[section]]
        assert not [each for each in others if f'href="#{each}"' in shown[section]]
    for section in ("stadsdelar", "forandringar"):
        assert "Deras gränd" in shown[section]
        assert "Ingen ordningsvakt" not in shown[section]
    assert "Det här säger avsnittet om er" not in shown["forandringar"]  # the city's as a whole


def test_the_lines_about_the_body_stand_first_with_names_of_their_own(
    told: MonthlyReport, body: ResponsibleBody, central: User
) -> None:
    read = sent_back(_asked(told, "stadsdelar", body, central))
    assert "Vår mörka gångväg" in read.own
    assert "Deras gränd" not in read.own
    assert "Deras gränd" in read.whole
    names = re.findall(r'\bid="([^"]+)"', read.own + read.whole)
    assert len(names) == len(set(names))
    pointed_at = re.findall(r'url\(#([^)]+)|aria-labelledby="(\S+)', read.own)
    assert pointed_at
    assert all((name or other) in names for name, other in pointed_at)


def test_a_section_made_anew_is_read_as_it_stands_now(
    told: MonthlyReport, program: Program, body: ResponsibleBody, central: User,
    coordinator: User, as_user: AsUser,
) -> None:  # fmt: skip
    question = _asked(told, "stadsdelar", body, central)
    client, changed = as_user(coordinator), "Avsnittet har gjorts om sedan frågan ställdes"
    assert changed not in client.get(_address(question)).content.decode()
    late = SituationReportFactory(program=program, state="approved")
    ProblemFactory(report=late, title="Sent inkommet", development="new")
    ask_to_rebuild(report=told, acting_user=central)
    told.refresh_from_db()
    assert jobs.run(told.job_id)
    page = client.get(_address(question)).content.decode()
    assert changed in page
    assert "Sent inkommet" in page
    SectionReview.objects.filter(pk=question.pk).update(section="sedan-forra-utgavan")
    page = client.get(_address(question)).content.decode()
    assert "Avsnittet finns inte längre i utkastet" in page


def test_a_question_that_is_taken_back_shows_the_section_no_more(
    told: MonthlyReport, body: ResponsibleBody, central: User, coordinator: User, as_user: AsUser
) -> None:
    question = _asked(told, "stadsdelar", body, central)
    withdraw_question(review=question, reason="Fel nämnd.", acting_user=central)
    page = as_user(coordinator).get(_address(question)).content.decode()
    assert "Fel nämnd." in page
    assert "Deras gränd" not in page


@pytest.mark.parametrize(
    ("who", "reads"),
    [
        ("coordinator", True),
        ("manager", False),
        ("contributor", False),
        ("committee", False),
        ("central", False),  # reads the whole draft, on the page of its review
        ("administrator", False),
        ("partner", False),
        ("elsewhere", False),
    ],
)
def test_only_who_answers_reads_the_section(
    who: str,
    reads: bool,
    draft: MonthlyReport,
    body: ResponsibleBody,
    central: User,
    as_user: AsUser,
    request: pytest.FixtureRequest,
) -> None:
    question = _asked(draft, "stadsdelar", body, central)
    if who == "elsewhere":
        person = UserFactory()
        grant_role(person, Role.COORDINATOR, ResponsibleBodyFactory())
    else:
        person = request.getfixturevalue(who)
    assert can_read_asked_section(scope_of(person), question) is reads
    page = as_user(person).get(_address(question))
    assert (page.status_code == 200, "Mörk gångväg" in page.content.decode()) == (reads, reads)
    if reads:
        approve(draft, central)
        question = SectionReview.objects.select_related("report").get(pk=question.pk)
        assert not can_read_asked_section(scope_of(person), question)
        assert as_user(person).get(_address(question)).status_code == 404


def test_the_same_question_sent_twice_is_one(
    draft: MonthlyReport, central: User, body: ResponsibleBody, as_user: AsUser
) -> None:
    url = reverse("followup:report-review-ask", args=[*EDITION, "hinder"])
    sent = {
        "idempotency_key": "4be0643f-1d98-573b-97cd-ca98a65347dd",
        "fraga-hinder-body": body.pk,
        "fraga-hinder-question": "Stämmer det?",
    }
    for _time in range(2):
        assert as_user(central).post(url, sent).status_code == 302
    assert draft.reviews.count() == 1
