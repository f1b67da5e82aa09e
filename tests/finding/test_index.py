"""Passages follow what people write, and the index follows the passages."""

from vaknet.domain.finding import actions, library
from vaknet.domain.finding.models import Passage
from vaknet.domain.people import actions as people
from tests import world as w


def test_a_member_is_passages(db):
    marit = w.member("Marit Hoekstra", "m@o.example", knows=["Digitaal bouwdossier"])
    people.add_role(marit, kind="work", title="coördinator", organisation="gemeente Oosterhage")
    actions.index(marit)
    assert sorted(Passage.objects.values_list("words", flat=True)) == ["coordinator gemeente oosterhage","digitaal bouwdossier"]
    print(library.state(), library.index())
    actions.index_everything()
    assert Passage.objects.count()==2
