"""The directives of lessons, all of them: boxes, and what is filled in later.

A new directive is a class here and a line in :func:`boxes` or :data:`_FILLED_LATER`; its
nodes are declared in :mod:`.nodes`.
"""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.parsers.rst import directives as options
from docutils.parsers.rst.directives.admonitions import Hint as AdmonitionHint
from docutils.statemachine import StringList
from sphinx.util import docname_join
from sphinx.util.docutils import SphinxDirective

from ..site.settings import lines_of_texts
from ..translate.interface import _, in_a_row, label, ngettext
from ..translate.passages import AUDIENCE
from ..upstream.myst_sphinx import is_myst
from ..upstream.parsers import directive_module, registered_directive
from .collect import warn
from .model import INSTRUCTOR, Breaks, Session, Task, read_sessions
from .nodes import (
    activity_title,
    anchor,
    exercise_list,
    fold,
    fold_title,
    instructor_note,
    schedule,
    schedule_session,
    schedule_task,
    teaching_material,
)
from .notes import reading_note

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import OptionSpec


def register_directives(app: Sphinx, config: Config) -> None:
    """Register the directives that no other extension of the site has, and report the others."""
    found: dict[str, type[Directive]] = {name: box for name, (box, _title) in boxes().items()}
    taken: dict[str, list[str]] = {}
    Hint.replace(registered_directive("hint"))
    for name, directive in (found | _FILLED_LATER).items():
        owner = _owner(app, name)
        # A hint outside an exercise stays the admonition that Sphinx knows; and another
        # extension's note would be shown to everybody.
        if not owner or name == _PRIVATE:
            app.add_directive(name, directive, override=True)
        if owner:
            taken.setdefault(owner, []).append(name)
    for owner, names in taken.items():
        _name_taken(app, owner, names)


_PRIVATE = "instructor-note"


def _owner(app: Sphinx, name: str) -> str:
    """Return which extension of the site has registered a directive, or ``""``.

    Another extension may have loaded it, and ``conf.py`` may define directives of its own.
    """
    parts = directive_module(name).split(".")
    if parts[0] in ("", "docutils", "sphinx", __name__.partition(".")[0]):
        return ""
    names = [".".join(parts[:count]) for count in range(len(parts), 0, -1)]
    listed = [name for name in names if name in app.config.extensions]
    return [*listed, *filter(app.extensions.__contains__, names), "conf.py"][0]


def _name_taken(app: Sphinx, owner: str, names: list[str]) -> None:
    """Say at the start which directives of lessons are another extension's, and what to do."""
    conf = Path(app.confdir) / "conf.py"
    others = [name for name in names if name != _PRIVATE]
    said = []
    if others:
        listed = ", ".join(f"`{name}`" for name in others)
        said.append(
            f"{owner} has directives of lessons too ({listed}), and its own are used: what they "
            "make is in no timetable, no list of exercises and no kit."
        )
    if _PRIVATE in names:
        said.append(
            f"`{_PRIVATE}` stays that of sphinx_tandem, because {owner} would show such notes to "
            "everybody."
        )
    mend = f"Take {owner} out of `extensions`"
    if owner == "conf.py":
        mend = "Give its directives other names"
    warn(
        "lesson-directive",
        "%s %s to have the lessons of sphinx_tandem; if it is meant, set "
        '`suppress_warnings = ["lesson.directive"]`.',
        f"{conf}:{lines_of_texts(conf).get(owner, 1)}",
        " ".join(said),
        mend,
    )


def boxes() -> dict[str, tuple[type[LessonBox], str]]:
    """Return what makes each box, and what it is called in the language of the build."""
    return {
        "questions": (LessonBox, _("Questions")),
        "objectives": (LessonBox, _("Objectives")),
        "keypoints": (LessonBox, _("Key points")),
        "prerequisites": (Checklist, _("Prerequisites")),
        "checklist": (Checklist, _("Checklist")),
        "callout": (Callout, _("Note")),
        "discussion": (LessonBox, _("Discussion")),
        "exercise": (Activity, _("Exercise")),
        "demo": (Activity, _("Demo")),
        "hint": (Hint, _("Hint")),
        "solution": (Solution, _("Solution")),
        "instructor-note": (InstructorNote, _("Instructor note")),
    }


