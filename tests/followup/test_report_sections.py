"""What the report says: its figures are its rows, and only what is open is told."""

import json
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from collaboration.models import ReportPart
from followup.models import MonthlyReport
from followup.reports.document import (
    Edition,
    compose,
    outline_of,
    printable,
    sections_of,
    write_again,
)
from followup.reports.material import Material, gather
from followup.reports.monthly import ask_for_reports
from followup.reports.printing import print_pdf
from followup.reports.sections.base import excerpt, listed
from followup.reports.sections.summary import build as summary
from followup.reports.telling import hash_of
from programs.models import Program, ResponsibleBody
from tests.factories.collaboration import (
    CollaborationProcessFactory,
    ObstacleFactory,
    ProblemFactory,
    ReportPartFactory,
    SituationReportFactory,
    noon,
)
from tests.factories.followup import (
    CauseFactory,
    IndicatorFactory,
    IndicatorReadingFactory,
    JointProblemFactory,
    MeasureFactory,
)
from tests.factories.programs import (
    AreaFactory,
    CoordinatorFactory,
    ProblemTypeFactory,
    ProgramFactory,
    ResponsibleBodyFactory,
)

OCTOBER, SEPTEMBER = date(2026, 10, 1), date(2026, 9, 1)
DAY = date(2026, 11, 21)
Kind = ResponsibleBody.Kind


@pytest.fixture
def program(db: None) -> Program:
    return ProgramFactory(name="Programmet", registry_number="KS 2023/739")


@pytest.fixture
def farsta(db: None) -> ResponsibleBody:
    area = AreaFactory(name="Farsta")
    return ResponsibleBodyFactory(code="farsta", name="Farsta stadsdelsnämnd", area=area)


def material_of(scope: str = "staden") -> Material:
    [report] = ask_for_reports(month=OCTOBER, scope=scope)
    full = MonthlyReport.objects.select_related("program", "body").get(pk=report.pk)
    return gather(full, DAY)


def content_of(scope: str = "staden") -> str:
    return edition_of(scope).html


def edition_of(scope: str = "staden") -> Edition:
    return compose(material_of(scope), lambda _share, _title: None)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def approved(program: Program, body: ResponsibleBody, period: date = OCTOBER, **more: object):
    return SituationReportFactory(
        program=program, body=body, period=period, state="approved", **more
    )


def test_the_figures_are_the_rows(program: Program, farsta: ResponsibleBody) -> None:
    other = ResponsibleBodyFactory(code="trafik", kind=Kind.SPECIALIST_COMMITTEE)
    silent = ResponsibleBodyFactory(code="jarva", name="Järva stadsdelsnämnd")
    for body in (farsta, other):
        CoordinatorFactory(body=body)
    lamps = ProblemTypeFactory(name="Bristande belysning")
    before = approved(program, farsta, SEPTEMBER)
    ProblemFactory.create_batch(2, report=before, type=lamps)
    now = approved(program, farsta)
    ProblemFactory(report=now, type=lamps, development="increasing", title="Mörk gångväg")
    ProblemFactory(report=now, type=lamps, development="unchanged")
    ProblemFactory(report=now, type=lamps, development="ended")
    ProblemFactory(report=approved(program, other), type=lamps, development="new")
    ObstacleFactory(body=farsta, title="Ingen får bestämma", raised_at=noon(date(2026, 9, 22)))
    ObstacleFactory(body=farsta, title="Löst sak", state="answered", decision="Delat ansvar")

    material = material_of()
    told = words(compose(material, lambda _share, _title: None).html)

    assert "2 av 3 nämnder och bolagsstyrelser har en godkänd lägesbild" in told
    assert "3 problem beskrivs, 1 fler än i september 2026; 1 av dem ökar" in told
    assert material.picture.total == 3
    assert "har väntat 60 dagar" in told
    assert "efter 8 dagar" in told
    assert "Delat ansvar" in told
    assert "Mörk gångväg" in told
    assert "Bristande belysning (från 2 till 3)" in told
    assert "se till att 1 hinder som väntat minst 30 dagar får svar" in told
    assert "uppmana 1 nämnd eller bolagsstyrelse att utse en samordnare" in told
    assert "Saknas Lägesbilden skulle ha skickats in senast 5 november 2026" in told
    assert silent.name in told


def test_a_district_reads_its_own_report_in_full(program: Program, farsta: ResponsibleBody) -> None:
    report = approved(program, farsta)
    ProblemFactory(report=report, title="Eget problem", description="Hela berättelsen.")
    ReportPartFactory(report=report, kind=ReportPart.Kind.ANALYSIS, text="Ord. " * 300)
    elsewhere = ResponsibleBodyFactory()
    ProblemFactory(report=approved(program, elsewhere), title="Någon annans")
    ObstacleFactory(body=elsewhere, title="Annans hinder")

    told = words(content_of("farsta"))

    assert "Hela berättelsen." in told
    assert told.count("Ord.") == 300
    assert "Nämndens lägesbild är godkänd. 1 problem beskrivs" in told
    assert "Någon annans" not in told
    assert "Annans hinder" not in told
    assert "Läget i stadsdelsområdet" in told


