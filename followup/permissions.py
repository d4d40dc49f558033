"""Who may see the follow-up, and make its reports. Views ask here, nowhere else."""

from trygghet.accounts.scope import Scope


def can_see_dashboard(scope: Scope) -> bool:
    """The municipality's staff and the committee; the figures are what each of them may read."""
    return scope.is_staff or scope.is_committee


def can_read_reports(scope: Scope) -> bool:
    """A built report is a public document; the pages are for staff and the committee."""
    return scope.is_staff or scope.is_committee


def can_build_reports(scope: Scope) -> bool:
    """Ask for the month's reports, see why one failed, and try again."""
    return scope.is_central
