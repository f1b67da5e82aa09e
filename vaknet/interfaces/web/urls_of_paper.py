"""Addresses of members on paper, and of what is printed for them."""

from django.urls import URLPattern, path

from vaknet.interfaces.web import paper, paper_print

PATTERNS: list[URLPattern] = [
    path("ik/op-papier/", paper.my_people, name="on-paper"),
    path("ik/op-papier/nieuw/", paper.bring, name="bring-on-paper"),
    path("ik/op-papier/<int:pk>/", paper.person, name="paper-member"),
    path("ik/op-papier/<int:pk>/brief/", paper_print.letter, name="paper-letter"),
    path("ik/op-papier/<int:pk>/brief.pdf", paper_print.letter_file, name="paper-letter-file"),
    path("ik/op-papier/<int:pk>/kaart/", paper_print.card, name="paper-card"),
    path("ik/op-papier/<int:pk>/antwoord/", paper.reply, name="paper-reply"),
    path("ik/op-papier/<int:pk>/verbeteren/", paper.correct, name="paper-correct"),
    path("ik/op-papier/<int:pk>/eruit/", paper.let_go, name="paper-let-go"),
    path("op-papier/<str:token>/", paper.take_account, name="paper-account"),
]
