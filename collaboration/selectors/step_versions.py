"""The versions of a step, and two of them compared, as far as the reader may read."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from collaboration.models import CollaborationProcess, ProcessCycle, StepVersion
from collaboration.models.classification import Classification
from collaboration.selectors.process_parties import spoken_for
from collaboration.selectors.step_content import content_of
from collaboration.versions import Section, SectionComparison, compare, readable, stored
from trygghet.accounts.scope import Scope

NOW = "nu"


@dataclass(frozen=True)
class Version:
    """``key`` is its number, or ``nu`` for what the step holds now."""

    key: str
    label: str
    sections: tuple[Section, ...]
    withheld: int
    row: StepVersion | None = None

    @property
    def shows_restricted(self) -> bool:
        return any(section.classification == Classification.RESTRICTED for section in self.sections)


@dataclass(frozen=True)
class StepVersions:
    """``old`` is None when the step has a single version: it is read, not compared."""

    versions: tuple[Version, ...]
    old: Version | None
    new: Version
    comparison: tuple[SectionComparison, ...]

    @property
    def has_changes(self) -> bool:
        return any(row.kind != "same" for row in self.comparison)


def step_versions(
    scope: Scope,
    process: CollaborationProcess,
    cycle: ProcessCycle,
    step: str,
    *,
    old: str = "",
    new: str = "",
) -> StepVersions:
    """Newest first; compared are ``new`` (what the step holds now) and ``old`` (the one before)."""
    own = spoken_for(scope, process.pk)
    now = stored(content_of(cycle, step))
    versions = [_version(NOW, _("Nu"), now, scope, own)]
    rows = StepVersion.objects.of_step(cycle, step).select_related("taken_by")
    for row in reversed(rows):
        versions.append(_version(str(row.number), _label(row), row.content, scope, own, row))
    chosen = {version.key: version for version in versions}
    newer = chosen.get(new, versions[0])
    after = versions[versions.index(newer) + 1 :]
    older = chosen.get(old) or (after[0] if after else None)
    if older is newer:
        older = None
    compared = compare(older.sections, newer.sections) if older else []
    return StepVersions(tuple(versions), older, newer, tuple(compared))


def _version(
    key: str,
    label: str,
    content: list,
    scope: Scope,
    own: frozenset[int],
    row: StepVersion | None = None,
) -> Version:
    sections = tuple(readable(content, scope, own))
    return Version(key, label, sections, len(content) - len(sections), row)


def _label(row: StepVersion) -> str:
    day = date_format(timezone.localtime(row.taken_at), "j F Y H.i")
    return _("Version %(number)s, %(day)s, %(who)s") % {
        "number": row.number,
        "day": day,
        "who": row.taken_by,
    }