@pytest.mark.parametrize("classification", ["internal", "restricted"])
def test_only_what_is_open_is_told_and_the_rest_is_counted(
    program: Program, farsta: ResponsibleBody, classification: str
) -> None:
    report = approved(program, farsta)
    hidden = {"classification": classification}
    ProblemFactory(report=report, title="Dolt problem", description="dold", **hidden)
    ReportPartFactory(report=report, text="Dold text", **hidden)
    ObstacleFactory(body=farsta, title="Dolt hinder", description="dold", **hidden)
    ProblemFactory(report=report, title="Öppet problem")
    for scope in ("staden", "farsta"):
        told = words(content_of(scope))
        assert "Öppet problem" in told
        assert not re.search(r"\bdol[dt]", told, re.IGNORECASE)
        assert "Problem som inte visas: 1" in told
        assert "Textavsnitt i lägesbilder som inte visas: 1" in told
        assert "1 hinder som väntar på svar visas inte här" in told
        assert "2 uppgifter i lägesbilden visas inte här" in told


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
def test_what_the_manager_has_not_approved_is_not_told(
    program: Program, farsta: ResponsibleBody, state: str
) -> None:
    report = SituationReportFactory(program=program, body=farsta, state=state)
    ProblemFactory(report=report, title="Ogranskat")
    assert "Ogranskat" not in content_of()
    assert "Ogranskat" not in content_of("farsta")


def test_late_reports_tell_their_reason(program: Program, farsta: ResponsibleBody) -> None:
    approved(program, farsta, sent_on=date(2026, 11, 12), late_reason="Samordnaren var sjuk.")
    told = words(content_of())
    assert "Samordnaren var sjuk." in told
    assert "2026-11-12" in told


def test_every_section_is_in_the_contents_once(program: Program, farsta: ResponsibleBody) -> None:
    for scope in ("staden", "farsta"):
        material = material_of(scope)
        html = compose(material, lambda _share, _title: None).html
        outline = outline_of(material)
        numbered = [entry for entry in outline if entry.level == 1]
        assert len(numbered) == len([s for s in sections_of(material) if s.is_numbered])
        for entry in outline:
            assert html.count(f'id="{entry.anchor}"') == 1
            assert f'href="#{entry.anchor}"' in html


def test_no_id_is_used_twice_and_nothing_is_styled_inline(
    program: Program, farsta: ResponsibleBody
) -> None:
    approved(program, farsta)
    ResponsibleBodyFactory()
    html = content_of()
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert sorted(ids) == sorted(set(ids))
    assert not re.findall(r"<(?:script|style|img|iframe|link)\b|\sstyle=|\son[a-z]+=", html)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<table><td colspan=1000000>",
        '<img src="file:///etc/passwd">',
        '<link rel="stylesheet" href="http://127.0.0.1/">',
        "{% include 'x' %}{{ 1|safe }}",
        "]]></style><style>*{display:none}",
    ],
)
def test_hostile_text_is_only_text(program: Program, farsta: ResponsibleBody, text: str) -> None:
    report = approved(program, farsta)
    ProblemFactory(report=report, title=text[:160], place=text, description=text)
    ReportPartFactory(report=report, kind=ReportPart.Kind.ANALYSIS, text=text)
    ObstacleFactory(body=farsta, title=text, description=text, need=text)
    ResponsibleBody.objects.filter(pk=farsta.pk).update(name=text)
    for scope in ("staden", "farsta"):
        html = printable(material_of(scope), edition_of(scope))
        assert text not in html
        assert escape(text) in html


def test_long_words_and_long_texts_are_printed(program: Program, farsta: ResponsibleBody) -> None:
    report = approved(program, farsta)
    ProblemFactory(report=report, title="x" * 160, place="å" * 160, description="y" * 20_000)
    ReportPart.objects.bulk_create(
        [ReportPart(report=report, kind="analysis", text="ord " * 25_000, classification="open")]
    )
    material = material_of("farsta")
    html = printable(material, compose(material, lambda _share, _title: None))
    printed = print_pdf(html)
    assert printed.pages > 20


@pytest.mark.parametrize("rows", [1, 3])
def test_gathering_takes_the_same_queries_whatever_the_rows(rows: int, program: Program) -> None:
    for _n in range(rows):
        body = ResponsibleBodyFactory()
        for period in (SEPTEMBER, OCTOBER):
            ProblemFactory(report=approved(program, body, period))
        ObstacleFactory(body=body)
    [report] = ask_for_reports(month=OCTOBER, scope="staden")
    report = MonthlyReport.objects.select_related("program", "body").get(pk=report.pk)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        compose(gather(report, DAY), lambda _share, _title: None)
    assert len(queries) == 37


def test_an_empty_month_says_so(program: Program) -> None:
    told = words(content_of())
    assert "Därför finns inga uppgifter om problem" in told
    assert "Ingen lägesbild var godkänd" in told


def test_figures_are_counted_as_on_the_dashboard(program: Program, farsta: ResponsibleBody) -> None:
    ProblemFactory.create_batch(3, report=approved(program, farsta))
    material = material_of()
    assert material.series[-1].count == material.picture.total == 3
    assert material.series_by_body[farsta.pk][-1].count == 3
    assert summary(material)["tiles"][1].value == "3"


