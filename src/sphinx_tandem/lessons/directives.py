"""The directives of a lesson; each makes one box, see :mod:`.nodes`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives as options
from docutils.parsers.rst.directives.admonitions import Hint as AdmonitionHint
from sphinx.util.docutils import SphinxDirective, is_directive_registered

from ..translate.interface import _, ngettext
from ..translate.passages import AUDIENCE
from .collect import warn
from .model import INSTRUCTOR
from .nodes import anchor, fold, fold_title, instructor_note
from .notes import reading_note

if TYPE_CHECKING:
    from docutils.parsers.rst import Directive
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import OptionSpec


# -- Registers directives only where the site has none of that name from somebody else ----------


def register_missing(app: Sphinx, directives: Mapping[str, type[Directive]]) -> None:
    """Register each directive that no other extension of the site has.

    :param app: the application, once every extension has registered its own.
    :param directives: the directives by their names.
    """
    for name, directive in directives.items():
        if not is_directive_registered(name):
            app.add_directive(name, directive)


# What MyST gives a directive does not know its place in the page, so an exercise
# says so while it is being parsed.
_IN_EXERCISE = "tandem_in_exercise"


def _titles() -> dict[str, str]:
    """Return the kinds of boxes in the language of the build."""
    return {
        "questions": _("Questions"),
        "objectives": _("Objectives"),
        "keypoints": _("Key points"),
        "prerequisites": _("Prerequisites"),
        "checklist": _("Checklist"),
        "callout": _("Note"),
        "discussion": _("Discussion"),
        "exercise": _("Exercise"),
        "demo": _("Demo"),
        "hint": _("Hint"),
        "solution": _("Solution"),
        "instructor-note": _("Instructor note"),
    }


class LessonBox(SphinxDirective):
    """A box with a title of its kind and, if the author gives one, a title of its own."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = {"class": options.class_option, "name": options.unchanged}
    node_class: ClassVar[type[nodes.admonition]] = nodes.admonition

    def run(self) -> list[nodes.Node]:
        """Make the box."""
        self.assert_has_content()
        box = self.node_class(classes=[f"tandem-{self.name}", *self.options.get("class", [])])
        self.set_source_info(box)
        self.add_name(box)
        title = self.title()
        box += title
        self.state.nested_parse(self.content, self.content_offset, box)
        return [box]

    def title(self) -> nodes.Element:
        """Return the title: the kind, and the author's words, which translators see."""
        title = nodes.title(translatable=False)
        self.set_source_info(title)
        kind = _titles()[self.name]
        title += nodes.inline(kind, kind, classes=["tandem-kind"])
        if self.arguments:
            title += nodes.Text(": ")
            title += self.author_title()
        return title

    def author_title(self) -> nodes.inline:
        """Return the author's title as a text of its own in the page's catalog."""
        text = self.arguments[0]
        children, messages = self.parse_inline(text)
        inline = nodes.inline(text, "", *children, *messages, translatable=True)
        self.set_source_info(inline)
        # Sphinx dissolves a translatable inline and puts its content last in its parent
        # (``RemoveTranslatableInline``), so it needs a parent of its own.
        return nodes.inline("", "", inline, classes=["tandem-title"])


class TimedBox(LessonBox):
    """A box that may say how long something takes."""

    option_spec: ClassVar[OptionSpec] = {
        **LessonBox.option_spec,
        "minutes": options.unchanged_required,
    }

    def minutes(self) -> int | None:
        """Return the minutes, or ``None`` where the author gives none."""
        given = self.options.get("minutes")
        if given is None:
            return None
        if re.fullmatch(r"[0-9]{1,4}", given.strip()):
            return int(given)
        warn(
            "lesson-minutes",
            "the minutes of %s are a whole number, not %r. "
            "It is shown without them. Write for example `:minutes: 10`.",
            self.get_location(),
            self.named,
            given,
        )
        return None

    @property
    def named(self) -> str:
        """What messages to authors call the box."""
        return {"exercise": "an exercise", "demo": "a demo"}.get(self.name, "a note")


class InstructorNote(TimedBox):
    """A note for whoever teaches; its minutes are those of teaching its section."""

    node_class = instructor_note

    def run(self) -> list[nodes.Node]:
        """Make the note."""
        with reading_note(self.state.document) as elsewhere:
            result = super().run()
        box = result[0]
        assert isinstance(box, instructor_note)  # noqa: S101  # for the type checker
        box += elsewhere
        box[AUDIENCE] = INSTRUCTOR
        if (minutes := self.minutes()) is not None:
            box["minutes"] = minutes
        return result


