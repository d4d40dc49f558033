"""Reading, approving and publishing an edition; what is published never changes."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from collaboration.exceptions import EditConflict, Refused
from followup.models import MonthlyReport, ReportDelivery, SectionReview
from followup.report_exceptions import (
    AlreadyApproved,
    AlreadyPublished,
    EditionChanged,
    NotApproved,
    ReviewNotFinished,
)
from followup.reports import monthly
from followup.reports.monthly import (
    EditionNotDraft,
    ask_for_new_edition,
    ask_for_reports,
    ask_to_rebuild,
)
from followup.reports.printing import PrintedFile
from followup.reports.sections import CITY
from followup.selectors.report_review import left_to_do, review_of
from followup.selectors.start import start_page
from followup.services.deliveries import readers_of
from followup.services.publishing import publish_edition
from followup.services.report_review import (
    answer_question,
    approve_edition,
    ask_body,
    mark_section,
    withdraw_approval,
)
from programs.models import Program, ResponsibleBody
from programs.services import grant_role, revoke_role
from tests.factories.accounts import UserFactory
from tests.factories.collaboration import ProblemFactory, SituationReportFactory
from tests.factories.programs import ProgramFactory, ReportRecipientFactory, ResponsibleBodyFactory
from tests.followup.publishing import publish
from trygghet.accounts.models import User
from trygghet.accounts.roles import Role
from trygghet.accounts.scope import scope_of
from trygghet.jobs import services as jobs
from trygghet.jobs.models import Job

OCTOBER = date(2026, 10, 1)
AT = ["2026-10", "staden"]
EDITION = [*AT, 1]
REVIEW = reverse("followup:report-review", args=EDITION)
AsUser = Callable[[User], Client]
State = MonthlyReport.State
TOTAL = sum(section.is_numbered for section in CITY) - 1  # a first edition corrects nothing


@pytest.fixture(autouse=True)
def unprinted(settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The printer has its own tests; here its paper is blank."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(
        monthly, "print_pdf", lambda html: PrintedFile(f"%PDF {len(html)}".encode(), 3)
    )


@pytest.fixture
def program(db: None) -> Program:
    return ProgramFactory(registry_number="KS 2023/739")


@pytest.fixture
def draft(program: Program, body: ResponsibleBody) -> MonthlyReport:
    """The city's October, built by its job."""
    situation = SituationReportFactory(program=program, body=body, state="approved")
    ProblemFactory(report=situation, title="Mörk gångväg", development="increasing")
    [report] = ask_for_reports(month=OCTOBER, scope="staden")
    assert jobs.run(report.job_id)
    report.refresh_from_db()
    return report


def approve(report: MonthlyReport, user: User, *, anyway: bool = True) -> MonthlyReport:
    report.refresh_from_db()
    return approve_edition(
        report=report, content_hash=report.content_hash, anyway=anyway, acting_user=user
    )


def published(report: MonthlyReport, user: User) -> MonthlyReport:
    return publish_edition(report=approve(report, user), acting_user=user)


def corrected(report: MonthlyReport, user: User, reason: str = "Fler har svarat.") -> MonthlyReport:
    """The edition after ``report``, built."""
    later = ask_for_new_edition(report=report, reason=reason, acting_user=user)
    assert jobs.run(later.job_id)
    later.refresh_from_db()
    return later


def read_all(report: MonthlyReport, user: User) -> None:
    for section in review_of(report).sections:
        anchor = section.told.anchor
        mark_section(report=report, section=anchor, comment="", version=0, acting_user=user)


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


def test_a_district_is_asked_and_answers(
    draft: MonthlyReport,
    central: User,
    coordinator: User,
    body: ResponsibleBody,
    as_user: AsUser,
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


def test_a_section_sent_back_says_only_what_is_about_the_body(
    program: Program, body: ResponsibleBody, central: User, coordinator: User, as_user: AsUser
) -> None:
    for each, title in ((body, "Vår mörka gångväg"), (ResponsibleBodyFactory(), "Deras gränd")):
        situation = SituationReportFactory(program=program, body=each, state="approved")
        ProblemFactory(report=situation, title=title, development="new")
    [report] = ask_for_reports(month=OCTOBER, scope="staden")
    assert jobs.run(report.job_id)
    report.refresh_from_db()
    shown = {}
    for section in ("stadsdelar", "forandringar"):
        question = ask_body(
            report=report, section=section, body=body, question="Stämmer det?", acting_user=central
        )
        url = reverse("followup:report-question", args=[question.pk])
        shown[section] = as_user(coordinator).get(url).content.decode()
    assert "Vår mörka gångväg" in shown["stadsdelar"]
    assert "Deras gränd" not in shown["stadsdelar"]
    assert "Det här säger avsnittet om er" not in shown["forandringar"]  # the city's as a whole


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


def test_approving_and_publishing_twice_is_refused_with_who_and_when(
    draft: MonthlyReport, central: User
) -> None:
    with pytest.raises(NotApproved):
        publish_edition(report=draft, acting_user=central)
    approve(draft, central)
    with pytest.raises(AlreadyApproved, match=r"redan godkänd av .+ klockan \d\d\.\d\d"):
        approve(draft, central)
    with pytest.raises(Refused):
        mark_section(report=draft, section="hinder", comment="", version=0, acting_user=central)
    withdraw_approval(report=draft)
    published(draft, central)
    for again in (
        lambda: publish_edition(report=draft, acting_user=central),
        lambda: approve(draft, central),
        lambda: withdraw_approval(report=draft),
    ):
        with pytest.raises(AlreadyPublished, match=r"redan publicerad av .+ klockan"):
            again()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["approve", "publish"])