def minutes_text(minutes: int) -> str:
    """Return ``5 minutes`` in the language of the build."""
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}


def effort_text(minutes: int | None, is_optional: bool) -> str:
    """Return ``(5 minutes, optional)`` in the language of the build, or ``""`` for neither."""
    said = [] if minutes is None else [minutes_text(minutes)]
    if is_optional:
        said.append(_("optional"))
    return f"({in_a_row(said)})" if said else ""


class LessonDirective(SphinxDirective):
    """What all directives of lessons share: a name and classes."""

    option_spec: ClassVar[OptionSpec] = {"class": options.class_option, "name": options.unchanged}
    node_class: type[nodes.Element] = nodes.admonition

    def new_node(self, style: str = "", **attributes: Any) -> nodes.Element:
        """Return a node of the directive's class, with what every option says of it.

        :param style: its own class, by default after the directive's name.
        """
        classes = [f"tandem-{style or self.name}", *self.options.get("class", [])]
        found = self.node_class(classes=classes, **attributes)
        self.set_source_info(found)
        self.add_name(found)
        return found


# What MyST gives a directive does not know its place in the page, so an exercise
# says so while it is being parsed.
_IN_EXERCISE = "tandem_in_exercise"


class LessonBox(LessonDirective):
    """A box with a title of its kind and, if the author gives one, a title of its own."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    title_class: type[nodes.title] = nodes.title

    def run(self) -> list[nodes.Node]:
        """Make the box."""
        if not self.content and not is_myst(self.state):
            self.take_title_for_text()
        self.assert_has_content()
        return [self.box()]

    def take_title_for_text(self) -> None:
        """Give back to the text what docutils took for a title: lines without an empty one before.

        https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html#directives
        """
        if not self.arguments:
            return
        lines = [*self.arguments[0].splitlines(), *[""] * bool(self.content)]
        source, line = self.get_source_info()
        places = [(source, line - 1 + number) for number in range(len(lines))]
        self.content = StringList(lines, items=places) + self.content
        self.content_offset = max(0, self.content_offset - len(lines))
        self.arguments = []

    def box(self) -> nodes.Element:
        """Return the box with its content."""
        box = self.new_node()
        title = self.title_class("", "", *self.words(), translatable=False)
        self.set_source_info(title)
        box += title
        self.state.nested_parse(self.content, self.content_offset, box)
        return box

    def words(self) -> list[nodes.Node]:
        """Return the title: the kind, and the author's words, which translators see."""
        kind = boxes()[self.name][1]
        words: list[nodes.Node] = [nodes.inline(kind, kind, classes=["tandem-kind"])]
        if self.arguments:
            words += [nodes.Text(f"{label('')} "), self.author_title()]
        return words

    def author_title(self) -> nodes.inline:
        """Return the author's title as a text of its own in the page's catalog."""
        text = self.arguments[0]
        children, messages = self.parse_inline(text)
        inline = nodes.inline(text, "", *children, *messages, translatable=True)
        self.set_source_info(inline)
        # Sphinx dissolves a translatable inline and puts its content last in its parent
        # (``RemoveTranslatableInline``), so it needs a parent of its own.
        return nodes.inline("", "", inline, classes=["tandem-title"])


class Checklist(LessonBox):
    """A list whose points readers can tick, each under an id that all languages share."""

    def box(self) -> nodes.Element:
        """Return the box; a point is known by its words, so that others may come before it."""
        box, document = super().box(), self.state.document
        for item in box.findall(nodes.list_item):
            if not item["ids"]:
                item["ids"].append(anchor("check", item.astext()[:60], document.ids))
                document.set_id(item)
        return box


class Callout(LessonBox):
    """A remark beside the main line; the author's title takes the place of the kind."""

    def words(self) -> list[nodes.Node]:
        """Return the author's title, or the kind where there is none."""
        return [self.author_title()] if self.arguments else super().words()


