from django.urls import path

from collaboration.views import observations, obstacles, processes

app_name = "collaboration"
urlpatterns = [
    path("iakttagelser/", observations.observation_list, name="observation-list"),
    path("iakttagelser/ny/", observations.observation_new, name="observation-new"),
    path("iakttagelser/inget/", observations.observation_nothing, name="observation-nothing"),
    path(
        "iakttagelser/lagesbild/<int:report>/",
        observations.observation_of_report,
        name="observation-panel",
    ),
    path("iakttagelser/<int:pk>/", observations.observation_detail, name="observation-detail"),
    path("iakttagelser/<int:pk>/sparad/", observations.observation_saved, name="observation-saved"),
    path("iakttagelser/<int:pk>/bild/", observations.observation_photo, name="observation-photo"),
    path(
        "iakttagelser/<int:pk>/ta-med/",
        observations.observation_take_in,
        name="observation-take-in",
    ),
    path(
        "iakttagelser/<int:pk>/lagg-undan/",
        observations.observation_set_aside,
        name="observation-set-aside",
    ),
    path(
        "iakttagelser/<int:pk>/ta-tillbaka/",
        observations.observation_take_back,
        name="observation-take-back",
    ),
    path("hinder/", obstacles.obstacle_list, name="obstacle-list"),
    path("hinder/ny/", obstacles.obstacle_new, name="obstacle-new"),
    path("hinder/<int:pk>/", obstacles.obstacle_detail, name="obstacle-detail"),
    path("hinder/<int:pk>/kvittera/", obstacles.obstacle_acknowledge, name="obstacle-acknowledge"),
    path("hinder/<int:pk>/besvara/", obstacles.obstacle_answer, name="obstacle-answer"),
    path("hinder/<int:pk>/stang/", obstacles.obstacle_close, name="obstacle-close"),
    path("hinder/<int:pk>/oppna/", obstacles.obstacle_reopen, name="obstacle-reopen"),
    path("samverkan/", processes.process_list, name="process-list"),
    path("samverkan/ny/", processes.process_new, name="process-new"),
    path("samverkan/<int:pk>/", processes.process_detail, name="process-detail"),
    path("samverkan/<int:pk>/redigera/", processes.process_edit, name="process-edit"),
    path("samverkan/<int:pk>/bjud-in/", processes.process_invite, name="process-invite"),
    path(
        "samverkan/<int:pk>/parter/<int:person>/ta-bort/",
        processes.process_remove_partner,
        name="process-remove-partner",
    ),
]
