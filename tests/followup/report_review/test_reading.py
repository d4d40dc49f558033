"""An edition is read section by section, commented, and made anew."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import reverse

from collaboration.exceptions import EditConflict, Refused
from followup.models import MonthlyReport, SectionReview
from followup.report_exceptions import EditionChanged, ReviewNotFinished
from followup.reports.monthly import EditionNotDraft, ask_to_rebuild
from followup.selectors.report_review import left_to_do, review_of
from followup.services.report_review import approve_edition, ask_body, mark_section
from programs.models import Program, ResponsibleBody
from tests.factories.accounts import UserFactory
from tests.factories.collaboration import ProblemFactory, SituationReportFactory
from tests.followup.report_review.editions import (
    EDITION,
    REVIEW,
    TOTAL,
    approve,
    published,
    read_all,
)
from trygghet.accounts.models import User
from trygghet.jobs import services as jobs
from trygghet.jobs.models import Job

AsUser = Callable[[User], Client]
State = MonthlyReport.State


def test_every_section_is_read_before_it_is_approved(draft: MonthlyReport, central: User) -> None:
    review = review_of(draft)
    assert (review.read, review.total) == (0, TOTAL)
    assert draft.html == "\n".join(_htmls(draft))
    with pytest.raises(ReviewNotFinished) as refused:
        approve(draft, central, anyway=False)
    assert refused.value.left == (f"{TOTAL} avsnitt är inte lästa.",)
    read_all(draft, central)
    assert left_to_do(draft) == ()
    approved = approve(draft, central, anyway=False)
    assert (approved.state, approved.approved_by) == (State.APPROVED, central)


def _htmls(report: MonthlyReport) -> Iterator[str]:
    begin = 0
    for section in report.data["sections"]:
        yield report.html[begin : begin + section["length"]]
        begin += section["length"] + 1


def test_a_comment_says_that_the_section_is_commented(draft: MonthlyReport, central: User) -> None:
    common = {"report": draft, "section": "hinder", "acting_user": central}
    mark_section(comment="Rätta datumet.", version=0, **common)
    [mark] = draft.reviews.all()
    assert (mark.state, mark.comment) == ("commented", "Rätta datumet.")
    with pytest.raises(EditConflict):
        mark_section(comment="Något annat.", version=0, **common)
    assert mark_section(comment="", version=1, **common).state == "read"
    with pytest.raises(Refused):
        mark_section(report=draft, section="finns-inte", comment="", version=0, acting_user=central)


def test_what_is_typed_is_kept_when_it_is_refused(
    draft: MonthlyReport, central: User, as_user: AsUser
) -> None:
    client = as_user(central)
    ask = reverse("followup:report-review-ask", args=[*EDITION, "hinder"])
    mark = reverse("followup:report-review-section", args=[*EDITION, "hinder"])
    answer = client.post(ask, {"fraga-hinder-question": "Min långa fråga"})
    assert answer.status_code == 422
    assert "Min långa fråga" in answer.content.decode()
    other = UserFactory(name="Någon Annan")
    mark_section(report=draft, section="hinder", comment="Hens", version=0, acting_user=other)
    for headers in ({}, {"HX-Request": "true"}):
        answer = client.post(mark, {"hinder-comment": "Min", "version": 0}, headers=headers)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Någon Annan skrev:" in page
        assert "Hens" in page
        assert ">\nMin</textarea>" in page
    panel = client.post(
        mark, {"hinder-comment": "Båda", "version": 1}, headers={"HX-Request": "true"}
    ).content.decode()
    assert f"1 av {TOTAL} avsnitt lästa" in panel
    assert "<html" not in panel


def test_an_edition_made_anew_keeps_its_comments_and_shows_what_changed(
    draft: MonthlyReport, central: User, program: Program, as_user: AsUser
) -> None:
    read_all(draft, central)
    first_hash = draft.content_hash
    other = SituationReportFactory(program=program, state="approved")
    ProblemFactory.create_batch(2, report=other, development="new")
    for _twice in range(2):
        ask_to_rebuild(report=draft, acting_user=central)
    draft.refresh_from_db()
    assert not draft.job.is_finished
    assert "Nedanför står utgåvan som den var" in as_user(central).get(REVIEW).content.decode()
    with pytest.raises(Refused, match="görs just nu"):
        approve(draft, central)
    assert jobs.run(draft.job_id)
    draft.refresh_from_db()
    assert Job.objects.filter(kind="monthly_report").count() == 2
    review = review_of(draft)
    assert 0 < review.read < review.total
    assert review.section("sammanfattning").state == "changed"
    with pytest.raises(EditionChanged):
        approve_edition(report=draft, content_hash=first_hash, anyway=True, acting_user=central)
    published(draft, central)
    with pytest.raises(EditionNotDraft):
        ask_to_rebuild(report=draft, acting_user=central)


def test_a_rebuild_that_is_overtaken_by_the_approval_writes_nothing(
    draft: MonthlyReport, central: User, program: Program
) -> None:
    ask_to_rebuild(report=draft, acting_user=central)
    before = draft.content_hash
    SituationReportFactory(program=program, state="approved")
    MonthlyReport.objects.filter(pk=draft.pk).update(state="approved", approved_at=draft.built_at)
    draft.refresh_from_db()
    assert not jobs.run(draft.job_id)
    draft.refresh_from_db()
    assert draft.content_hash == before
    assert "godkändes medan den gjordes om" in draft.job.error


def test_reviewing_takes_the_same_queries_whatever_is_written(
    draft: MonthlyReport,
    central: User,
    body: ResponsibleBody,
    as_user: AsUser,
    django_assert_num_queries: Callable[[int], object],
) -> None:
    client = as_user(central)
    client.get(REVIEW)
    for _n in range(2):
        ask_body(report=draft, section="hinder", body=body, question="?", acting_user=central)
        with django_assert_num_queries(10):
            client.get(REVIEW)
    assert SectionReview.objects.count() == 2
