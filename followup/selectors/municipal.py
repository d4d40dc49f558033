"""The municipality's picture and plan as their pages show them."""

from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Prefetch, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from followup.models import MunicipalPicture, MunicipalPlan, MunicipalStatement
from trygghet.accounts.scope import Scope

Document = TypeVar("Document", MunicipalPicture, MunicipalPlan)
Part = MunicipalStatement.Part


def visible(model: type[Document], scope: Scope) -> QuerySet[Document]:
    """Decided documents are public within the city; a draft is the central office's own."""
    rows = model.objects.select_related("decided_by", "program")
    return rows if scope.is_central else rows.exclude(state=model.State.DRAFT)


@dataclass(frozen=True)
class PartOfPicture:
    """One of the parts that § 4 asks for, with its statements."""

    part: Part
    statements: tuple[MunicipalStatement, ...]

    @property
    def label(self) -> str:
        return str(self.part.label)

    @property
    def is_done(self) -> bool:
        return bool(self.statements)


def parts_of(picture: MunicipalPicture) -> tuple[PartOfPicture, ...]:
    """All four parts, in two queries and one for the bodies of the reports."""
    rows = list(picture.statements.prefetch_related("reports__body"))
    return tuple(
        PartOfPicture(part, tuple(each for each in rows if each.part == part)) for part in Part
    )


def lines_of(plan: MunicipalPlan) -> QuerySet:
    """The plan's lines with what they rest on and what carries them out."""
    statements = MunicipalStatement.objects.only("heading", "part", "picture")
    return plan.lines.select_related("focus_area", "responsible").prefetch_related(
        Prefetch("statements", statements), "measures"
    )


def state_words(document: MunicipalPicture | MunicipalPlan) -> str:
    """The decision in a sentence, or that it is a draft."""
    if document.state == document.State.DRAFT:
        return _("Version %(number)d. Utkast: inget är beslutat än.") % {"number": document.number}
    return _(
        "Version %(number)d, beslutad av %(body)s %(day)s, %(paragraph)s, dnr %(dnr)s. "
        "Texten är fryst."
    ) % {
        "number": document.number,
        "body": document.decided_by,
        "day": date_format(document.decided_on, "j F Y"),
        "paragraph": document.paragraph,
        "dnr": document.registry_number,
    }
