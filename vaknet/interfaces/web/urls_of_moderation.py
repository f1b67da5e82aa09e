"""Addresses of reporting and deciding."""

from django.urls import URLPattern, path, re_path

from vaknet.interfaces.web import moderation, moderation_openly, reports, reports_elsewhere, why

PATTERNS: list[URLPattern] = [
    re_path(
        r"^melden/(?P<about>vraag|antwoord|bericht|reactie)/(?P<pk>[0-9]{1,18})/$",
        reports.report,
        name="report",
    ),
    path("melden/elders/<int:pk>/", reports_elsewhere.report_post, name="report-post-elsewhere"),
    path(
        "melden/elders/wie/<str:token>/",
        reports_elsewhere.report_person,
        name="report-person-elsewhere",
    ),
    path("ik/meldingen/", reports.my_reports, name="my-reports"),
    path("ik/meldingen/<int:pk>/terug/", reports.take_back, name="take-back-report"),
    path("ik/besluiten/<int:pk>/", reports.decision, name="decision"),
    path("besluit/<str:token>/", reports.decision_elsewhere, name="decision-elsewhere"),
    path("beheer/meldingen/", moderation.cases, name="cases"),
    path("beheer/meldingen/<int:pk>/", moderation.case, name="case"),
    path("beheer/meldingen/<int:pk>/bevestigen/", moderation.confirm, name="confirm-removal"),
    path("beheer/meldingen/<int:pk>/naam/", moderation.propose_unveiling, name="propose-unveiling"),
    path(
        "beheer/meldingen/<int:pk>/naam/bevestigen/",
        moderation.confirm_unveiling,
        name="confirm-unveiling",
    ),
    path("beheer/meldingen/<int:pk>/collega/", moderation.ask_advice, name="ask-advice"),
    path("beheer/meldingen/<int:pk>/collega/antwoord/", moderation.give_advice, name="give-advice"),
    path("beheer/meldingen/<int:pk>/doorsturen/", moderation.forward, name="forward-report"),
    path("beheer/meldingen/<int:pk>/tonen/", moderation.show_again, name="show-again"),
    path("beheer/bezwaren/<int:pk>/", moderation.appeal, name="appeal"),
    path("beheer/logboek/", moderation_openly.log, name="moderation-log"),
    path("beheer/vinder/", why.why, name="why-found"),
    path("huisregels/cijfers/", moderation_openly.figures, name="moderation-figures"),
]