def test_of_two_at_once_one_is_told_that_it_is_done(
    what: str, draft: MonthlyReport, central: User
) -> None:
    if what == "publish":
        approve(draft, central)
    together = Barrier(2)

    def go(_number: int) -> str:
        together.wait()
        try:
            if what == "publish":
                publish_edition(report=draft, acting_user=central)
            else:
                approve(draft, central)
        except (AlreadyApproved, AlreadyPublished) as refusal:
            return str(refusal)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(2) as pool:
        first, second = sorted(pool.map(go, range(2)))
    assert first == ""
    assert "redan" in second
    if what == "publish":
        assert ReportDelivery.objects.count() == readers_of(draft).count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"html": "<p>Bättre</p>"},
        {"data": {}},
        {"state": "draft"},
        {"state": "approved"},
        {"published_at": None},
        {"pdf_hash": "x"},
        {"registry_number": "Nytt"},
    ],
)
@pytest.mark.parametrize("state", ["published", "replaced"])
def test_the_database_keeps_what_is_published(
    state: str, change: dict[str, object], draft: MonthlyReport, central: User
) -> None:
    publish(draft)
    if state == "replaced":
        MonthlyReport.objects.filter(pk=draft.pk).update(state="replaced")
    with pytest.raises(DatabaseError), transaction.atomic():
        MonthlyReport.objects.filter(pk=draft.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        MonthlyReport.objects.filter(pk=draft.pk).delete()


def test_the_database_does_not_empty_the_table_of_published_editions(
    draft: MonthlyReport,
) -> None:
    publish(draft)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with (
            pytest.raises(DatabaseError, match="published editions are kept"),
            transaction.atomic(),
        ):
            cursor.execute("TRUNCATE followup_monthlyreport CASCADE")


@pytest.mark.parametrize("state", ["approved", "published", "replaced"])
def test_no_edition_is_inserted_past_the_review(state: str, draft: MonthlyReport) -> None:
    stored = MonthlyReport.objects.get(pk=draft.pk)
    stored.pk, stored.edition, stored.reason, stored.state = None, 2, "Skäl", state
    stored.job = Job.objects.create(kind="monthly_report", key="x")
    stored.approved_at = stored.published_at = stored.built_at
    with pytest.raises(DatabaseError, match="Cannot insert"), transaction.atomic():
        stored.save()


def test_an_approved_edition_is_published_as_it_was_read(draft: MonthlyReport) -> None:
    rows = MonthlyReport.objects.filter(pk=draft.pk)
    rows.update(state="approved", approved_at=draft.built_at)
    for change in ({"html": "<p>Bättre</p>"}, {"state": "published", "html": ""}):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(published_at=draft.built_at, **change)
    with pytest.raises(DatabaseError), transaction.atomic():
        MonthlyReport.objects.filter(pk=draft.pk).update(state="replaced")


@pytest.mark.parametrize("who", ["coordinator", "manager", "contributor", "committee"])
def test_before_it_is_published_only_the_central_office_sees_it(
    who: str,
    draft: MonthlyReport,
    central: User,
    as_user: AsUser,
    request: pytest.FixtureRequest,
) -> None:
    client = as_user(request.getfixturevalue(who))
    detail = reverse("followup:report-detail", args=AT)
    download = reverse("followup:report-download", args=AT)

    def answers() -> set[int]:
        return {client.get(url).status_code for url in (detail, download)}

    assert answers() == {404}
    assert client.get(reverse("followup:report-list")).context["months"] == []
    approve(draft, central)
    assert answers() == {404}
    publish_edition(report=draft, acting_user=central)
    assert answers() == {200}


def test_a_correction_says_what_changed_and_replaces_the_edition(
    draft: MonthlyReport, central: User, committee: User, program: Program, as_user: AsUser
) -> None:
    published(draft, central)
    late = SituationReportFactory(program=program, state="approved", body__name="Järva")
    ProblemFactory(report=late, title="Buskörning på torget", development="new")
    second = corrected(draft, central, "Järvas lägesbild kom in sent.")
    told = second.html
    assert "Vad har ändrats sedan förra utgåvan" in told
    assert "Järvas lägesbild kom in sent." in told
    assert "Buskörning på torget" in told
    client = as_user(committee)
    assert (
        "Vad har ändrats sedan förra utgåvan"
        not in client.get(reverse("followup:report-detail", args=AT)).content.decode()
    )
    published(second, central)
    draft.refresh_from_db()
    assert draft.state == State.REPLACED
    assert (
        "Vad har ändrats sedan förra utgåvan"
        in client.get(reverse("followup:report-detail", args=AT)).content.decode()
    )
    compared = client.get(reverse("followup:report-compare", args=AT))
    comparison = compared.context["comparison"]
    assert (comparison.before.key, comparison.after.key) == ("2026-10.1", "2026-10.2")
    assert "<ins>Buskörning på torget" in compared.content.decode()


def test_a_correction_that_changes_nothing_says_so(draft: MonthlyReport, central: User) -> None:
    published(draft, central)
    second = corrected(draft, central)
    assert "Inga siffror eller texter skiljer sig." in second.html


def test_nobody_compares_with_what_is_not_published(
    draft: MonthlyReport, central: User, committee: User, as_user: AsUser
) -> None:
    published(draft, central)
    corrected(draft, central)
    url = reverse("followup:report-compare", args=AT)
    page = as_user(committee).get(url, {"fran": "2026-10.1", "till": "2026-10.2"})
    assert page.context["comparison"].after.key == "2026-10.1"
    assert "inte publicerad" not in page.content.decode()
    assert "inte publicerad" in as_user(central).get(url).content.decode()


@pytest.fixture
def housing(program: Program) -> ResponsibleBody:
    """A body without an edition of its own."""
    return ResponsibleBodyFactory(
        name="Ådalshem AB", code="adalshem", kind=ResponsibleBody.Kind.COMPANY_BOARD
    )


def test_it_is_sent_once_to_each_reader_with_the_file_that_all_of_them_may_read(
    housing: ResponsibleBody,
    draft: MonthlyReport,
    program: Program,
    board: ResponsibleBody,
    central: User,
    committee: User,
    coordinator: User,
    as_user: AsUser,
) -> None:
    ReportRecipientFactory(program=program, body=board)
    chief, specialist, gone = (UserFactory(name=name) for name in ("Bo", "Sam", "Ine"))
    grant_role(chief, Role.MANAGER, board)
    grant_role(specialist, Role.COORDINATOR, housing)
    grant_role(gone, Role.COMMITTEE, board)
    grant_role(committee, Role.COORDINATOR, housing)
    published(draft, central)
    expected = {central, committee, chief, specialist, gone}
    assert {delivery.user for delivery in draft.deliveries.all()} == expected
    revoke_role(gone, Role.COMMITTEE, board)
    for delivery in draft.deliveries.all():
        jobs.run(delivery.job_id)
    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert set(letters) == {person.email for person in expected - {gone}}
    one = letters[specialist.email]
    assert "Ådalshem AB\n- Lägesbilden för oktober 2026 har inte kommit." in one.body
    assert "/manadsrapporter/2026-10/staden/delar/adalshem/?utgava=1" in one.body
    assert "Ådalshem AB" not in letters[chief.email].body
    assert one.attachments[0].filename == "manadsrapport-2026-10-staden.pdf"
    job = draft.deliveries.get(user=specialist).job
    assert one.extra_headers["Message-ID"].startswith(f"<report_mail.{job.pk}@")
    page = as_user(central).get(reverse("followup:report-detail", args=AT)).content.decode()
    assert "Skickad till" in page
    assert "Sam" in page
    assert (
        "Skickad till"
        not in as_user(coordinator).get(reverse("followup:report-detail", args=AT)).content.decode()
    )


def test_a_district_gets_its_own_edition(
    program: Program, body: ResponsibleBody, central: User, coordinator: User, manager: User
) -> None:
    [report] = ask_for_reports(month=OCTOBER, scope="adalen")
    assert jobs.run(report.job_id)
    published(report, central)
    assert {delivery.user for delivery in report.deliveries.all()} == {coordinator, manager}
    jobs.run(report.deliveries.first().job_id)
    letter = mail.outbox[0].body
    assert "/manadsrapporter/2026-10/adalen/?utgava=1" in letter
    assert "Ådalens stadsdelsnämnd\n- Lägesbilden för oktober 2026" in letter
    assert "delar/" not in letter


def test_the_pages_lead_from_review_to_publication(
    draft: MonthlyReport, central: User, as_user: AsUser
) -> None:
    client = as_user(central)
    page = client.get(REVIEW).content.decode()
    assert page.count('class="review-panel card"') == TOTAL
    assert "Mörk gångväg" in page
    approve_url = reverse("followup:report-approve", args=EDITION)
    asked = client.get(approve_url).content.decode()
    assert f"{TOTAL} avsnitt är inte lästa." in asked
    hashed = {"content_hash": draft.content_hash}
    assert client.post(approve_url, hashed).status_code == 422
    client.post(approve_url, hashed | {"anyway": "on"})
    assert "Ta tillbaka godkännandet" in client.get(REVIEW).content.decode()
    told = client.post(approve_url, hashed | {"anyway": "on"}, follow=True).content.decode()
    assert "redan godkänd av" in told
    publish_url = reverse("followup:report-publish", args=EDITION)
    assert "Den skickas till 1 person" in client.get(publish_url).content.decode()
    told = client.post(publish_url, follow=True).content.decode()
    assert "Utgåvan är publicerad" in told
    assert draft.content_hash in told


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