def test_months_with_other_reporters_are_compared_like_with_like(
    program: Program, farsta: ResponsibleBody
) -> None:
    other = ResponsibleBodyFactory()
    for body, period, number in (
        (farsta, SEPTEMBER, 4),
        (other, SEPTEMBER, 5),
        (farsta, OCTOBER, 3),
    ):
        ProblemFactory.create_batch(number, report=approved(program, body, period))
    told = words(content_of())
    assert "3 problem beskrivs, 6 färre än i september 2026" in told
    assert "Bland de 1 som har en godkänd lägesbild för båda månaderna" in told
    assert "från 4 till 3" in told


def test_words_are_joined_and_shortened_as_written_by_hand() -> None:
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b och c"
    assert listed(["a", "b", "c"], 2) == "a, b och 1 till"
    assert excerpt("Kort.", 10) == "Kort."
    assert excerpt("Första meningen här. Andra meningen", 25) == "Första meningen här. […]"
    assert excerpt("Ettmycketlångtord" * 3, 20) == "EttmycketlångtordEtt […]"


def test_red_thread_is_told_in_figures_without_titles(
    program: Program, farsta: ResponsibleBody
) -> None:
    approved(program, farsta)
    process = CollaborationProcessFactory(program=program, lead_body=farsta, title="HEMLIG TITEL")
    cause = CauseFactory(problem=JointProblemFactory(process=process, title="HEMLIGT PROBLEM"))
    MeasureFactory(process=process, cause=cause, title="HEMLIG ÅTGÄRD")
    told = words(content_of())
    assert "1 samverkansprocess pågår. Tråden hänger ihop till 75 procent." in told
    assert "Åtgärd utan mål (1)" in told
    assert "HEMLIG" not in told
    assert "till 75 procent" in words(content_of("farsta"))


@pytest.mark.parametrize("scope", ["staden", "farsta"])
def test_an_edition_is_written_again_from_what_was_kept(
    program: Program, farsta: ResponsibleBody, scope: str
) -> None:
    report = approved(program, farsta, late_reason="Sjukdom", sent_on=date(2026, 11, 9))
    ProblemFactory(report=report, exposed=["youth"], area=AreaFactory())
    ReportPartFactory(report=report)
    ObstacleFactory(body=farsta, state="answered", decision="Delat ansvar")
    CollaborationProcessFactory(program=program, lead_body=farsta)
    edition = edition_of(scope)
    kept = json.loads(json.dumps(edition.data))
    for change in ({"name": "Nytt namn"},):
        ResponsibleBody.objects.update(**change)
        Program.objects.update(**change)
    assert write_again(kept) == edition.html
    assert hash_of(edition.html, kept) == edition.hash
    assert hash_of(edition.html, kept | {"more": 1}) != edition.hash


def test_a_district_that_has_not_reported_is_not_said_to_have_fewer_problems(
    program: Program, farsta: ResponsibleBody
) -> None:
    ProblemFactory(report=approved(program, farsta, SEPTEMBER))
    content = content_of("farsta")
    assert "Färre problem" not in content
    assert "Det går inte att säga, eftersom ingen lägesbild är godkänd för månaden." in content
    assert "Därför finns inga uppgifter om problem." in content
    tiles = {tile.label: tile for tile in summary(material_of("farsta"))["tiles"]}
    assert tiles["Problem som ökar"].is_missing
    assert tiles["Problem"].note == "1 i september 2026"


def test_of_no_problems_and_of_none_that_grows_is_told_in_words(
    program: Program, farsta: ResponsibleBody
) -> None:
    report = approved(program, farsta)
    assert "Nämndens lägesbild är godkänd. Inga problem beskrivs" in words(content_of("farsta"))
    ProblemFactory(report=report, development="unchanged")
    assert "; inget av dem ökar." in words(content_of("farsta"))


@pytest.mark.parametrize(
    ("frequency", "said", "in_table"),
    [
        ("month", "juli 2026", "jul 26"),
        ("quarter", "kvartal 3 2026", "kv 3 26"),
        ("year", "2026", "2026"),
    ],
)
def test_an_indicator_says_its_period_by_how_often_it_is_read(
    frequency: str, said: str, in_table: str, program: Program, farsta: ResponsibleBody
) -> None:
    indicator = IndicatorFactory(frequency=frequency, name="Anmälda brott", unit="anmälda brott")
    for year in (2025, 2026):
        IndicatorReadingFactory(
            indicator=indicator, body=None, area=farsta.area, period=date(year, 7, 1), value=1226
        )
    chapter = _indicators(content_of("farsta"))
    assert f'<span class="nowrap">{said}</span>' in chapter
    assert f'class="number">{in_table}</th>' in chapter
    assert "1\N{NARROW NO-BREAK SPACE}226" in chapter
    assert "Anmälda brott, anmälda brott" not in chapter  # the name says the unit


def _indicators(html: str) -> str:
    begins = html.index('id="indikatorer"')
    return html[begins : html.index("</section>", begins)]
