"""Activities: read, planned, changed and marked as done."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from collaboration.api.shared import refusals, refuse_person
from collaboration.selectors.process_parties import spoken_for
from followup.exceptions import OwnerNotAllowed
from followup.models import Activity, Measure
from followup.permissions import can_plan_activity, can_report_activity, can_see_work
from followup.selectors.histories import activity_history
from followup.selectors.measures import ActivityLine, activities_for, activity_lines
from followup.selectors.owners import owner_has_left, owners_for, undone_without_manager
from followup.services import activities
from programs.permissions import require
from trygghet.api.histories import WithHistory, history
from trygghet.api.models import TokenScope
from trygghet.api.operations import Operation
from trygghet.api.preconditions import require_version, sent_version
from trygghet.api.problems import Conflict
from trygghet.api.serializers import NamedSerializer, ReadSerializer
from trygghet.history.selectors import Change

WRITE = TokenScope.WRITE_ACTIVITIES
LEFT, LATE, DONE, DROPPED, RESTING = "left", "late", "done", "dropped", "resting"
STATES = [
    (LEFT, gettext_lazy("Kvar att göra")),
    (LATE, gettext_lazy("Försenad")),
    (DONE, gettext_lazy("Klar")),
    (DROPPED, gettext_lazy("Utgår")),
    (RESTING, gettext_lazy("Vilar: ingen väntar på den nu")),
]

OWNER, MANAGER, REASON = "owner", "manager", "reason"
LACKS = [
    (OWNER, gettext_lazy("Ansvarig har slutat")),
    (MANAGER, gettext_lazy("En vecka sena där chef saknas")),
    (REASON, gettext_lazy("Klara för sent, skäl saknas")),
]


class ActivitySerializer(ReadSerializer):
    """An activity, and whether it is late today."""

    id = serializers.IntegerField(source="activity.pk")
    measure_id = serializers.IntegerField(source="activity.measure_id")
    measure = serializers.CharField(source="activity.measure.title")
    responsible = NamedSerializer(source="activity.measure.responsible")
    council_item_id = serializers.IntegerField(
        source="activity.council_item_id", allow_null=True,
        help_text=gettext_lazy("Ärendet i ett råd som beslutade om den."),
    )  # fmt: skip
    title = serializers.CharField(source="activity.title")
    owner = serializers.CharField(source="activity.owner.name")
    owner_id = serializers.IntegerField(source="activity.owner_id")
    due_on = serializers.DateField(source="activity.due_on")
    done_on = serializers.DateField(source="activity.done_on", allow_null=True)
    dropped = serializers.BooleanField(source="activity.dropped")
    late_reason = serializers.CharField(source="activity.late_reason")
    lacks_reason = serializers.BooleanField(
        source="activity.lacks_reason",
        help_text=gettext_lazy("Blev klar efter sin dag, och ingen har sagt varför."),
    )
    state = serializers.SerializerMethodField(help_text=gettext_lazy("Läget i dag."))
    is_late = serializers.BooleanField()
    days_late = serializers.IntegerField()
    resting_because = serializers.CharField(
        source="rest", help_text=gettext_lazy("Varför ingen väntar på den nu.")
    )
    owner_has_left = serializers.BooleanField(
        help_text=gettext_lazy("Den ansvariga har slutat: någon annan behöver väljas.")
    )
    manager_told_on = serializers.DateField(
        allow_null=True, help_text=gettext_lazy("När chefen fick veta att den är sen.")
    )
    central_told_on = serializers.DateField(
        allow_null=True,
        help_text=gettext_lazy(
            "När stadsledningskontoret fick veta att den är sen: chef saknades."
        ),
    )
    version = serializers.IntegerField(source="activity.version")

    @extend_schema_field(serializers.ChoiceField(STATES))
    def get_state(self, line: ActivityLine) -> str:
        return {"cancelled": DROPPED, "not_started": LEFT}.get(line.state, line.state)


class ActivityChangeSerializer(serializers.Serializer):
    title = serializers.CharField(max_length=200)
    owner_id = serializers.IntegerField(
        min_value=1, help_text=gettext_lazy("Någon som arbetar hos åtgärdens parter.")
    )
    due_on = serializers.DateField()
    late_reason = serializers.CharField(
        max_length=500, allow_blank=True, default="",
        help_text=gettext_lazy("Krävs när dagen för en försenad aktivitet flyttas framåt."),
    )  # fmt: skip

    def validate_title(self, text: str) -> str:
        return refuse_person(text)

    def validate_late_reason(self, text: str) -> str:
        return refuse_person(text)


class ActivityNewSerializer(serializers.Serializer):
    measure_id = serializers.IntegerField(min_value=1)
    title = serializers.CharField(max_length=200)
    owner_id = serializers.IntegerField(
        min_value=1, help_text=gettext_lazy("Någon som arbetar hos åtgärdens parter.")
    )
    due_on = serializers.DateField()

    def validate_title(self, text: str) -> str:
        return refuse_person(text)


class DoneSerializer(serializers.Serializer):
    late_reason = serializers.CharField(
        max_length=500, allow_blank=True, default="",
        help_text=gettext_lazy("Varför den blev klar efter sin dag; annars står frågan kvar."),
    )  # fmt: skip
    done_on = serializers.DateField(
        required=False, help_text=gettext_lazy("Dagen då den blev klar; i dag om den utelämnas.")
    )

    def validate_done_on(self, day: date) -> date:
        if day > timezone.localdate():
            raise ValidationError(_("Dagen har inte varit än."))
        return day

    def validate_late_reason(self, text: str) -> str:
        return refuse_person(text)


class ActivityFilter(django_filters.FilterSet):
    body = django_filters.CharFilter(
        field_name="measure__responsible__code", label=gettext_lazy("Den ansvariga nämndens kod")
    )
    process = django_filters.NumberFilter(
        field_name="measure__process_id", label=gettext_lazy("Samverkansprocess")
    )
    measure = django_filters.NumberFilter(field_name="measure_id", label=gettext_lazy("Åtgärd"))
    owner = django_filters.NumberFilter(
        field_name="owner_id", label=gettext_lazy("Ansvarig person")
    )
    state = django_filters.ChoiceFilter(
        choices=STATES, method="in_state", label=gettext_lazy("Läge")
    )
    lacks = django_filters.ChoiceFilter(
        choices=LACKS, method="lacking",
        label=gettext_lazy("Vad som saknas: den ansvariga (har slutat), chef eller skäl"),
    )  # fmt: skip

    def lacking(self, rows: Any, name: str, what: str) -> Any:
        today = timezone.localdate()
        chosen = {
            OWNER: lambda: owner_has_left(rows),
            MANAGER: lambda: undone_without_manager(rows, today),
            REASON: rows.without_reason,
        }
        return chosen[what]()

    def in_state(self, rows: Any, name: str, state: str) -> Any:
        chosen = {
            LEFT: rows.waited_for(),
            LATE: rows.late_on(timezone.localdate()),
            DONE: rows.filter(done_on__isnull=False),
            DROPPED: rows.filter(dropped=True),
            RESTING: rows.resting(),
        }
        return chosen[state]


class Activities(WithHistory):
    tag = gettext_lazy("Aktiviteter")
    filters = ActivityFilter
    operations = {
        "list": Operation(
            gettext_lazy("Lista aktiviteter"), ActivitySerializer, is_list=True, may=can_see_work
        ),
        "retrieve": Operation(
            gettext_lazy("Läs en aktivitet"), ActivitySerializer, may=can_see_work
        ),
        "create": Operation(
            gettext_lazy("Planera en aktivitet"), ActivitySerializer, scope=WRITE,
            may=can_see_work, sent=ActivityNewSerializer, status=201, takes_key=True,
            example={
                "measure_id": 12, "title": "Beställ ny belysning till gångvägen", "owner_id": 34,
                "due_on": "2026-12-01",
            },
        ),
        "update": Operation(
            gettext_lazy("Ändra en aktivitet"), ActivitySerializer, scope=WRITE,
            may=can_see_work, sent=ActivityChangeSerializer, checks_version=True,
            example={
                "title": "Beställ ny belysning till gångvägen", "owner_id": 34,
                "due_on": "2027-01-15", "late_reason": "Leverantören är försenad.",
            },
        ),
        "done": Operation(
            gettext_lazy("Säg att en aktivitet är klar"), ActivitySerializer, scope=WRITE,
            may=can_see_work, sent=DoneSerializer, checks_version=True,
            example={"done_on": "2026-11-20", "late_reason": "Leverantören var försenad."},
        ),
        "history": history(),
    }  # fmt: skip

    def rows(self) -> QuerySet[Activity]:
        rows = activities_for(self.scope).select_related("measure__process__lead_body")
        return rows if self.action == "list" else rows.prefetch_related("measure__partners")

    def lines(self, rows: Sequence[Activity]) -> Sequence[ActivityLine]:
        return activity_lines(list(rows), self.scope.user_id, timezone.localdate())

    def version_of(self, row: Activity) -> int:
        return row.version

    def changes_of(self, row: Activity) -> list[Change] | None:
        return activity_history(self.scope, row)

    def create(self, request: Request) -> Response:
        fields = self.sent()
        rows = Measure.objects.visible_to(self.scope).select_related("process", "responsible")
        measure = rows.filter(pk=fields.pop("measure_id")).first()
        if measure is None:
            raise NotFound(_("Åtgärden i measure_id finns inte, eller syns inte för nyckeln."))
        self._require_plan(measure)
        owner = _owner(measure, fields.pop("owner_id"))
        with refusals():
            activity = activities.plan_activity(
                measure=measure, owner=owner, acting_user=request.user,
                idempotency_key=self.idempotency_key(), **fields,
            )  # fmt: skip
        if activity.measure_id != measure.pk:
            raise Conflict(_("Nyckeln i Idempotency-Key är redan använd för något annat."))
        return self.saved(activity)

    def update(self, request: Request, pk: int) -> Response:
        activity = self.one()
        self._require_plan(activity.measure)
        fields, version = self.sent(), sent_version(request)
        owner = _owner(activity.measure, fields.pop("owner_id"))
        with refusals(current=self._shown_now):
            activities.change_activity(
                activity=activity, version=version, owner=owner, acting_user=request.user, **fields
            )
        return self.saved(self.one())

    def done(self, request: Request, pk: int) -> Response:
        activity = self.one()
        own = self._own(activity.measure)
        require(
            can_report_activity(self.scope, activity, own),
            _("Aktiviteten rapporteras av dem som svarar för åtgärden."),
        )
        fields = self.sent()
        require_version(request, activity.version)
        with refusals():
            activities.finish(activity=activity, acting_user=request.user, **fields)
        return self.saved(self.one())

    def _shown_now(self, activity: Activity) -> Any:
        return ActivitySerializer(self.lines([activity])[0]).data

    def _require_plan(self, measure: Measure) -> None:
        require(
            can_plan_activity(self.scope, measure, self._own(measure)),
            _("Aktiviteter planeras av dem som svarar för åtgärden."),
        )

    def _own(self, measure: Measure) -> frozenset[int]:
        return spoken_for(self.scope, measure.process_id) if measure.process_id else frozenset()


def _owner(measure: Measure, pk: int) -> Any:
    owner = owners_for(measure).filter(pk=pk).first()
    if owner is None:
        raise ValidationError({"owner_id": [str(OwnerNotAllowed(_("Personen")))]})
    return owner
