"""The words at the top of the page: each role is shown only what it uses."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trygghet.accounts.scope import Scope


@dataclass(frozen=True)
class Place:
    """A word of the menu; ``also`` names the other lists that it is the way to."""

    label: str | Promise
    url_name: str
    icon: str
    is_for: Callable[[Scope], bool]
    is_main: bool = True
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    icon: str
    current: bool


@dataclass(frozen=True)
class Navigation:
    main: tuple[Link, ...]
    more: tuple[Link, ...]


def _everyone(scope: Scope) -> bool:
    return scope.user_id is not None


def _reads_reports(scope: Scope) -> bool:
    return scope.is_staff or scope.is_committee


def _sees_place_work(scope: Scope) -> bool:
    return scope.is_staff or scope.is_partner


PLACES = (
    Place(_("Att göra"), "start", "list-checks", _everyone),
    Place(
        _("Iakttagelser"),
        "collaboration:observation-list",
        "eye",
        lambda s: s.is_staff,
    ),
    Place(_("Lägesbilder"), "collaboration:report-list", "file-text", _reads_reports),
    Place(
        _("Samverkan"),
        "collaboration:process-list",
        "handshake",
        lambda s: s.is_partner or s.is_staff,
    ),
    Place(_("Uppföljning"), "followup:dashboard", "chart-column", _reads_reports),
    Place(_("Rapporter"), "followup:report-list", "newspaper", _reads_reports),
    Place(
        _("Mål och åtgärder"),
        "followup:goal-list",
        "target",
        lambda s: s.is_staff or s.is_committee or s.is_partner,
        False,
        (
            "followup:assessment-list",
            "followup:measure-list",
            "followup:activity-list",
            "followup:indicator-list",
            "followup:technique-list",
        ),
    ),
    Place(
        _("Lärdomar"),
        "followup:lesson-list",
        "lightbulb",
        lambda s: s.is_staff or s.is_committee or s.is_partner,
        False,
    ),
    Place(_("Hinder"), "collaboration:obstacle-list", "octagon-alert", lambda s: s.is_staff, False),
    Place(_("Vandringar"), "collaboration:walk-list", "footprints", _sees_place_work, False),
    Place(_("Platser"), "collaboration:place-list", "map-pin", _sees_place_work, False),
    Place(_("Löften"), "collaboration:promise-list", "hand", _sees_place_work, False),
    Place(
        _("Överenskommelser"),
        "collaboration:agreement-list",
        "stamp",
        lambda s: s.is_staff,
        False,
    ),
    Place(_("Råd"), "collaboration:council-list", "users", lambda s: s.is_staff, False),
    Place(_("Lagen"), "followup:law", "scale", _reads_reports, False),
    Place(
        _("Kommunens lägesbild och plan"),
        "followup:municipal-picture-list",
        "landmark",
        _reads_reports,
        False,
        ("followup:municipal-plan-list",),
    ),
    Place(
        _("Nämndernas uppdrag"),
        "followup:duties",
        "clipboard-list",
        lambda s: s.follows_city,
        False,
    ),
    Place(_("Programmet"), "programs:program-list", "book-open", _everyone, False),
    Place(_("Nämnder och bolag"), "programs:body-list", "building-2", _everyone, False),
    Place(_("Begrepp"), "programs:concept-list", "book-a", _everyone, False),
    Place(
        _("Inställningar"),
        "settings",
        "settings",
        lambda s: s.is_administrator or s.is_central,
        False,
    ),
)


def navigation(request: HttpRequest) -> Navigation:
    scope = getattr(request, "scope", None)
    if scope is None or not getattr(request, "user", None) or not request.user.is_authenticated:
        return Navigation((), ())
    links = [(place, _link(place, request.path)) for place in PLACES if place.is_for(scope)]
    found = [(place, link) for place, link in links if link]
    return Navigation(
        tuple(link for place, link in found if place.is_main),
        tuple(link for place, link in found if not place.is_main),
    )


def _link(place: Place, path: str) -> Link | None:
    try:
        url = reverse(place.url_name)
    except NoReverseMatch:
        return None
    lists = (url, *map(reverse, place.also))
    current = path == url if url == "/" else path.startswith(lists)
    return Link(str(place.label), url, place.icon, current)
