"""What people in a made network talk about, and in which words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

LANGUAGES = ("nl", "en")


def chance_of(*what: object) -> Random:
    """The same chance every time for the same thing."""
    return Random(" ".join(map(str, what)))  # noqa: S311 - nothing here is secret


@dataclass(frozen=True)
class Field:
    """A line of work: the beginnings of its ISCO codes, its groups, its subjects by language."""

    isco: Sequence[str]
    groups: Sequence[str]
    subjects: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Speech:
    """Sentences by what they are for; {x} and {y} are subjects, {place} a town, {way} a manner."""

    language: str
    patterns: Mapping[str, Sequence[str]]

    def say(
        self, chance: Random, purpose: str, field: Field, *, place: str, about: str = ""
    ) -> str:
        """One sentence on `about`, or on any subject of the field."""
        subjects = field.subjects[self.language]
        x = about or chance.choice(subjects)
        sentence = chance.choice(self.patterns[purpose]).format(
            x=x,
            y=chance.choice([subject for subject in subjects if subject != x]),
            place=place,
            way=chance.choice(self.patterns["ways"]),
        )
        return sentence[:1].upper() + sentence[1:]


@dataclass(frozen=True)
class Words:
    given: Sequence[str]
    surnames: Sequence[str]
    speeches: Mapping[str, Speech]
    fields: Sequence[Field]

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> "Words":
        """From a table as the file has it; see vaknet/reference/demo/trial.toml."""
        return cls(
            given=table["given"],
            surnames=table["surnames"],
            speeches={language: Speech(language, table[language]) for language in LANGUAGES},
            fields=[
                Field(row["isco"], row["groups"], {name: row[name] for name in LANGUAGES})
                for row in table["field"]
            ],
        )
