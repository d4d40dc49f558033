"""Each party's picture, the joint picture and the prioritization, wide and on a phone."""

from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from collaboration.models import (
    CollaborationProcess,
    Criterion,
    JointProblem,
    PictureProblem,
)
from collaboration.services import joint_problems, pictures, priorities
from tests.factories.collaboration import (
    ParticipantFactory,
    PartnerOrganizationFactory,
    ProblemFactory,
    SituationReportFactory,
)
from tests.factories.programs import ProblemTypeFactory, ResponsibleBodyFactory
from trygghet.accounts.models import User

pytestmark = pytest.mark.django_db
WIDTHS = [390]  # every page is looked at at both widths in test_axe
TEXTS = {
    "summary": "Torget är otryggt på kvällarna, mest fredag och lördag.",
    "data_used": "Anmälda brott januari–juni och samtal med fältarbetarna.",
    "data_rejected": "Enkäten från i fjol: bara 14 svarade.",
    "staff_dialogue": "held",
    "staff_dialogue_note": "Fältgruppen den 3 november",
    "read_by_leadership_on": date(2026, 11, 5),
    "classification": "open",
}


def url(name: str, *args: object) -> str:
    return reverse(f"collaboration:{name}", args=args)


@pytest.fixture
def laid(process: CollaborationProcess, coordinator: User) -> CollaborationProcess:
    """Three parties with pictures; four joint problems, two merged, judged and partly decided."""
    kinds = [ProblemTypeFactory(name=name) for name in ("Ordningsstörning", "Narkotika")]
    school = ResponsibleBodyFactory(name="Utbildningsnämnden", kind="specialist_committee")
    police = PartnerOrganizationFactory(name="Polisen, lokalpolisområde Ådalen", kind="police")
    parties = [
        process.participants.get(),
        ParticipantFactory(process=process, body=school),
        ParticipantFactory(process=process, body=None, organization=police),
    ]
    report = SituationReportFactory(
        body=process.lead_body, program=process.program, state="approved"
    )
    common = {"process": process, "acting_user": coordinator}
    for party in parties[:2]:
        attached = {"report": report} if party == parties[0] else {}
        pictures.save_picture(participant=party, version=0, **TEXTS, **attached, **common)
    drawn = [
        ProblemFactory(report=report, type=kinds[0], title="Bråk vid stationen", place="Torget"),
        ProblemFactory(report=report, type=kinds[1], title="Öppen försäljning i gångtunneln"),
    ]
    for title, kind, party, classification in (
        ("Unga slåss på vägen hem", kinds[0], parties[1], "open"),
        ("Rädsla för att gå genom tunneln", kinds[0], parties[1], "open"),
        ("Yngre elever värvas", kinds[1], parties[1], "restricted"),
        ("Klotter på skolan", kinds[0], parties[2], "open"),
    ):
        problem = pictures.add_picture_problem(
            participant=party,
            type=kind,
            title=title,
            classification=classification,
            classification_reason="Kan peka ut elever" if classification == "restricted" else "",
            **common,
        )
        if party == parties[1] and classification == "open":
            drawn.append(problem)
    _judge(process, joint_problems.draw_in(sources=drawn, **common), coordinator)
    return process


def _judge(process: CollaborationProcess, found: list[JointProblem], user: User) -> None:
    fight, selling, same, fear = found
    joint_problems.merge(
        problem=fight,
        others={same.pk: "Skolan ser det på eftermiddagarna, stadsdelen på kvällarna."},
        versions={},
        acting_user=user,
    )
    joint_problems.add_dissent(
        problem=selling,
        participant=process.participants.last(),
        text="Vi ser ingen ökning av försäljningen.",
        acting_user=user,
    )
    for problem, scores in ((fight, "32213322"), (selling, "22322223")):
        problem.refresh_from_db()
        given = zip(Criterion.values, scores, strict=True)
        priorities.score_problem(
            problem=problem,
            version=problem.version,
            scores={key: (int(score), "Enligt anmälningarna") for key, score in given},
            acting_user=user,
        )
    fear.refresh_from_db()
    priorities.decide(
        problem=fear,
        version=fear.version,
        decision="set_aside",
        can_influence=False,
        has_resources=None,
        reason="Tunneln byggs om av Trafikverket 2027.",
        acting_user=user,
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_full_pages_have_no_axe_violations(
    width: int,
    laid: CollaborationProcess,
    coordinator: User,
    visit: Callable[..., Page],
    check_axe: Callable[[Page], None],
) -> None:
    joint = JointProblem.objects.standing().first()
    party = laid.participants.get(body=laid.lead_body)
    for address in (
        url("process-step", laid.pk, "kartlaggning"),
        url("process-step", laid.pk, "analys"),
        url("picture-edit", laid.pk, party.pk),
        url("joint-picture", laid.pk),
        url("joint-merge", laid.pk, joint.pk),
        url("priorities", laid.pk),
        url("priority-score", laid.pk, joint.pk),
        url("priority-decide", laid.pk, joint.pk),
    ):
        check_axe(visit(address, coordinator, width=width))


def test_the_lead_lays_the_pictures_together_without_script(
    process: CollaborationProcess, coordinator: User, context_for: Callable[..., object]
) -> None:
    """From an empty picture to a problem taken on, on a phone, by links and buttons alone."""
    ProblemTypeFactory(name="Ordningsstörning")
    page = context_for(coordinator, width=390, java_script_enabled=False).new_page()
    page.goto(url("process-step", process.pk, "kartlaggning"))
    page.get_by_role("link", name="Lämna er bild").click()
    page.get_by_label("Er bild i korthet").fill("Torget är otryggt.")
    page.get_by_label("Öppen").check()
    page.get_by_role("button", name="Spara och lägg till problem").click()
    for title in ("Bråk vid stationen", "Slagsmål på torget"):
        page.get_by_label("Typ av problem").select_option(label="Ordningsstörning")
        page.get_by_label("Problemet i korthet").fill(title)
        page.get_by_label("Öppen").check()
        page.get_by_role("button", name="Spara").click()
        page.goto(url("picture-problem-add", process.pk, process.participants.get().pk))
    assert PictureProblem.objects.count() == 2

    page.goto(url("joint-picture", process.pk))
    page.get_by_role("button", name="Ta in de valda").click()
    page.get_by_role("link", name="Slå ihop Bråk vid stationen").click()
    page.get_by_label("Slagsmål på torget").check()
    page.get_by_role("button", name="Slå ihop").click()
    expect(page.get_by_text("Sammanslaget med ”Slagsmål på torget”")).to_be_visible()

    page.get_by_role("link", name="Prioritera problemen").click()
    page.get_by_role("link", name="Bedöm ”Bråk vid stationen”").click()
    for choice in page.get_by_label("2 Ganska mycket").all():
        choice.check()
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_text("Plats 1")).to_be_visible()
    page.get_by_role("link", name="Besluta om ”Bråk vid stationen”").click()
    page.get_by_label("Vi tar oss an det").check()
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_role("link", name="Gå till orsaksanalysen")).to_be_visible()
