from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from collaboration.exceptions import DecidedInTheFuture, EditConflict
from followup.models import MunicipalPicture, MunicipalStatement
from followup.municipal_content import content_of, hash_of, sections_of
from followup.municipal_exceptions import (
    DocumentIsDecided,
    GroundsMissing,
    NotDraft,
    PictureIncomplete,
    ReportNotApproved,
)
from followup.selectors.document_versions import compared
from followup.selectors.municipal import visible
from followup.selectors.municipal_material import material_for, source_of
from followup.services import municipal
from followup.services import municipal_pictures as services
from followup.views.municipal import PICTURE, printable
from tests.factories.collaboration import (
    ProblemFactory,
    ReportPartFactory,
    SituationReportFactory,
)
from trygghet.accounts.scope import REPORT_SCOPE
from trygghet.months import previous_month

pytestmark = pytest.mark.django_db
PARTS = MunicipalStatement.Part.values
DECISION = {"paragraph": "§ 12", "registry_number": "KS 2026/1"}


@pytest.fixture
def report(body):
    newest = previous_month(timezone.localdate())
    return SituationReportFactory(body=body, state="approved", period=newest)


@pytest.fixture
def picture(central, report):
    return services.begin_picture(program=report.program, acting_user=central)


def _add(picture, central, part="extent", **fields):
    fields = {"heading": "Rån mot unga", "text": "Rånen ökar.", "other_grounds": "Mätning"} | fields
    return services.add_statement(picture=picture, part=part, acting_user=central, **fields)


@pytest.fixture
def decided(picture, central, board, report):
    for part in PARTS:
        _add(picture, central, part, reports=[report], heading=f"Om {part}")
    return _decide(picture, central, board)


def _decide(picture, central, board, day=date(2026, 3, 2)):
    return services.decide_picture(
        picture=picture, decided_by=board, decided_on=day, acting_user=central, **DECISION
    )


def test_there_is_one_draft_at_a_time(picture, central) -> None:
    again = services.begin_picture(program=picture.program, acting_user=central)

    assert again == picture
    assert picture.number == 1


def test_a_statement_needs_grounds(picture, central) -> None:
    with pytest.raises(GroundsMissing):
        _add(picture, central, other_grounds=" ")


def test_a_statement_rests_on_approved_reports_only(picture, central, body) -> None:
    draft = SituationReportFactory(body=body, state="draft", period=date(2026, 1, 1))

    with pytest.raises(ReportNotApproved):
        _add(picture, central, reports=[draft])


def test_a_form_sent_twice_is_one_statement(picture, central) -> None:
    key = uuid4()

    assert _add(picture, central, idempotency_key=key) == _add(
        picture, central, idempotency_key=key
    )
    assert picture.statements.count() == 1


def test_two_writers_of_a_statement_both_count(picture, central) -> None:
    row = _add(picture, central)
    fields = {"part": "extent", "heading": "Rån", "other_grounds": "Mätning", "reports": []}
    save = {"statement": row, "version": 0, "acting_user": central}
    services.change_statement(**save, text="Min text", **fields)

    with pytest.raises(EditConflict) as clash:
        services.change_statement(**save, text="Din text", **fields)

    assert clash.value.current.text == "Min text"


def test_statements_change_places(picture, central) -> None:
    first, second, third = (_add(picture, central, heading=name) for name in "ABC")

    services.move_statement(statement=third, steps=-1, acting_user=central)
    services.move_statement(statement=first, steps=-1, acting_user=central)  # is first already

    assert [row.heading for row in picture.statements.all()] == ["A", "C", "B"]


@pytest.mark.parametrize("lacking", PARTS)
def test_every_part_is_needed_to_decide(lacking, picture, central, board) -> None:
    for part in PARTS:
        if part != lacking:
            _add(picture, central, part)

    with pytest.raises(PictureIncomplete):
        _decide(picture, central, board)


def test_no_decision_in_the_future(picture, central, board) -> None:
    with pytest.raises(DecidedInTheFuture):
        _decide(picture, central, board, timezone.localdate() + timedelta(days=1))


