"""Addresses of the law's page, the municipality's own picture and plan,
the bodies' duties and the contact page."""

from django.urls import URLPattern, path

from followup.views import contacts, duties, law, municipal, municipal_pictures, municipal_plans

LAW_PICTURE, LAW_PLAN = "kommunens-lagesbild/", "kommunens-atgardsplan/"
STATEMENT = f"{LAW_PICTURE}<int:pk>/pastaenden/"
TOLD = "organ/<slug:code>/uppdrag/spridning/"
LINE = f"{LAW_PLAN}<int:pk>/atgarder/"
urlpatterns: list[URLPattern] = [
    path("kontakt/", contacts.contacts, name="contacts"),
    path("uppdrag/", duties.duties_city, name="duties"),
    path("uppdrag/uppdrag.csv", duties.duties_csv, name="duties-csv"),
    path("organ/<slug:code>/uppdrag/", duties.body_duties, name="body-duties"),
    path(TOLD, duties.introduction_new, name="introduction-new"),
    path(f"{TOLD}<int:pk>/", duties.introduction_edit, name="introduction-edit"),
    path(
        f"{TOLD}<int:pk>/ta-tillbaka/", duties.introduction_withdraw, name="introduction-withdraw"
    ),
    path("lagen/", law.law, name="law"),
    path("lagen/underlag/", law.evidence_new, name="law-evidence-new"),
    path("lagen/underlag/<int:pk>/", law.evidence_edit, name="law-evidence-edit"),
    path("lagen/underlag/<int:pk>/avsluta/", law.evidence_end, name="law-evidence-end"),
    path("lagen/rapporter/", law.council_report_new, name="council-report-new"),
    path("lagen/rapporter/<int:pk>/", law.council_report_edit, name="council-report-edit"),
    path(f"{LAW_PICTURE}ny/", municipal_pictures.picture_new, name="municipal-picture-new"),
    path(
        f"{LAW_PICTURE}<int:pk>/skriv/",
        municipal_pictures.picture_write,
        name="municipal-picture-write",
    ),
    path(
        f"{LAW_PICTURE}<int:pk>/ta-med/",
        municipal_pictures.statement_take,
        name="municipal-statement-take",
    ),
    path(STATEMENT, municipal_pictures.statement_new, name="municipal-statement-new"),
    path(
        f"{STATEMENT}<int:statement>/",
        municipal_pictures.statement_edit,
        name="municipal-statement-edit",
    ),
    path(
        f"{STATEMENT}<int:statement>/flytta/",
        municipal_pictures.statement_move,
        name="municipal-statement-move",
    ),
    path(
        f"{STATEMENT}<int:statement>/ta-bort/",
        municipal_pictures.statement_delete,
        name="municipal-statement-delete",
    ),
    path(f"{LAW_PLAN}ny/", municipal_plans.plan_new, name="municipal-plan-new"),
    path(f"{LAW_PLAN}<int:pk>/skriv/", municipal_plans.plan_write, name="municipal-plan-write"),
    path(
        f"{LAW_PLAN}<int:pk>/vilar-pa/", municipal_plans.plan_picture, name="municipal-plan-picture"
    ),
    path(
        f"{LAW_PLAN}<int:pk>/folj-upp/",
        municipal_plans.plan_follow_up,
        name="municipal-plan-follow-up",
    ),
    path(LINE, municipal_plans.line_new, name="municipal-line-new"),
    path(f"{LINE}<int:line>/", municipal_plans.line_edit, name="municipal-line-edit"),
    path(f"{LINE}<int:line>/flytta/", municipal_plans.line_move, name="municipal-line-move"),
    path(f"{LINE}<int:line>/ta-bort/", municipal_plans.line_delete, name="municipal-line-delete"),
]
for folder, kind in ((LAW_PICTURE, municipal.PICTURE), (LAW_PLAN, municipal.PLAN)):
    urlpatterns += [
        path(f"{folder}{rest}", view, {"kind": kind}, name=f"{kind.slug}-{page}")
        for rest, view, page in (
            ("", municipal.document_list, "list"),
            ("jamfor/", municipal.document_compare, "compare"),
            ("<int:pk>/", municipal.document_detail, "detail"),
            ("<int:pk>/rubrik/", municipal.document_heading, "heading"),
            ("<int:pk>/beslut/", municipal.document_decide, "decide"),
            ("<int:pk>/ta-bort/", municipal.document_delete, "delete"),
            ("<int:pk>/pdf/", municipal.document_pdf, "pdf"),
        )
    ]
