"""Lessons of the whole city, searched by their words."""

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from collaboration.models import CycleFollowUp
from followup.permissions import can_read_lessons
from followup.selectors.lessons import lessons_for, processes_opened, search
from followup.views.shared import PER_PAGE
from programs.models import FocusArea, ResponsibleBody
from programs.permissions import require
from trygghet.http import Request


class LessonFilter(forms.Form):
    """What is wrong in the address is left out."""

    ord = forms.CharField(
        label=_("Sök"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    organ = forms.ModelChoiceField(
        ResponsibleBody.objects.none(),
        label=_("Nämnd eller bolag som leder"),
        required=False,
        to_field_name="code",
        empty_label=_("Alla"),
    )
    fokus = forms.ChoiceField(label=_("Fokusområde"), required=False)
    beslut = forms.ChoiceField(
        label=_("Beslut"),
        required=False,
        choices=[("", _("Alla")), *CycleFollowUp.Decision.choices],
    )


@require_safe
def lesson_list(request: Request) -> HttpResponse:
    require(can_read_lessons(request.scope))
    rows = lessons_for(request.scope)
    form = LessonFilter(request.GET)
    leads = ResponsibleBody.objects.filter(pk__in=rows.values("cycle__process__lead_body"))
    form.fields["organ"].queryset = leads.by_name()
    names = FocusArea.objects.order_by("order").values_list("name", flat=True)
    form.fields["fokus"].choices = [("", _("Alla")), *((n, n) for n in dict.fromkeys(names))]
    form.is_valid()
    asked = form.cleaned_data
    if body := asked.get("organ"):
        rows = rows.filter(cycle__process__lead_body=body)
    if focus := asked.get("fokus"):
        named = FocusArea.objects.filter(name=focus)
        rows = rows.filter(cycle__process__focus_areas__in=named).distinct()
    if decision := asked.get("beslut"):
        rows = rows.filter(decision=decision)
    rows = search(rows, asked.get("ord", ""))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    found = list(page)
    opened = processes_opened(request.scope, found)
    context = {
        "page": page,
        "lines": [(row, row.cycle.process_id in opened) for row in found],
        "filter": form,
    }
    return render(request, "followup/lesson_list.html", context)
