"""Refusals when an edition of the monthly report is reviewed: each text is a Swedish sentence."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from collaboration.exceptions import Refused
from followup.models import MonthlyReport, SectionReview


def moment(report_moment: object) -> str:
    """``21 november klockan 10.24``."""
    return date_format(timezone.localtime(report_moment), r"j F \k\l\o\c\k\a\n H.i")


class EditionNotReviewed(Refused):
    """The edition is not in the state in which it is read and commented."""

    def __init__(self) -> None:
        super().__init__(_("Utgåvan är godkänd, och då ändras inte granskningen av den."))


class SectionUnknown(Refused):
    def __init__(self) -> None:
        super().__init__(_("Avsnittet finns inte i utgåvan. Läs in sidan på nytt."))


class EditionNotBuilt(Refused):
    def __init__(self) -> None:
        super().__init__(_("Utgåvan görs just nu. Vänta tills den är klar och läs den."))


class AlreadyApproved(Refused):
    """Somebody else was first; the text says who, and when."""

    def __init__(self, report: MonthlyReport) -> None:
        words = {"who": _who(report.approved_by), "when": moment(report.approved_at)}
        super().__init__(_("Utgåvan är redan godkänd av %(who)s den %(when)s.") % words)


class AlreadyPublished(Refused):
    def __init__(self, report: MonthlyReport) -> None:
        words = {"who": _who(report.published_by), "when": moment(report.published_at)}
        super().__init__(_("Utgåvan är redan publicerad av %(who)s den %(when)s.") % words)


class NotApproved(Refused):
    def __init__(self) -> None:
        super().__init__(_("Utgåvan är inte godkänd längre. Läs den och godkänn den först."))


class EditionChanged(Refused):
    """It was made anew after the person read it."""

    def __init__(self, report: MonthlyReport) -> None:
        super().__init__(
            _("Utgåvan gjordes om den %(when)s, efter att du öppnade den. Läs den på nytt.")
            % {"when": moment(report.built_at)}
        )


class ReviewNotFinished(Refused):
    """``left`` says what is unread or unanswered, in words."""

    def __init__(self, left: Sequence[str]) -> None:
        super().__init__(
            _("Granskningen är inte klar. Kryssa i att du godkänner ändå, eller vänta.")
        )
        self.left = tuple(left)


class AnswerTooLate(Refused):
    def __init__(self) -> None:
        super().__init__(_("Utgåvan är redan godkänd, så frågan kan inte besvaras längre."))


class QuestionAnswered(Refused):
    """What is answered is not withdrawn: the answer is there to be read."""

    def __init__(self, review: SectionReview) -> None:
        words = {"who": _who(review.answered_by), "when": moment(review.answered_at)}
        super().__init__(
            _("Frågan besvarades av %(who)s den %(when)s och kan inte tas tillbaka.") % words
        )


class QuestionWithdrawn(Refused):
    def __init__(self, review: SectionReview) -> None:
        words = {
            "who": _who(review.withdrawn_by),
            "when": moment(review.withdrawn_at),
            "why": review.withdrawn_reason,
        }
        super().__init__(
            _("Frågan togs tillbaka av %(who)s den %(when)s och behöver inget svar: %(why)s")
            % words
        )


def _who(user: object) -> str:
    return str(getattr(user, "name", "")) or _("systemet")
