"""What somebody wrote in her reply, without what she quotes, and without her signature.

Measured on tests/mail/corpus; see docs/decisions/0050. What stands between quotes is kept with
what it answers, so that nothing that was typed is lost without a word.
"""

import re
from dataclasses import dataclass
from itertools import groupby

DAY = r"(?:op|on|am|le)\b"
WROTE = re.compile(
    rf"^{DAY}.{{4,300}}?\b(?:schreef|geschreven|wrote|schrieb|a écrit)\b.{{0,200}}:$",
    re.IGNORECASE,
)
SEPARATOR = re.compile(
    r"^(?:-{4,}\s*(?:oorspronkelijk bericht|original message|doorgestuurd bericht"
    r"|forwarded message|ursprüngliche nachricht|message d['’]origine)\s*-{4,}|_{20,})$",
    re.IGNORECASE,
)
HEADER = re.compile(
    r"^\*?(van|from|verzonden|sent|datum|date|aan|to|cc|onderwerp|subject"
    r"|von|gesendet|an|betreff|de|envoyé|à|objet)\s*:\s*\*?\s*\S",
    re.IGNORECASE,
)
FROM = {"van", "from", "von", "de"}
PROGRAM = (
    r"iphone|ipad|android|outlook|mail|samsung|galaxy|proton|yahoo|mobiel|telefoon|phone|windows"
    r"|huawei|fairphone|gmail|tablet|smartphone|macbook"
)
DEVICE = re.compile(
    rf"^(?:(?:sent (?:from|with|via)|verzonden (?:vanaf|vanuit|met|via|van)|verstuurd (?:vanaf"
    rf"|vanuit|met|via|van)|get|download)\b.{{0,40}}\b(?:{PROGRAM})\b.{{0,90}}"
    r"|outlook voor .{2,60} downloaden)$",
    re.IGNORECASE,
)
GREETING = re.compile(
    r"^(?:(?:met )?(?:een )?(?:vriendelijke|hartelijke|collegiale|warme|beste)?\s?(?:groet|groeten"
    r"|groetjes)|m\.?v\.?g\.?|vr\.? ?gr\.?|gr\.?|(?:kind|best|warm)(?: regards| wishes)"
    r"|(?:best )?regards|cheers|yours sincerely|sincerely)"
    r"[,.!]?(?:\s+(?:[^\W\d_][\w'-]*\s*){1,3})?$",
    re.IGNORECASE,
)
DISCLAIMER = re.compile(
    r"^(?:dit bericht (?:kan informatie bevatten|is (?:uitsluitend|vertrouwelijk))|de informatie in"
    r" dit (?:e-?mail)?bericht|this (?:e-?mail|message)(?: and any \w+)? (?:is|are|may) "
    r"(?:confidential|contain|intended)|virusvrij|virus-free)",
    re.IGNORECASE,
)
# Put below the quote by the server of a firm. Higher up the same words may be hers.
FOOTER = re.compile(
    r"^(?:(?:deze e-?mail|dit e-?mailbericht|this e-?mail|diese e-?mail)\b.{0,60}"
    r"\b(?:bestemd|vertrouwelijk|intended|confidential|bestimmt|vertraulich)\b"
    r"|aan (?:dit bericht|deze e-?mail) kunnen geen rechten|disclaimer\b"
    r"|(?:(?:dit|deze) (?:e-?mail|bericht|e-?mailbericht) (?:is|werd) )?gecontroleerd op virussen)",
    re.IGNORECASE,
)
LONGEST_SIGNATURE = 14  # lines
LONGEST_LINE = 90
WRAPPED = 3  # lines over which a mail program may break "… wrote:"
MOST_LINES = 5_000
BELOW = re.compile(
    r"\b(?:zie (?:hieronder|onder)|hieronder|onderstaand|inline|see below|my (?:answers|comments)"
    r" (?:are )?below|in (?:het )?rood|in red|between your lines|tussen de regels)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Reply:
    """`says_below`: she says that she wrote in what she quotes, which could not be told apart."""

    text: str
    says_below: bool = False


def cut(text: str) -> Reply:
    lines = [line.rstrip("\r") for line in text.split("\n")[:MOST_LINES]]
    lines, unmarked = _without_unmarked_quote(_joined(lines))
    pieces = _pieces(lines)
    own = [index for index, (quoted, words) in enumerate(pieces) if not quoted and _said(words)]
    if len(own) > 1 and pieces[own[-1] - 1][0] and FOOTER.match(_said(pieces[own[-1]][1])):
        own.pop()
    shown: list[str] = []
    for index in own:
        if len(own) > 1 and index and pieces[index - 1][0]:
            shown.append("\n".join(pieces[index - 1][1]).strip())
        shown.append(_said(pieces[index][1]))
    said = "\n\n".join(part for part in shown if part)
    return Reply(said, says_below=unmarked and bool(BELOW.search(said)) and len(own) == 1)


def _joined(lines: list[str]) -> list[str]:
    """ "On … wrote:" is one line again, and stands apart from what it announces."""
    made: list[str] = []
    index = 0
    while index < len(lines):
        taken = _attribution(lines, index)
        if taken:
            made.append(" ".join(line.strip("> ") for line in lines[index : index + taken]))
        else:
            made.append(lines[index])
        index += taken or 1
    return made


def _attribution(lines: list[str], start: int) -> int:
    """Over how many lines, from this one, it says who wrote what follows; 0 when it does not."""
    first = lines[start].strip("> ")
    if not re.match(DAY, first, re.IGNORECASE):
        return 0
    for count in range(1, WRAPPED + 1):
        whole = " ".join(line.strip("> ") for line in lines[start : start + count])
        if WROTE.match(whole) and re.search(r"\d", whole):
            return count
    return 0


def _without_unmarked_quote(lines: list[str]) -> tuple[list[str], bool]:
    """Outlook and some others put what they quote below, with no mark at its lines.

    Whether there was such a quote, too.
    """
    for index, line in enumerate(lines):
        bare = line.strip()
        announced = _attribution(lines, index) and not _marks_follow(lines[index + 1 :])
        if announced or SEPARATOR.match(bare) or _headers_begin(lines[index:]):
            return lines[:index], True
    return lines, False


def _marks_follow(lines: list[str]) -> bool:
    return any(line.lstrip().startswith(">") for line in lines)


def _headers_begin(lines: list[str]) -> bool:
    """Three or more headers in a row, the first of them From."""
    names = [found[1].lower() for line in lines[:6] if (found := HEADER.match(line.strip()))]
    starts = HEADER.match(lines[0].strip())
    return starts is not None and starts[1].lower() in FROM and len(set(names)) >= 3


def _pieces(lines: list[str]) -> list[tuple[bool, list[str]]]:
    """Turn by turn what is quoted and what is not, with signatures taken out."""
    kept = [line for line in lines if not _attribution([line], 0)]
    runs = groupby(kept, lambda line: line.lstrip().startswith(">"))
    pieces = [(quoted, list(run)) for quoted, run in runs]
    return [
        (quoted, words if quoted else _without_signature(words))
        for quoted, words in _without_gaps(pieces)
    ]


def _without_gaps(pieces: list[tuple[bool, list[str]]]) -> list[tuple[bool, list[str]]]:
    """An empty line within a quote does not end it."""
    made: list[tuple[bool, list[str]]] = []
    for quoted, words in pieces:
        if not quoted and not "".join(words).strip():
            continue
        if made and made[-1][0] == quoted:
            made[-1][1].extend(words)
        else:
            made.append((quoted, list(words)))
    return made


def _without_signature(words: list[str]) -> list[str]:
    for index, line in enumerate(words):
        if line.rstrip("\n") in {"-- ", "--"} or line.strip() in {"—", "__"}:
            words = words[:index]
            break
    words = _from_end(words)
    for index in range(len(words) - 1, -1, -1):
        after = words[index:]
        # Its length first: on a line without end the expression would take minutes.
        if _is_signature(after) and GREETING.match(words[index].strip()):
            return words[:index]
    return words


def _from_end(words: list[str]) -> list[str]:
    """Without what programs and servers put below it."""
    kept = list(words)
    for index, line in enumerate(kept):
        if DISCLAIMER.match(line.strip("*_ ")):
            kept = kept[:index]
            break
    while kept and (not kept[-1].strip() or DEVICE.match(kept[-1].strip(" -*_"))):
        kept.pop()
    return kept


def _is_signature(lines: list[str]) -> bool:
    return len([line for line in lines if line.strip()]) <= LONGEST_SIGNATURE and all(
        len(line) <= LONGEST_LINE for line in lines
    )


def _said(words: list[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in words)).strip()
