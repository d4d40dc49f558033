import json
import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.test.html import parse_html
from django.utils.safestring import mark_safe

from collaboration.models import Observation, Obstacle, Problem, SituationReport
from collaboration.models.classification import Classification
from trygghet.jobs.models import Job
from trygghet.ui.statuses import CLASSIFICATIONS, STATUSES, TRENDS
from trygghet.ui.templatetags import ui
from trygghet.ui.widgets import DateInput, LeanSelect, RowRadioSelect

ICONS = set(json.loads(Path(settings.BASE_DIR, "static/icons.json").read_text(encoding="utf-8")))


class ProblemForm(forms.Form):
    title = forms.CharField(label="Rubrik", help_text="En rad.")
    text = forms.CharField(label="Beskrivning", widget=forms.Textarea, required=False)
    seen_on = forms.DateField(label="Datum", widget=DateInput, required=False)
    reader = forms.ChoiceField(
        label="Läsare", widget=RowRadioSelect, choices=[("open", "Öppen"), ("internal", "Intern")]
    )
    checked = forms.BooleanField(label="Jag har kontrollerat")
    token = forms.CharField(widget=forms.HiddenInput, required=False)


class KindForm(forms.Form):
    kind = forms.ChoiceField(label="Typ", choices=[("a", "A"), ("b", "B")], required=False)


def render(source: str, **context: object) -> str:
    template = engines["django"].from_string("{% load i18n ui %}" + source)
    return template.render(context, RequestFactory().get("/?sida=2"))


def test_every_icon_that_the_code_names_is_in_the_sprite() -> None:
    root = Path(settings.BASE_DIR)
    named = {look.icon for table in (STATUSES, TRENDS, CLASSIFICATIONS) for look in table.values()}
    for template in (root / "templates").rglob("*.html"):
        source = template.read_text(encoding="utf-8")
        named |= set(re.findall(r"""{%\s*icon\s+["']([\w-]+)["']""", source))
        named |= set(re.findall(r"""\bicon=["']([\w-]+)["']""", source))
    assert named - ICONS == set()


@pytest.mark.parametrize(
    ("choices", "table"),
    [
        (SituationReport.State, STATUSES),
        (Obstacle.State, STATUSES),
        (Observation.State, STATUSES),
        (Job.State, STATUSES),
        (Problem.Development, TRENDS),
        (Classification, CLASSIFICATIONS),
    ],
)
def test_every_state_has_a_look(choices: object, table: dict) -> None:
    assert set(choices.values) <= set(table)


def test_a_status_is_a_word_a_shape_and_a_color() -> None:
    html = ui.status_tag("late")
    assert "Försenad" in html
    assert "#alarm-clock" in html
    assert 'data-color="danger"' in html
    assert "&lt;b&gt;" in ui.status_tag("late", "<b>")


def test_an_unknown_status_shows_its_label() -> None:
    assert "Vilar" in ui.status_tag("resting", "Vilar")


def test_fields_are_wired_without_script() -> None:
    html = render("{{ form }}", form=ProblemForm({"title": ""}))
    assert '<label class="ds-label" for="id_title">Rubrik' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_helptext"' in html
    assert 'id="id_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'class="ds-input"' in html


@pytest.mark.parametrize("value", [None, "", "a", 2, "saknas", "<b>"])
def test_a_lean_select_is_the_same_as_the_framework_draws(value: object) -> None:
    choices = [(None, "Alla"), ("a", 'Å & "Ä"'), ("Grupp <1>", [(2, "Två"), ("<b>", "<b>")])]
    plain = forms.Select(attrs={"class": "ds-input", "required": True, "disabled": False})
    plain.choices = choices
    attrs = {"id": "id_x", "aria-describedby": "help"}
    lean = LeanSelect.like(plain).render("x", value, attrs)
    assert parse_html(lean) == parse_html(plain.render("x", value, attrs))


def test_fields_draw_the_lean_select() -> None:
    html = render("{{ form.kind }}", form=KindForm({"kind": "b"}))
    assert '<option value="b" selected>B</option>' in html
    assert "required" not in render("{{ form.kind }}", form=KindForm())
    assert 'class="ds-input"' in html


def test_a_mark_never_takes_trusted_markup_for_text_of_a_person() -> None:
    assert "<b>x</b>" in ui.status_tag("late", mark_safe("<b>x</b>"))  # noqa: S308
    assert "&lt;b&gt;x" in ui.status_tag("late", "<b>x</b>")


def test_table_rows_are_escaped_and_written_in_swedish() -> None:
    html = ui.table_rows([("<b>", 1.5, None), ("Å", 0, "2")])
    assert '<th scope="row">&lt;b&gt;</th><td class="number">1,5</td>' in html
    assert '<span class="missing">uppgift saknas</span></td></tr><tr>' in html
    assert html.endswith('<td class="number">0</td><td class="number">2</td></tr>')