class Callout(LessonBox):
    """A remark beside the main line; the author's title takes the place of the kind."""

    def title(self) -> nodes.Element:
        """Return the author's title, or the kind where there is none."""
        if not self.arguments:
            return super().title()
        title = nodes.title(translatable=False)
        self.set_source_info(title)
        title += self.author_title()
        return title


def _flag(given: str | None) -> None:
    """Take an option without a value; MyST lets the value of docutils' own flag pass.

    :raises ValueError: when there is a value, which would say nothing.
    """
    if given and given.strip():
        raise ValueError(f"it takes no value, so {given.strip()!r} says nothing: delete the value")


class Activity(TimedBox):
    """An exercise or a demo; its anchor stays when others are added before it."""

    option_spec: ClassVar[OptionSpec] = {**TimedBox.option_spec, "optional": _flag}

    def run(self) -> list[nodes.Node]:
        """Make the box, with its anchor and minutes."""
        outside = self.env.current_document.get(_IN_EXERCISE)
        self._minutes = self.minutes()
        self.env.current_document[_IN_EXERCISE] = outside or self.name == "exercise"
        try:
            result = super().run()
        finally:
            self.env.current_document[_IN_EXERCISE] = outside
        box = result[0]
        assert isinstance(box, nodes.admonition)  # noqa: S101  # for the type checker
        if not box["ids"]:
            document = self.state.document
            box["ids"].append(anchor(self.name, self._words(), document.ids))
            document.set_id(box)
        if self._minutes is not None:
            box["minutes"] = self._minutes
        if "optional" in self.options:
            box["classes"].append("tandem-optional")
        return result

    def title(self) -> nodes.Element:
        """Return the title with the minutes that it takes, and whether it is optional."""
        title = super().title()
        said = []
        if self._minutes is not None:
            said.append(minutes_text(self._minutes))
        if "optional" in self.options:
            said.append(_("optional"))
        if said:
            text = f"({', '.join(said)})"
            title += nodes.Text(" ")
            title += nodes.inline(text, text, classes=["tandem-minutes"])
        return title

    def _words(self) -> str:
        return self.arguments[0] if self.arguments else next(filter(str.strip, self.content), "")


def minutes_text(minutes: int) -> str:
    """Return ``5 minutes`` in the language of the build."""
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}


class Fold(LessonBox):
    """A hint or a solution inside an exercise: closed until the reader opens it."""

    def run(self) -> list[nodes.Node]:
        """Make the fold."""
        self.assert_has_content()
        box = fold(classes=[f"tandem-{self.name}", *self.options.get("class", [])])
        self.set_source_info(box)
        self.add_name(box)
        title = self.title()
        box += fold_title("", "", *title.children, translatable=False)
        self.state.nested_parse(self.content, self.content_offset, box)
        return [box]


class Solution(Fold):
    """The answer to an exercise."""

    def run(self) -> list[nodes.Node]:
        """Make the fold, and say so where it answers nothing."""
        if not self.env.current_document.get(_IN_EXERCISE):
            warn(
                "lesson-solution",
                "this solution stands outside an exercise, so that no list of exercises and no "
                "sheet knows what it answers. Put it into its `exercise`, whose colons must be "
                "more than its own.",
                self.get_location(),
            )
        return super().run()


class Hint(Fold):
    """A hint inside an exercise; elsewhere the admonition that docutils knows."""

    def run(self) -> list[nodes.Node]:
        """Make the fold, or the admonition outside an exercise."""
        if self.env.current_document.get(_IN_EXERCISE):
            return super().run()
        admonition = AdmonitionHint(
            self.name,
            self.arguments,
            self.options,
            self.content,
            self.lineno,
            self.content_offset,
            self.block_text,
            self.state,
            self.state_machine,
        )
        return list(admonition.run())


_BOXES = ("questions", "objectives", "keypoints", "prerequisites", "checklist", "discussion")


def add_box_directives(app: Sphinx, config: Config) -> None:
    """Register each directive that no other extension of the site has."""
    found: dict[str, type[LessonBox]] = dict.fromkeys(_BOXES, LessonBox)
    found |= {"callout": Callout, "exercise": Activity, "demo": Activity, "solution": Solution}
    found["instructor-note"] = InstructorNote
    register_missing(app, found)
    app.add_directive("hint", Hint, override=True)