class TimedBox(LessonBox):
    """A box that may say how long something takes."""

    option_spec: ClassVar[OptionSpec] = {
        **LessonBox.option_spec,
        "minutes": options.unchanged_required,
    }

    def box(self) -> nodes.Element:
        """Return the box with its minutes, if it has any."""
        box = super().box()
        if self.minutes is not None:
            box["minutes"] = self.minutes
        return box

    @cached_property
    def minutes(self) -> int | None:
        """The minutes, or ``None`` where the author gives none."""
        given = self.options.get("minutes")
        if given is None:
            return None
        if re.fullmatch(r"[0-9]{1,4}", given.strip()):
            return int(given)
        warn(
            "lesson-minutes",
            "the minutes of %s are a whole number, not %r. "
            "It is shown without them. Write, for example, `:minutes: 10`.",
            self.get_location(),
            {"exercise": "an exercise", "demo": "a demo"}.get(self.name, "a note"),
            given,
        )
        return None


class InstructorNote(TimedBox):
    """A note for whoever teaches; its minutes are those of teaching its section."""

    node_class = instructor_note

    def box(self) -> nodes.Element:
        """Return the note, with whatever its content puts elsewhere on a page."""
        with reading_note(self.state.document) as elsewhere:
            box = super().box()
        box += elsewhere
        box[AUDIENCE] = INSTRUCTOR
        return box


def _flag(given: str | None) -> None:
    """Read an option without a value; with docutils' own flag, MyST lets a value pass.

    :raises ValueError: when there is a value, which would say nothing.
    """
    if given and given.strip():
        raise ValueError(f"it takes no value, so {given.strip()!r} says nothing: delete the value")


class Activity(TimedBox):
    """An exercise or a demo; its anchor stays when others are added before it."""

    option_spec: ClassVar[OptionSpec] = {
        **TimedBox.option_spec,
        "optional": _flag,
        "lines": options.nonnegative_int,
        "objectives": options.positive_int_list,
    }
    title_class = activity_title

    def box(self) -> nodes.Element:
        """Return the box with its anchor."""
        outside = self.env.temp_data.get(_IN_EXERCISE)
        self.env.temp_data[_IN_EXERCISE] = outside or self.name == "exercise"
        try:
            box = super().box()
        finally:
            self.env.temp_data[_IN_EXERCISE] = outside
        if not box["ids"]:
            document = self.state.document
            words = next(filter(str.strip, [*self.arguments, *self.content]), "")
            box["ids"].append(anchor(self.name, words, document.ids))
            document.set_id(box)
        if "lines" in self.options:
            box["lines"] = self.options["lines"]
        if "objectives" in self.options:
            box["objectives"] = self.options["objectives"]
        if "optional" in self.options:
            box["classes"].append("tandem-optional")
        return box

    def words(self) -> list[nodes.Node]:
        """Return the title with the minutes that it takes, and whether it is optional."""
        words = super().words()
        if text := effort_text(self.minutes, "optional" in self.options):
            words += [nodes.Text(" "), nodes.inline(text, text, classes=["tandem-minutes"])]
        return words


class Fold(LessonBox):
    """A hint or a solution inside an exercise: closed until the reader opens it."""

    node_class = fold
    title_class = fold_title


class Solution(Fold):
    """The answer to an exercise."""

    def run(self) -> list[nodes.Node]:
        """Make the fold, and warn if it is outside an exercise."""
        if not self.env.temp_data.get(_IN_EXERCISE):
            warn(
                "lesson-solution",
                "this solution is outside an exercise, so no list of exercises and no handout "
                "can tell what it answers. Put it inside its `exercise`, which needs more colons "
                "than the solution.",
                self.get_location(),
            )
        return super().run()


class Hint(Fold):
    """A hint inside an exercise; elsewhere the admonition that Sphinx knows.

    :cvar elsewhere: that admonition, which has no title, and options of its own.
    """

    elsewhere: ClassVar[type[Directive]] = AdmonitionHint

    @classmethod
    def replace(cls, directive: type[Directive] | None) -> None:
        """Take the place of the directive that was registered under this name before."""
        if directive is not None and not issubclass(directive, LessonDirective):
            cls.elsewhere = directive
        cls.option_spec = {**(cls.elsewhere.option_spec or {}), **Fold.option_spec}

    def run(self) -> list[nodes.Node]:
        """Make the fold, or the admonition outside an exercise."""
        if self.env.temp_data.get(_IN_EXERCISE):
            return super().run()
        self.take_title_for_text()
        given = "arguments options content lineno content_offset block_text state state_machine"
        arguments = [getattr(self, name) for name in given.split()]
        return list(self.elsewhere(self.name, *arguments).run())


