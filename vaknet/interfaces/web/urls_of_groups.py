"""Addresses of groups: their questions, conversations, journals and reading lists."""

from django.urls import URLPattern, path, re_path

from vaknet.interfaces.web import (
    attachments,
    conversation_care,
    conversations,
    earlier,
    group_care,
    group_entrance,
    groups,
    issue_files,
    issues,
    journal,
    journal_desk,
    knowledge_base,
    reading,
)

PATTERNS: list[URLPattern] = [
    path("gesprek/nieuw/", conversations.new, name="new-conversation"),
    path("gesprek/<int:pk>/", conversations.conversation, name="conversation"),
    path(
        "gesprek/<int:pk>/eerder/", earlier.earlier, {"about": "post"}, name="earlier-conversation"
    ),
    path("gesprek/<int:pk>/wijzigen/", conversation_care.change_post, name="change-conversation"),
    path(
        "gesprek/<int:pk>/intrekken/", conversation_care.withdraw_post, name="withdraw-conversation"
    ),
    path(
        "gesprek/<int:pk>/uit/<str:handle>/",
        conversation_care.take_out,
        name="take-out-conversation",
    ),
    path("gesprek/<int:pk>/bijlagen/", attachments.attached, name="attachments"),
    path("bijlage/<int:pk>/", attachments.download, name="attached-file"),
    path("bijlage/<int:pk>/<int:side>.webp", attachments.download, name="attached-picture"),
    path("bijlage/<int:pk>/wijzigen/", attachments.change, name="change-attachment"),
    path("reactie/<int:pk>/eerder/", earlier.earlier, {"about": "reply"}, name="earlier-reply"),
    path("reactie/<int:pk>/wijzigen/", conversation_care.change_reply, name="change-reply"),
    path("reactie/<int:pk>/intrekken/", conversation_care.withdraw_reply, name="withdraw-reply"),
    path("g/<str:handle>/gesprekken/", conversations.in_group, name="conversations"),
    path("g/", groups.groups, name="groups"),
    path("g/nieuw/", groups.new_group, name="new-group"),
    path("g/<str:handle>/", groups.group, name="group"),
    path("g/<str:handle>/kennisbank/", knowledge_base.knowledge_base, name="knowledge-base"),
    path("g/<str:handle>/vragen/", groups.questions, name="group-questions"),
    path("g/<str:handle>/nr/", journal.issues, name="issues"),
    re_path(r"^g/(?P<handle>[^/]+)/nr/(?P<number>[1-9][0-9]{0,5})/$", journal.issue, name="issue"),
    re_path(
        r"^g/(?P<handle>[^/]+)/nr/(?P<number>[1-9][0-9]{0,5})\.epub$",
        issue_files.book,
        name="issue-book",
    ),
    re_path(
        r"^g/(?P<handle>[^/]+)/nr/(?P<number>[1-9][0-9]{0,5})/pdf/$",
        issue_files.paper,
        name="issue-paper",
    ),
    re_path(
        r"^g/(?P<handle>[^/]+)/nr/(?P<number>[1-9][0-9]{0,5})\.pdf$",
        issue_files.pdf_file,
        name="issue-pdf",
    ),
    path("g/<str:handle>/nr/atom.xml", issue_files.feed, {"form": "atom"}, name="issues-atom"),
    path("g/<str:handle>/nr/rss.xml", issue_files.feed, {"form": "rss"}, name="issues-rss"),
    path("g/<str:handle>/nr/feed.json", issue_files.feed, {"form": "json"}, name="issues-json"),
    re_path(r"^omslag/(?P<number>[1-9][0-9]{0,5})\.svg$", issues.cover, name="cover"),
    path("g/<str:handle>/tip/", journal.pitch, name="pitch"),
    path("g/<str:handle>/redactie/", journal_desk.editors, name="editors"),
    path("g/<str:handle>/redactie/vakblad/", journal_desk.settings, name="journal-settings"),
    path("g/<str:handle>/redactie/stoppen/", journal_desk.stop, name="stop-journal"),
    path("g/<str:handle>/redactie/nummer/", journal_desk.make, name="make-issue"),
    path("g/<str:handle>/redactie/nummer/omslag/", journal_desk.cover_words, name="cover-words"),
    path(
        "g/<str:handle>/redactie/nummer/stuk/<int:pk>/", journal_desk.item_words, name="item-words"
    ),
    path("g/<str:handle>/redactie/nummer/cijfer/", journal_desk.figure, name="figure"),
    path("g/<str:handle>/redactie/nummer/voorbeeld/", journal_desk.preview, name="preview-issue"),
    path(
        "g/<str:handle>/redactie/nummer/<int:pk>/uitgeven/",
        journal_desk.publish,
        name="publish-issue",
    ),
    path("g/<str:handle>/redactie/tip/<int:pk>/", journal_desk.answer_pitch, name="answer-pitch"),
    path("g/<str:handle>/leden/", groups.members, name="group-members"),
    path("g/<str:handle>/meedoen/", group_entrance.join, name="join-group"),
    path("g/<str:handle>/liever-niet/", group_entrance.rather_not, name="rather-not-join"),
    path("g/<str:handle>/huisregels/", group_entrance.house_rules, name="group-rules"),
    path("g/<str:handle>/instellingen/", group_care.settings, name="group-settings"),
    path("g/<str:handle>/wie-klopt/", group_care.requests, name="group-requests"),
    path(
        "g/<str:handle>/wie-klopt/<int:pk>/",
        group_care.answer_request,
        name="answer-join-request",
    ),
    path("g/<str:handle>/uitnodigen/", group_care.invite, name="invite-into-group"),
    path(
        "g/<str:handle>/uitnodigen/<int:pk>/",
        group_care.withdraw_invitation,
        name="withdraw-group-invitation",
    ),
    path("g/<str:handle>/wie-zorgt/", group_care.duties, name="group-duties"),
    path("g/<str:handle>/wie-zorgt/<int:pk>/", group_care.end_duty, name="end-group-duty"),
    path("g/<str:handle>/zorgen/", group_care.look_after, name="look-after-group"),
    path("g/<str:handle>/leestafel/", reading.reading_list, name="reading-list"),
    path("g/<str:handle>/leestafel/<int:pk>/", reading.stop, name="stop-reading"),
    path("g/<str:handle>/verlaten/", groups.leave, name="leave-group"),
]