def test_groups_are_fieldsets_and_hidden_fields_stay_plain() -> None:
    html = render("{{ form }}", form=ProblemForm())
    assert '<legend class="ds-label">Läsare' in html
    assert 'data-layout="row"' in html
    assert '<input type="hidden" name="token" id="id_token">' in html
    assert html.count('name="token"') == 1


def test_what_may_be_left_empty_says_so() -> None:
    html = render("{{ form }}", form=ProblemForm())
    assert html.count("(valfritt)") == 2


def test_dates_are_written_as_browsers_want_them() -> None:
    html = render("{{ form.seen_on }}", form=ProblemForm({"seen_on": "2026-11-03"}))
    assert 'type="date"' in html
    assert 'value="2026-11-03"' in html


def test_the_error_summary_leads_to_each_field() -> None:
    form = ProblemForm({"title": ""})
    form.add_error(None, "Perioden är stängd.")
    html = render('{% include "components/error_summary.html" %}', form=form)
    assert "4 fel att rätta" in html
    assert 'href="#id_title"' in html
    assert 'href="#id_reader_0"' in html
    assert "<li>Perioden är stängd.</li>" in html


def test_the_error_summary_reads_formsets() -> None:
    formset = forms.formset_factory(ProblemForm)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-text": "x"}
    )
    html = render('{% include "components/error_summary.html" %}', formset=formset)
    assert 'href="#id_form-0-title"' in html


def test_no_errors_no_summary() -> None:
    assert "ds-error-summary" not in render('{% include "components/error_summary.html" %}')


@pytest.mark.parametrize(
    ("context", "shown"),
    [
        ({"value": 0}, '<p class="value">0'),
        ({"value": None}, "uppgift saknas"),
        ({"value": 7, "withheld": True}, "visas inte"),
    ],
)
def test_zero_missing_and_withheld_look_different(context: dict, shown: str) -> None:
    html = render('{% include "components/figure.html" with label="Antal" %}', **context)
    assert shown in html


def test_pagination_keeps_the_filters() -> None:
    page = Paginator(range(100), 10).page(5)
    html = render('{% include "components/pagination.html" %}', page=page)
    assert "?sida=2&amp;page=4" in html
    assert 'aria-label="Sida 5"' in html


def test_a_page_header_escapes_its_title_and_keeps_its_actions() -> None:
    source = '{% page_header title=title %}<button type="button">Spara</button>{% endpage_header %}'
    html = render(source, title="<Läget>")
    assert "&lt;Läget&gt;" in html
    assert '<button type="button">Spara</button>' in html


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500", "503"])
def test_error_pages_need_no_context(name: str) -> None:
    html = engines["django"].get_template(f"{name}.html").render()
    assert "<h1>" in html
    assert f"Fel {name[:3]}" in html


@pytest.mark.parametrize(("name", "letters"), [("Åsa Öberg", "ÅÖ"), ("Kim", "K"), ("", "")])
def test_initials(name: str, letters: str) -> None:
    assert ui.initials(name) == letters


def test_an_address_breaks_before_its_at_sign() -> None:
    assert ui.at_break("anna.lind@stad.example") == "anna.lind<wbr>@stad.example"
    assert ui.at_break("<b>@x") == "&lt;b&gt;<wbr>@x"


FIGURE = """{% drawn "components/figure.html" label=label value=value %}"""


@pytest.fixture
def drawings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The parts that were drawn anew."""
    names: list[str] = []
    draw = ui._draw

    def counted(template: str, shown: dict[str, object]) -> str:
        names.append(template)
        return draw(template, shown)

    monkeypatch.setattr(ui, "_draw", counted)
    return names


def test_part_is_drawn_once_for_equal_values(drawings: list[str]) -> None:
    label = "Problem som ritas en gång"
    first = render(FIGURE, label=label, value=3)
    assert render(FIGURE, label=label, value=3) == first
    assert drawings == ["components/figure.html"]
    assert ">4<" not in first
    assert "4" in render(FIGURE, label=label, value=4)
    assert len(drawings) == 2


def test_part_sees_its_values_and_nothing_of_the_page(drawings: list[str]) -> None:
    source = """{% drawn "components/filter.html" form=form %}"""
    assert "Rensa" not in render(source, form=())  # the request's query string would offer it
    assert drawings == ["components/filter.html"]


def test_text_that_is_not_safe_is_escaped_after_one_that_is(drawings: list[str]) -> None:
    bold = "<b>samma text</b>"
    assert bold in render(FIGURE, label=mark_safe(bold), value=1)  # noqa: S308 - written above
    assert bold not in render(FIGURE, label=bold, value=1)


def test_part_cannot_be_kept_for_what_cannot_be_compared() -> None:
    with pytest.raises(TypeError):
        render(FIGURE, label="Siffra", value=[1])
