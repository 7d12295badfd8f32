"""Values of the vocabularies as words, and names in the order in which readers look them up."""

import re
import unicodedata
from collections.abc import Sequence

# Values of the vocabularies that are no English once their hyphens are gone.
_SPOKEN = {
    "borders-delimitation": "delimitation of borders",
    # "Lapsed", as the record says of agreements, would read as "expired".
    "discontinued": "kept for a time, then stopped",
    "duration-termination": "duration and termination",
    "fulfilled-amended": "fulfilled by a deadline moved by consent",
    "monitoring-verification": "monitoring and verification",
    "nakhchivan": "Nakhchivan",
    "ngo": "non-governmental organisation",
    "nk-armenian-population": "the Armenian population of Nagorno-Karabakh",
    "oblast-and-districts": "the oblast and the districts around it",
    "non-use-of-force": "non-use of force",
    "prisoners-detainees": "prisoners and detainees",
    "refugees-idps": "refugees and displaced persons",
    "remains-missing": "remains and missing persons",
    "status-sovereignty": "status and sovereignty",
    "trade-cooperation": "trade and cooperation",
    "written-signed": "signed text",
}
# Of sources, by their ISO 639-1 codes.
LANGUAGES = {
    "hy": "Armenian", "az": "Azerbaijani", "ru": "Russian", "tr": "Turkish", "de": "German",
    "fr": "French", "it": "Italian", "es": "Spanish", "uk": "Ukrainian", "fa": "Persian",
    "ar": "Arabic", "nl": "Dutch", "ro": "Romanian", "pt": "Portuguese", "cs": "Czech",
    "el": "Greek", "sv": "Swedish", "hr": "Croatian", "sr": "Serbian", "ka": "Georgian",
    "pl": "Polish", "id": "Indonesian", "bn": "Bengali", "en": "English", "no": "Norwegian",
    "ko": "Korean", "zh": "Chinese", "vi": "Vietnamese", "da": "Danish", "et": "Estonian",
    "ja": "Japanese", "bg": "Bulgarian", "be": "Belarusian",
}  # fmt: skip
# Languages that are written from the right, and all that are written in other than Latin letters.
FROM_RIGHT = frozenset({"ar", "fa"})
_OTHER_LETTERS = FROM_RIGHT | {
    "hy", "ru", "uk", "el", "sr", "ka", "bn", "ko", "zh", "ja", "bg", "be",
}  # fmt: skip
# Letters that no decomposition leads to their neighbours in the alphabet.
_LETTERS = str.maketrans({"ı": "i", "ə": "e", "ø": "o", "ł": "l"})


def in_letters_of(language: str, title: str) -> bool:
    """Whether a title is written in the letters of a language: one described in English is not."""
    others = (letter for letter in title if letter.isalpha())
    return language not in _OTHER_LETTERS or any(
        not unicodedata.name(letter, "").startswith("LATIN") for letter in others
    )


def words(value: str) -> str:
    """A value of a vocabulary as words."""
    return _SPOKEN.get(value, value.replace("-", " "))


_WITH_ARTICLE = frozenset({
    "Armenian SSR", "Azerbaijan SSR", "Commonwealth of Independent States", "Council of Europe",
    "European Court of Human Rights", "European Union", "International Commission on Missing "
    "Persons", "International Committee of the Red Cross", "International Court of Justice",
    "Inter-Parliamentary Union", "OSCE Minsk Group", "Popular Front of Azerbaijan",
    "Russian peacekeeping contingent", "Russian SFSR", "Soviet Union", "UN General Assembly",
    "UN High Commissioner for Refugees", "UN Security Council", "United Arab Emirates",
    "United Nations", "United States",
})  # fmt: skip
_IN_SENTENCE = {
    "Authorities of the autonomous oblast and its successor councils": (
        "the authorities of the autonomous oblast and its successor councils"
    ),
    "De facto authorities of Nagorno-Karabakh": "the de facto authorities",
    "Former de facto officials of Nagorno-Karabakh, in Armenia": (
        "former de facto officials of Nagorno-Karabakh, in Armenia"
    ),
}


def in_sentence(name: str) -> str:
    """An actor's name as it stands within a sentence: ``the United States``, ``France``."""
    return f"the {name}" if name in _WITH_ARTICLE else _IN_SENTENCE.get(name, name)


# The point behind an initial ends no sentence.
_ENDS = re.compile(r"(?<!\b[^\W\d_])[.!?][”’)]*(?= |$)")
_HALTS = re.compile(rf"{_ENDS.pattern}|;(?= )")


def sentence_ends(text: str, halts: bool = False) -> list[int]:
    """Places behind the sentences of a text, the end of the text among them.

    Parameters
    ----------
    text : str
        A paragraph.
    halts : bool
        Whether a semicolon parts sentences too.
    """
    ends = [match.end() for match in (_HALTS if halts else _ENDS).finditer(text)]
    return [*ends, len(text)] if text and ends[-1:] != [len(text)] else ends


_INNER = str.maketrans("()", "[]")
_SMALL = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def spelt(number: int) -> str:
    """A number as a sentence has it: ``one``, ``nine``, ``10``."""
    return _SMALL[number] if 0 <= number < len(_SMALL) else str(number)


def capital(text: str) -> str:
    """A text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


# Words with which a title begins and that have a small letter within a sentence.
_COMMON = frozenset(
    {
        "after", "border", "ceasefire", "dispute", "first", "from", "fuel", "second", "since",
        "statement", "the", "third", "truce",
    }
)  # fmt: skip


def within(title: str) -> str:
    """A title within a sentence: small, unless its first word is one that names."""
    first = title.split(" ", 1)[0]
    return title[:1].lower() + title[1:] if first.casefold() in _COMMON else title


def series(words: Sequence[str]) -> str:
    """Words as a sentence lists them: ``1992``, ``1992 and 1993``, ``1992, 1993 and 2020``."""
    *others, last = words or [""]
    return f"{', '.join(others)} and {last}" if others else last


def bracketed(*words: str) -> str:
    """Words in round brackets; what has such brackets among them gets square ones.

    ``bracketed("ICRC (a delegate)", "2001")`` is ``(ICRC [a delegate], 2001)``.
    """
    return f"({', '.join(words).translate(_INNER)})"


def alphabetical(name: str) -> tuple[str, str]:
    """Sort key of a name: neither capitals nor diacritics count, unless all else is alike."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return plain.translate(_LETTERS), name
