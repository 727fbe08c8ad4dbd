"""The rules about a catalog as a file: what ``msgfmt -c`` would refuse, and what belongs to no page."""

from __future__ import annotations

from .rule import Rule, Severity

_HEADER = 'msgid ""\nmsgstr ""\n"Language: es\\n"\n"Content-Type: text/plain; charset={}\\n"\n'
_UTF8 = _HEADER.format("UTF-8")
_PLURALS = _UTF8 + '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
_HELLO = '\nmsgid "Hello"\nmsgstr "Hola"\n'
_HELLO_AGAIN = '\nmsgid "Hello"\nmsgstr "Buenas"\n'

RULES = (
    Rule(
        "catalog-syntax",
        "The catalog breaks the grammar of gettext, so none of its texts can be used.",
        Severity.ERROR,
        bad=f'{_UTF8}\nmsgid "Say \\"hello\\"."\nmsgstr "Diga "hola"."\n',
        good=f'{_UTF8}\nmsgid "Say \\"hello\\"."\nmsgstr "Diga \\"hola\\"."\n',
    ),
    Rule(
        "catalog-conflict",
        "A merge left the edits of two people side by side, with <<<<<<< and >>>>>>>.",
        Severity.ERROR,
        bad=(
            f'{_UTF8}\nmsgid "Hello"\n<<<<<<< HEAD\nmsgstr "Hola"\n=======\n'
            'msgstr "Buenas"\n>>>>>>> greetings\n'
        ),
        good=_UTF8 + _HELLO,
    ),
    Rule(
        "catalog-encoding",
        "The catalog is not saved as plain UTF-8, or its header says that it is not.",
        Severity.ERROR,
        bad=_HEADER.format("ISO-8859-1") + _HELLO,
        good=_UTF8 + _HELLO,
    ),
    Rule(
        "catalog-duplicate",
        "The same English stands twice, so that one of the two translations would be lost.",
        Severity.ERROR,
        bad=_UTF8 + _HELLO + _HELLO_AGAIN,
        good=_UTF8 + _HELLO,
    ),
    Rule(
        "catalog-header",
        "The catalog has no header, or one that names no encoding.",
        Severity.ERROR,
        bad=_HELLO.lstrip(),
        good=_UTF8 + _HELLO,
    ),
    Rule(
        "catalog-plural",
        "The rule for plural forms is missing or wrong, or an entry has too few or too many.",
        Severity.ERROR,
        bad=f'{_PLURALS}\nmsgid "%d hub"\nmsgid_plural "%d hubs"\nmsgstr[0] "%d hub"\n',
        good=(
            f'{_PLURALS}\nmsgid "%d hub"\nmsgid_plural "%d hubs"\n'
            'msgstr[0] "%d hub"\nmsgstr[1] "%d hubs"\n'
        ),
    ),
    Rule(
        "catalog-newline",
        "Only one of English and translation begins or ends with a line break.",
        Severity.ERROR,
        bad=f'{_UTF8}\nmsgid "Hello\\n"\nmsgstr "Hola"\n',
        good=f'{_UTF8}\nmsgid "Hello\\n"\nmsgstr "Hola\\n"\n',
    ),
    Rule(
        "catalog-undecided",
        "Two branches translated the same English differently, and nobody has chosen yet.",
        Severity.ERROR,
        bad=(
            f"{_UTF8}\n# tandem: undecided, keep the better text below, delete these lines and the "
            'flag fuzzy; it says in the other branch: "Buenas"\n#, fuzzy\n'
            'msgid "Hello"\nmsgstr "Hola"\n'
        ),
        good=_UTF8 + _HELLO,
    ),
    Rule(
        "catalog-character",
        "A translation holds characters that are left when a file is read in the wrong encoding.",
        Severity.ERROR,
        bad=f'{_UTF8}\nmsgid "Training"\nmsgstr "FormaciÃ³n"\n',
        good=f'{_UTF8}\nmsgid "Training"\nmsgstr "Formación"\n',
    ),
    Rule(
        "catalog-flag",
        "A flag is probably a misspelt fuzzy, so that a translation is shown that should wait.",
        Severity.ERROR,
        bad=f'{_UTF8}\n#, fuzy\nmsgid "Hello"\nmsgstr "Hola"\n',
        good=f'{_UTF8}\n#, fuzzy\nmsgid "Hello"\nmsgstr "Hola"\n',
    ),
    Rule(
        "catalog-not-readable",
        "The catalog cannot be opened, so that none of its texts can be used.",
        Severity.ERROR,
    ),
    Rule(
        "catalog-language",
        "The header names another language than the folder that the catalog stands in.",
        Severity.ADVICE,
        bad=_UTF8.replace("Language: es", "Language: de") + _HELLO,
        good=_UTF8 + _HELLO,
    ),
    Rule(
        "catalog-orphan",
        "A catalog belongs to no page, so that readers do not see its texts.",
        Severity.ADVICE,
    ),
    Rule(
        "catalog-outdated",
        "A catalog lacks passages of its page, or has some that are gone from it.",
        Severity.ADVICE,
    ),
)