def test_what_is_decided_is_frozen_with_its_hash(decided, report) -> None:
    content = decided.content

    assert [part["part"] for part in content["parts"]] == PARTS
    assert content["parts"][0]["statements"][0]["reports"][0]["id"] == report.pk
    assert decided.content_hash == hash_of(content)
    assert content_of(decided) == content


def test_the_second_decision_is_told_of_the_first(decided, central, board) -> None:
    with pytest.raises(NotDraft, match="Kommunstyrelsen 2 mars 2026"):
        _decide(decided, central, board)


def test_what_is_decided_cannot_be_thrown_away(decided, central) -> None:
    with pytest.raises(DocumentIsDecided):
        municipal.throw_away(document=decided, acting_user=central)


@pytest.mark.parametrize(
    "write",
    [
        lambda row: MunicipalPicture.objects.filter(pk=row.pk).update(title="Annan"),
        lambda row: MunicipalPicture.objects.filter(pk=row.pk).update(state="draft"),
        lambda row: MunicipalPicture.objects.filter(pk=row.pk).update(content={}),
        lambda row: row.delete(),
        lambda row: row.statements.update(text="Annan"),
        lambda row: row.statements.all().delete(),
        lambda row: MunicipalStatement.objects.create(picture=row, part="other", heading="x"),
    ],
)
def test_the_database_keeps_what_is_decided(write, decided) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        write(MunicipalPicture.objects.get(pk=decided.pk))


def test_a_new_version_begins_with_the_decided_one(decided, central, board, report) -> None:
    new = services.begin_picture(program=decided.program, acting_user=central)
    copied = new.statements.first()

    assert new.number == 2
    assert copied.lineage == decided.statements.first().lineage
    assert list(copied.reports.all()) == [report]
    _decide(new, central, board, date(2026, 9, 1))
    decided.refresh_from_db()
    assert decided.state == "replaced"


def test_versions_are_compared_word_by_word(decided, central) -> None:
    new = services.begin_picture(program=decided.program, acting_user=central)
    row = new.statements.get(part="extent")
    fields = {"part": "extent", "heading": row.heading, "other_grounds": "Mätning", "reports": []}
    services.change_statement(
        statement=row, version=0, text="Rånen minskar.", acting_user=central, **fields
    )

    found = compared(MunicipalPicture.objects.all(), sections_of, "1", "2")
    (changed,) = [section for section in found.sections if section.kind != "same"]
    text = next(each for each in changed.texts if each.label == "Text")

    assert [(piece.kind, piece.text) for piece in text.pieces] == [
        ("same", "Rånen "),
        ("removed", "ökar"),
        ("added", "minskar"),
        ("same", "."),
    ]


def _material(report) -> None:
    for classification in ("open", "internal", "restricted"):
        ProblemFactory(
            report=report,
            title=f"Problem {classification}",
            consequences=f"Följd {classification}",
            classification=classification,
        )
        ReportPartFactory(
            report=report,
            kind={"open": "analysis", "internal": "reflection", "restricted": "needs"}[
                classification
            ],
            text=f"Text {classification}",
            classification=classification,
        )


@pytest.mark.parametrize(
    ("part", "texts", "withheld"),
    [
        ("extent", ["Problem open"], 2),
        ("consequences", ["Följd open"], 2),
        ("other", [], 1),
        ("analysis", ["Text open"], 1),
    ],
)
def test_only_open_texts_of_approved_reports_are_offered(part, texts, withheld, report) -> None:
    _material(report)
    _material(SituationReportFactory(state="submitted", period=report.period))

    found = material_for(part, since=report.period)

    assert [source.heading if part == "extent" else source.text for source in found.sources] == (
        texts
    )
    assert found.withheld == withheld


def test_a_restricted_text_cannot_be_asked_for_by_its_number(report) -> None:
    secret = ProblemFactory(report=report, classification="restricted")

    assert source_of("extent", f"problem:{secret.pk}") is None
    assert source_of("extent", "del:1") is None
    assert source_of("extent", "problem:abc") is None


