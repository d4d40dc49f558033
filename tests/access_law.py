"""For the access tests: the municipality's picture and plan, decided and drafted, and evidence."""

from datetime import date
from typing import Any

from collaboration.models import SituationReport
from followup.models import MunicipalPicture, MunicipalStatement
from followup.services import law, municipal_pictures, municipal_plans
from followup.services.introductions import log_introduction
from programs.models import Program, ResponsibleBody
from trygghet.accounts.models import User

DECISION = {"paragraph": "§ 12", "registry_number": "KS 2026/1"}


def build(
    people: dict[str, User], body: ResponsibleBody, program: Program, report: SituationReport
) -> dict[str, Any]:
    """What the addresses name, by the policy's names."""
    central = people["central"]
    board = ResponsibleBody.objects.get(kind=ResponsibleBody.Kind.EXECUTIVE_BOARD)
    decision = {**DECISION, "decided_by": board, "acting_user": central}
    picture = municipal_pictures.begin_picture(program=program, acting_user=central)
    _write(picture, report, central)
    municipal_pictures.decide_picture(picture=picture, decided_on=date(2026, 3, 2), **decision)
    plan = municipal_plans.begin_plan(program=program, acting_user=central)
    line = {"text": "Tänd parken", "responsible": body, "due_on": date(2027, 3, 1)}
    municipal_plans.add_line(
        plan=plan, acting_user=central, statements=picture.statements.all()[:1], **line
    )
    municipal_plans.decide_plan(plan=plan, decided_on=date(2026, 4, 1), **decision)
    picture_draft = municipal_pictures.begin_picture(program=program, acting_user=central)
    plan_draft = municipal_plans.begin_plan(program=program, acting_user=central)
    evidence = law.add_evidence(
        section="7", title="ANDTS-planen", valid_from=date(2026, 1, 1), acting_user=central
    )
    told = law.log_council_report(
        reported_on=date(2026, 6, 1), subject="Lägesbilden", picture=picture, acting_user=central
    )
    known = log_introduction(
        body=body, audience="staff", held_on=date(2026, 2, 1), how="Träff", acting_user=central
    )
    return {
        "introduction": known.pk,
        "decided_picture": picture.pk,
        "picture_draft": picture_draft.pk,
        "statement": picture_draft.statements.first().pk,
        "decided_plan": plan.pk,
        "plan_draft": plan_draft.pk,
        "plan_line": plan_draft.lines.get().pk,
        "law_evidence": evidence.pk,
        "council_report": told.pk,
    }


def _write(picture: MunicipalPicture, report: SituationReport, central: User) -> None:
    for part in MunicipalStatement.Part.values:
        municipal_pictures.add_statement(
            picture=picture,
            part=part,
            heading=f"Rån mot unga ({part})",
            text="Rånen har ökat.",
            reports=[report],
            acting_user=central,
        )
