"""How far a goal is reached: said by the responsible body, reviewed by the central office."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.exceptions import EditConflict
from followup.exceptions import AssessmentRefused, ReasonMissing
from followup.models import GoalAssessment, SmartGoal
from followup.selectors.assessments import figures_of
from trygghet.accounts.models import User

Review = GoalAssessment.Review


@transaction.atomic
def assess_goal(
    *,
    goal: SmartGoal,
    period_start: date,
    period_end: date,
    grade: str,
    comment: str,
    acting_user: User,
    deviation_reason: str = "",
    version: int | None = None,
) -> GoalAssessment:
    """Say how far the goal was reached in the period; again, until it is reviewed.

    What the figures say is kept with it. ``version`` is that of the assessment that was read; the
    same said again is the one that is there.
    Raises ValidationError when a judgement that differs from the figures gives no reason,
    AssessmentRefused when it is reviewed already, EditConflict when somebody wrote meanwhile.
    """
    SmartGoal.objects.select_for_update(of=("self",)).get(pk=goal.pk)
    if period_start > timezone.localdate():
        raise AssessmentRefused(_("Perioden har inte börjat än."))
    row = _of_period(goal, period_start, period_end)
    if version is not None and version != row.version:
        if (row.grade, row.comment, row.review) == (grade, comment.strip(), Review.WAITING):
            return row
        raise EditConflict(row)
    figures = figures_of(goal, period_end)
    row.figures_say, row.latest_value = figures.grade, figures.value
    row.latest_period = figures.latest.period if figures.latest else None
    row.latest_is_preliminary = bool(figures.latest and figures.latest.is_preliminary)
    row.grade, row.comment = grade, comment.strip()
    row.deviation_reason = deviation_reason.strip() if grade != row.figures_say else ""
    row.assessed_by, row.assessed_at = acting_user, timezone.now()
    row.review, row.reviewed_by, row.reviewed_at = Review.WAITING, None, None
    row.version += 1
    row.full_clean()
    row.save()
    return row


def _of_period(goal: SmartGoal, period_start: date, period_end: date) -> GoalAssessment:
    stored = goal.assessments.filter(period_start=period_start, period_end=period_end).first()
    if stored is None:
        return GoalAssessment(goal=goal, period_start=period_start, period_end=period_end)
    if stored.review == Review.AGREED:
        raise AssessmentRefused(
            _("Bedömningen är granskad av stadsledningskontoret och kan inte ändras.")
        )
    return stored


@transaction.atomic
def review_assessment(
    *,
    assessment: GoalAssessment,
    agreed: bool,
    acting_user: User,
    comment: str = "",
    version: int | None = None,
) -> GoalAssessment:
    """The central office agrees, or sends it back saying what to change.

    Raises AssessmentRefused when somebody has reviewed it already or the body has changed it since
    ``version``, ReasonMissing when it is sent back without a word.
    """
    rows = GoalAssessment.objects.select_for_update(of=("self",)).select_related("reviewed_by")
    row = rows.get(pk=assessment.pk)
    if row.review != Review.WAITING:
        raise AssessmentRefused(_already(row))
    if version is not None and version != row.version:
        raise AssessmentRefused(
            _("Nämnden har ändrat bedömningen sedan du läste den. Läs den på nytt.")
        )
    if not agreed and not comment.strip():
        raise ReasonMissing
    row.review = Review.AGREED if agreed else Review.RETURNED
    row.review_comment = comment.strip()
    row.reviewed_by, row.reviewed_at = acting_user, timezone.now()
    row.version += 1
    row.full_clean()
    row.save()
    return row


def _already(row: GoalAssessment) -> str:
    who = row.reviewed_by.name if row.reviewed_by else ""
    if row.review == Review.AGREED:
        return _("%(who)s har redan granskat bedömningen och håller med.") % {"who": who}
    return _("%(who)s har redan sänt tillbaka bedömningen.") % {"who": who}