def test_a_text_is_taken_in_with_one_click_and_keeps_its_report(
    picture, central, report, as_user
) -> None:
    problem = ProblemFactory(report=report, title="Rån vid torget", description="Fler rån.")
    url = reverse("followup:municipal-statement-take", args=[picture.pk])
    sent = {"part": "extent", "source": f"problem:{problem.pk}"}

    as_user(central).post(url, sent)
    (row,) = picture.statements.all()
    assert (row.part, row.heading, row.text) == ("extent", "Rån vid torget", "Fler rån.")
    assert list(row.reports.all()) == [report]

    other = ProblemFactory(report=report, description="Också i parken.")
    sent = {"part": "extent", "source": f"problem:{other.pk}", "statement": row.pk}
    for _time in range(2):  # once more changes nothing
        as_user(central).post(url, sent)
    row.refresh_from_db()
    assert row.text == "Fler rån.\n\nOckså i parken."


def test_both_texts_are_shown_and_what_was_typed_stays(picture, central, as_user) -> None:
    row = _add(picture, central)
    url = reverse("followup:municipal-statement-edit", args=[picture.pk, row.pk])
    sent = {"part": "extent", "heading": "Rån", "other_grounds": "Mätning", "version": "0"}
    client = as_user(central)
    client.post(url, {**sent, "text": "Första"})

    answer = client.post(url, {**sent, "text": "Andra"})

    assert answer.status_code == 409
    assert "Första" in answer.content.decode()
    assert "Andra</textarea>" in answer.content.decode()
    assert client.post(url, {**sent, "text": "Andra", "version": "1"}).status_code == 302


def test_a_person_in_a_text_is_refused_at_the_field(picture, central, as_user) -> None:
    url = reverse("followup:municipal-statement-new", args=[picture.pk])
    sent = {"part": "extent", "heading": "Rån", "text": "Ring 070-123 45 67", "other_grounds": "M"}

    answer = as_user(central).post(url, sent)

    assert answer.status_code == 200
    assert "peka ut en person" in answer.content.decode()
    assert not picture.statements.exists()


def test_drafts_are_the_central_offices_own(picture, decided, central, committee, as_user) -> None:
    new = services.begin_picture(program=picture.program, acting_user=central)
    url = reverse("followup:municipal-picture-detail", args=[new.pk])

    assert as_user(committee).get(url).status_code == 404
    assert not visible(MunicipalPicture, REPORT_SCOPE).filter(pk=new.pk).exists()
    assert (
        "Version 2"
        not in as_user(committee).get(reverse("followup:municipal-picture-list")).content.decode()
    )


def test_a_decided_picture_is_not_written_in(decided, central, as_user) -> None:
    url = reverse("followup:municipal-picture-write", args=[decided.pk])

    assert as_user(central).get(url).status_code == 403


def _queries(client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(url).status_code == 200
    return len(found)


def test_the_same_queries_for_one_and_three_rows(picture, central, report, as_user) -> None:
    client = as_user(central)
    urls = [
        reverse(f"followup:municipal-picture-{page}", args=[picture.pk])
        for page in ("write", "detail")
    ]

    def fill() -> None:
        another = SituationReportFactory(state="approved", period=report.period)
        _add(picture, central, reports=[another])
        ProblemFactory(report=another, classification="open")

    fill()
    before = [_queries(client, url) for url in urls]
    fill()
    fill()

    assert [_queries(client, url) for url in urls] == before


def test_the_printed_document_says_who_decided_or_that_it_is_a_draft(decided, central) -> None:
    new = services.begin_picture(program=decided.program, acting_user=central)
    html = printable(decided, PICTURE)

    assert "2 mars 2026" in html
    assert decided.content_hash in html
    assert "Om extent" in html
    assert "Utkast – inte beslutat" not in html
    assert "Utkast – inte beslutat" in printable(new, PICTURE)


def test_the_pdf_is_a_file(decided, committee, as_user) -> None:
    answer = as_user(committee).get(reverse("followup:municipal-picture-pdf", args=[decided.pk]))

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