# -- What is filled in when every page has been read, see :mod:`.timetable` --------------------------


def _whole_number(text: str | None) -> int:
    return int(options.nonnegative_int(text or ""))


class ExerciseList(LessonDirective):
    """A list of exercises, with links."""

    option_spec: ClassVar[OptionSpec] = {
        **LessonDirective.option_spec,
        "lessons": options.unchanged_required,
    }
    node_class: type[nodes.Element] = exercise_list

    def run(self) -> list[nodes.Node]:
        """Make the node that stands for the list."""
        return [self.new_node(lessons=[self.page(name) for name in self.names()])]

    def names(self) -> list[str]:
        """Return what the option ``lessons`` names."""
        return str(self.options.get("lessons", "")).replace(",", " ").split()

    def page(self, name: str) -> str:
        """Return the page that an author means here, beside this one or from the top."""
        path = docname_join(self.env.docname, name)
        return path.removesuffix(".md").removesuffix(".rst")


class Schedule(ExerciseList):
    """A timetable of lessons, computed from their minutes."""

    has_content = True
    option_spec: ClassVar[OptionSpec] = {
        **ExerciseList.option_spec,
        "break-every": _whole_number,
        "break": _whole_number,
    }
    node_class = schedule

    def run(self) -> list[nodes.Node]:
        """Make the node that stands for the timetable."""
        found = self.new_node()
        sessions, problems = read_sessions("\n".join(self.content))
        for line, message in problems:
            warn(
                "lesson-schedule",
                "%s. This part of the schedule is left out.",
                (self.env.docname, self._line(line)),
                message[0].upper() + message[1:],
            )
        alone = Session(lessons=tuple((name, 0) for name in self.names()))
        found += [self._session(session) for session in sessions or [alone]]
        return [found]

    def _session(self, session: Session) -> schedule_session:
        every, pause = session.break_every, session.break_minutes
        rhythm = Breaks()
        node = schedule_session(
            lessons=[(self.page(name), self._line(line)) for name, line in session.lessons],
            self_study=session.is_self_study,
            after=session.after,
            break_every=self.options.get("break-every", rhythm.every) if every is None else every,
            break_minutes=self.options.get("break", rhythm.minutes) if pause is None else pause,
        )
        if session.title:
            node += self._words(session.title, session.line)
        node += [self._task(task) for task in session.tasks]
        return node

    def _task(self, task: Task) -> schedule_task:
        text = task.title
        if task.link:
            shape = "[{}]({})" if is_myst(self.state) else "`{} <{}>`__"
            text = shape.format(task.title, task.link)
        return schedule_task("", self._words(text, task.line), minutes=task.minutes)

    def _words(self, text: str, line: int) -> nodes.paragraph:
        """Return words of the author, which translators see."""
        children, messages = self.parse_inline(text, lineno=self._line(line))
        paragraph = nodes.paragraph(text, "", *children, *messages)
        paragraph.source, paragraph.line = self.get_source_info()[0], self._line(line)
        return paragraph

    def _line(self, line: int) -> int:
        """Return a line of the body as a line of the page."""
        # MyST counts from the directive, docutils from the top of the page.
        start = self.lineno if is_myst(self.state) else 0
        return start + self.content_offset + line + 1


class TeachingMaterial(LessonDirective):
    """A table of links to the instructor edition, slides and handouts of each lesson."""

    node_class = teaching_material

    def run(self) -> list[nodes.Node]:
        """Make the node that stands for the table."""
        return [self.new_node("material")]


_FILLED_LATER: dict[str, type[Directive]] = {
    "schedule": Schedule,
    "exercise-list": ExerciseList,
    "teaching-material": TeachingMaterial,
}
