"""A question about a section can be taken back with a reason, while nobody has answered it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from followup.models import MonthlyReport, SectionReview
from followup.report_exceptions import QuestionAnswered, QuestionWithdrawn
from followup.selectors.report_review import left_to_do, review_of
from followup.selectors.start import start_page
from followup.services.report_review import answer_question, ask_body, withdraw_question
from programs.models import ResponsibleBody
from tests.factories.accounts import UserFactory
from tests.followup.publishing import drafted
from trygghet.accounts.models import User
from trygghet.accounts.scope import scope_of

AsUser = Callable[[User], Client]
REASON = "Siffran stämde; jag läste fel rad."


@pytest.fixture
def draft(db: None) -> MonthlyReport:
    return drafted("hinder")


@pytest.fixture
def question(draft: MonthlyReport, body: ResponsibleBody, central: User) -> SectionReview:
    return ask_body(
        report=draft, section="hinder", body=body, question="Stämmer det?", acting_user=central
    )


def address(question: SectionReview, name: str = "report-question") -> str:
    return reverse(f"followup:{name}", args=[question.pk])


def test_the_sender_takes_a_question_back_and_the_district_sees_why(
    question: SectionReview, central: User, coordinator: User, as_user: AsUser
) -> None:
    asker, url = as_user(central), address(question, "report-question-withdraw")
    panel = asker.get(reverse("followup:report-review", args=_edition(question)))
    assert url in panel.content.decode()
    refused = asker.post(url, {"reason": " "})
    assert refused.status_code == 422
    assert "Skriv varför frågan tas tillbaka." in refused.content.decode()
    assert asker.post(url, {"reason": REASON}, follow=True).status_code == 200
    question.refresh_from_db()
    assert (question.state, question.withdrawn_by) == ("withdrawn", central)
    assert question.question == "Stämmer det?"
    page = as_user(coordinator).get(address(question)).content.decode()
    assert "Frågan är återtagen och behöver inget svar" in page
    assert REASON in page
    assert "<textarea" not in page
    panel = as_user(central).get(reverse("followup:report-review", args=_edition(question)))
    assert REASON in panel.content.decode()


def _edition(question: SectionReview) -> list[object]:
    return [f"{question.report.month:%Y-%m}", "staden", question.report.edition]


def test_a_withdrawn_question_keeps_nothing_waiting(
    question: SectionReview, draft: MonthlyReport, central: User, coordinator: User
) -> None:
    asked_at = question.made_at
    withdraw_question(review=question, reason=REASON, acting_user=central)
    question.refresh_from_db()
    assert question.made_at == asked_at
    assert left_to_do(draft) == ("1 avsnitt är inte läst.",)  # the question alone is no reading
    assert review_of(draft).section("hinder").state == "unread"
    today = timezone.localdate()
    [task] = _tasks(coordinator, today)
    assert task.title.startswith("En fråga om månadsrapporten för")
    assert REASON in task.note
    assert not _tasks(coordinator, today + timedelta(days=7))


def _tasks(user: User, day: object) -> list[object]:
    tasks = start_page(scope_of(user), day).tasks
    return [task for task in tasks if "/manadsrapporter/fragor/" in task.url]


def test_what_is_answered_is_not_withdrawn_and_what_is_withdrawn_not_answered(
    question: SectionReview, central: User, coordinator: User, as_user: AsUser
) -> None:
    withdraw_question(review=question, reason=REASON, acting_user=central)
    with pytest.raises(QuestionWithdrawn):
        withdraw_question(review=question, reason="Igen", acting_user=UserFactory())
    answer = as_user(coordinator).post(address(question), {"answer": "Mitt svar", "version": 0})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"Frågan togs tillbaka av {central.name}" in page
    assert "Mitt svar</textarea>" in page


def test_an_answer_that_came_first_stands(
    question: SectionReview, central: User, coordinator: User, as_user: AsUser
) -> None:
    answer_question(review=question, answer="Ja.", version=0, acting_user=coordinator)
    with pytest.raises(QuestionAnswered):
        withdraw_question(review=question, reason=REASON, acting_user=central)
    url = address(question, "report-question-withdraw")
    page = as_user(central).post(url, {"reason": REASON})
    assert page.status_code == 422
    assert f"Frågan besvarades av {coordinator.name}" in page.content.decode()
    assert REASON in page.content.decode()
