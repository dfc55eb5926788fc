"""Street lines of a limited length, with nothing lost and no house number torn from its street."""

from collections.abc import Iterable, Iterator


def fit_lines(lines: tuple[str, ...], *, length: int, count: int) -> tuple[str, ...] | None:
    """The lines within `count` lines of `length` characters; none where that takes leaving something out.

    Lines that fit stay as they are. Else they break after a comma if they can, or else between words, but
    never before or after a house number.
    """
    if len(lines) <= count and all(len(line) <= length for line in lines):
        return lines
    by_comma = [piece for line in lines for piece in _phrases(line)]
    by_word = [chunk for line in lines for chunk in _chunks(line)]
    for pieces, glue in ((by_comma, ", "), (by_word, " ")):
        filled = tuple(_filled(pieces, glue, length))
        if len(filled) <= count and all(len(line) <= length for line in filled):
            return filled
    return None


def _filled(pieces: Iterable[str], glue: str, length: int) -> Iterator[str]:
    line = ""
    for piece in pieces:
        longer = f"{line}{glue}{piece}" if line else piece
        if line and len(longer) > length:
            yield line.rstrip(",")
            line = piece
        else:
            line = longer
    if line:
        yield line


def _phrases(line: str) -> list[str]:
    """What commas part, a lone number kept with its street: `Dlouha, 12, byt 5` is `Dlouha, 12`, `byt 5`."""
    phrases: list[str] = []
    for phrase in line.split(", "):
        if phrases and (phrase.isdigit() or phrases[-1].isdigit()):
            phrases[-1] = f"{phrases[-1]}, {phrase}"
        else:
            phrases.append(phrase)
    return phrases


def _chunks(line: str) -> list[str]:
    """Words, each number kept with the word beside it: `Lange Gasse 12` is `Lange`, `Gasse 12`."""
    chunks: list[str] = []
    for word in line.split():
        if chunks and (word[0].isdigit() or _is_number(chunks[-1])):
            chunks[-1] = f"{chunks[-1]} {word}"
        else:
            chunks.append(word)
    return chunks


def _is_number(chunk: str) -> bool:
    return all(word[0].isdigit() for word in chunk.split())
