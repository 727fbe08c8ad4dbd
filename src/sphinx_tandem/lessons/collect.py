"""Records what each lesson holds while its page is read, and tells authors what is wrong with it.

Whatever is made of lessons later (timetables, lists, handouts) uses these records,
not the pages.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import yaml
from docutils import nodes
from sphinx.util import logging

from ..site.options import current_language, site_of
from ..site.pagedata import in_reading_order, page_data, source_text
from ..text.yaml_lines import read_front_matter
from ..translate.passages import audience, with_parents
from ..upstream.extensions import is_component
from .model import DEMO, EXERCISE, Activity, Lesson, Part, rows_of
from .nodes import NUMBER, fold, heading_text, instructor_note, number_exercises, title_part

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)

#: What each code means; the page is shown all the same.
LESSON_WARNINGS = {
    "lesson-directive": "Another extension has a directive of lessons too.",
    "lesson-minutes": "The minutes of an exercise, a demo or a note are not a whole number.",
    "lesson-untimed": "An exercise or a demonstration of a lesson has no minutes.",
    "lesson-solution": "A solution is outside an exercise, or is not the only one in it.",
    "lesson-unsolved": "An exercise has no solution, though others of its lesson have one.",
    "lesson-untitled": "An exercise has no title.",
    "lesson-nested": "An exercise is inside another.",
    "lesson-verb": "An objective says what nobody can see, such as `understand`.",
    "lesson-practice": "No exercise practises an objective, or one names an objective that is not there.",
    "lesson-objectives": "A lesson has no objectives.",
    "lesson-keypoints": "A lesson has more than one list of key points.",
    "lesson-fence": "What follows a box of a lesson is in a box without a name.",
    "lesson-sum": "The minutes of a lesson do not add up.",
    "lesson-front-matter": "What `lesson` says in the front matter has an unknown key, or a value that is not a number of minutes.",
    "lesson-schedule": "A schedule cannot be read, names a lesson that is not there, or contains something too long for its breaks.",
    "lesson-exercise-list": "A list of exercises finds none.",
    "lesson-slide": "A slide has far more on it than anybody can read, or nothing but its title.",
    "lesson-edition": "A page is in the place of the instructor edition of a lesson.",
}


def warn(code: str, message: str, location: Any, *values: object) -> None:
    """Tell an author what is wrong with a lesson, at its place.

    :param code: one of :data:`LESSON_WARNINGS`.
    :param message: what happened, what it means and what to do, with places for *values*.
    :raises KeyError: when the code is not declared.
    """
    LESSON_WARNINGS[code]  # an undeclared code must fail where it is used
    logger.warning(
        message, *values, location=location, type="lesson", subtype=code.removeprefix("lesson-")
    )


def lessons_of(env: BuildEnvironment) -> dict[str, Lesson]:
    """Return the lessons of the site by the names of their pages."""
    return page_data(env, "tandem_lessons")


def activities_of(env: BuildEnvironment) -> dict[str, tuple[Activity, ...]]:
    """Return the exercises and demonstrations of every page that has some, lesson or not."""
    return page_data(env, "tandem_activities")


#: How many letters a block of a lesson has in the source language.
LETTERS = "tandem_letters"
#: The pages with lists whose points can be ticked.
CHECKLISTS = "tandem_checklists"
_FIELD = "lesson"
_HOW = "It is left out. Write, for example, `lesson: {teaching: 30, exercises: 20}`."
_WORDS = "tandem_words"
_KINDS = {"tandem-exercise": EXERCISE, "tandem-demo": DEMO}
# What is not read out, or has minutes of its own.
_ASIDE = (fold, instructor_note, nodes.literal_block, nodes.footnote, nodes.comment)


def _front_matter(env: BuildEnvironment, document: nodes.document) -> str | None:
    """Return what the front matter of the page that is being read says about its lesson.

    MyST has noted its front matter by now; in reStructuredText it is the list of fields
    at the top, which Sphinx notes only at the end.
    """
    text = env.metadata[env.docname].get(_FIELD)
    first = next((node for node in document if not isinstance(node, nodes.comment)), None)
    if text is None and isinstance(first, nodes.field_list):
        for field in first.findall(nodes.field):
            if field[0].astext() == _FIELD:
                return field[1].astext()
    return None if text is None else str(text)


def count_words(app: Sphinx, env: BuildEnvironment, document: nodes.document) -> None:
    """Count the words of each section before they are translated.

    A lesson must take as long in every language, so the source language decides.
    """
    if _front_matter(env, document) is None:
        return
    for section in document.findall(nodes.section):
        words = [text.astext().split() for text in _own_texts(section)]
        section.attributes[_WORDS] = sum(map(len, words))
    # Every language gets the same slides.
    for block in document.findall(nodes.Element):
        if isinstance(block, nodes.TextElement | nodes.entry) and not isinstance(
            block, nodes.Inline
        ):
            block.attributes[LETTERS] = len(block.astext())


def _own_texts(section: nodes.Element) -> Iterator[nodes.Node]:
    """Yield the texts that are in a section, but not in a section within it."""
    for child in section.children:
        if isinstance(child, nodes.Text):
            yield child
        elif (
            isinstance(child, nodes.Element)
            and not isinstance(child, (nodes.section, *_ASIDE))
            and _KINDS.keys().isdisjoint(child["classes"])
        ):
            yield from _own_texts(child)


def note_lesson(app: Sphinx, env: BuildEnvironment, document: nodes.document) -> None:
    """Record the lesson, once its titles are translated and before its notes leave the page."""
    docname = env.docname
    number_exercises(box for box in _boxes(document) if "tandem-exercise" in box["classes"])
    if found := tuple(activities(document)):
        activities_of(env)[docname] = found
        _check_fences(document)
    if any(items(document)):
        page_data(env, CHECKLISTS)[docname] = True
    minutes = _minutes(env, document)
    top = next(iter(document.findall(nodes.section)), None)
    if minutes is None or top is None:
        return
    lesson = lessons_of(env)[docname] = Lesson(
        docname,
        heading_text(top),
        minutes["teaching"],
        minutes.get("exercises"),
        tuple(_parts(top)),
        tuple(_points(document, "tandem-objectives")),
        tuple(_points(document, "tandem-prerequisites")),
    )
    _check_boxes(env, document)
    _check_minutes(lesson, document)
    _check_exercises(document)
    _check_objectives(document)
    for message in wrong_sums(lesson):
        warn("lesson-sum", "%s", _field_place(env), message)
    for section in document.findall(nodes.section):
        section.attributes.pop(_WORDS, None)


def _minutes(env: BuildEnvironment, document: nodes.document) -> dict[str, int] | None:
    """Return the minutes in the front matter, ``None`` if the page is no lesson."""
    text = _front_matter(env, document)
    if text is None:
        return None
    try:
        given = yaml.safe_load(text)
    except yaml.YAMLError:
        given = text
    found, wrong = {"teaching": 0}, []
    if not isinstance(given, dict):
        wrong.append(f"is {text!r}, which does not say what the minutes are for.")
        given = {}
    for key, value in given.items():
        if key not in ("teaching", "exercises"):
            near = get_close_matches(str(key), ("teaching", "exercises"), n=1)
            mean = (
                f"did you mean `{near[0]}`?" if near else "it may have `teaching` and `exercises`."
            )
            wrong.append(f"has no key `{key}`; {mean}")
        elif type(value) is int and value >= 0:
            found[key] = value
        else:
            wrong.append(f"contains {key!r}: {value!r}, which is not a number of minutes.")
    for said in wrong:
        message = f"`lesson` in the front matter {said} {_HOW}"
        warn("lesson-front-matter", "%s", _field_place(env), message)
    return found


def _field_place(env: BuildEnvironment) -> tuple[str, int]:
    """Return where the page that is being read says how long its lesson takes."""
    fields = read_front_matter(source_text(env, env.docname))
    return env.docname, fields[_FIELD].line if _FIELD in fields else 1


def _check_fences(document: nodes.document) -> None:
    """Find boxes that were opened by a line meant to close something."""
    for box in document.findall(nodes.container):
        is_bare = box.get("is_div") and not box["classes"] and not is_component(box, "")
        if is_bare and _holds_matter(box):
            warn(
                "lesson-fence",
                "a line of colons without a name opens a box here, and what follows ends up "
                "inside it: its headings are not sections, and no table of contents lists "
                "them. Usually the box above has no more colons than one inside it: give the "
                "outer one more.",
                box,
            )


def _check_boxes(env: BuildEnvironment, document: nodes.document) -> None:
    boxes = [name for node in _boxes(document) for name in node["classes"]]
    if "tandem-objectives" not in boxes:
        warn(
            "lesson-objectives",
            "The lesson has no objectives, so nobody can tell in advance what it is good for. "
            "Say in an `objectives` box what people will be able to do afterwards.",
            (env.docname, 1),
        )
    if boxes.count("tandem-keypoints") > 1:
        warn(
            "lesson-keypoints",
            "The lesson has more than one list of key points, so none of them is its summary. "
            "Join them in one `keypoints` box.",
            (env.docname, 1),
        )


def _check_exercises(document: nodes.document) -> None:
    exercises = [box for box in _boxes(document) if "tandem-exercise" in box["classes"]]
    around = {
        id(box): [one for one in with_parents(box.parent) if one in exercises] for box in exercises
    }
    solutions: dict[int, int] = {id(box): 0 for box in exercises}
    for box in _boxes(document):
        if "tandem-solution" in box["classes"]:
            inner = next((one for one in with_parents(box) if id(one) in solutions), None)
            if inner is not None and _tab(box) is None:
                solutions[id(inner)] += 1
    for box in exercises:
        number = solutions[id(box)]
        if around[id(box)]:
            warn(
                "lesson-nested",
                "this exercise stands inside another, so its minutes count twice and it has no "
                "slide of its own. Put it behind the other one, and look at the colons that close "
                "them.",
                box,
            )
        title = box[0]
        assert isinstance(title, nodes.Element)  # noqa: S101  # for the type checker
        if not title_part(title, "title"):
            warn(
                "lesson-untitled",
                "this exercise has no title, so timetables, lists and a learner's own answers "
                "call it no more than an exercise. Write a title behind its name.",
                box,
            )
        if number > 1:
            warn(
                "lesson-solution",
                "this exercise has %d solutions, and nobody can tell which of them is right. Join "
                "them in one `solution`.",
                box,
                number,
            )
        if not number and any(solutions.values()) and not any(_inside(box, "tandem-solution")):
            warn(
                "lesson-unsolved",
                "this exercise has no solution, though others of the lesson have one, so sheets "
                "with solutions have none for it. Add a `solution` inside it, if only one that "
                "says what a good answer holds.",
                box,
            )


def _inside(box: nodes.Element, name: str) -> Iterator[nodes.admonition]:
    return (one for one in box.findall(nodes.admonition) if name in one["classes"])


# How objectives begin that nobody can observe, in English and in Spanish; other languages
# of a site are translations of these.
_UNSEEN = re.compile(
    r"((?:understand|know|learn|appreciate|grasp|realise|realize|be aware|be(?:come)? familiar)\b"
    r"|entend|entiend|comprend|conoc|conozc|saber|sabrás|sepa|aprend|familiariz|apreci)",
    re.IGNORECASE,
)


def _check_objectives(document: nodes.document) -> None:
    """Find objectives that nobody can observe, and those that nothing practises."""
    points = [
        point
        for box in _boxes(document)
        if "tandem-objectives" in box["classes"]
        for point in box.findall(nodes.list_item)
    ]
    for point in points:
        if found := _UNSEEN.match(" ".join(point.astext().split())):
            warn(
                "lesson-verb",
                "the objective begins with %r, which nobody can see somebody do. Say what people "
                "will do when they can: explain, choose, compute, draw, …",
                point,
                found[0],
            )
    named: list[tuple[nodes.Element, int]] = []
    for exercise in _boxes(document):
        numbers: list[int] = exercise.get("objectives", [])
        named += [(exercise, number) for number in numbers]
    for exercise_box, number in named:
        if not 1 <= number <= len(points):
            warn(
                "lesson-practice",
                "this exercise practises objective %d, but the lesson has %d.",
                exercise_box,
                number,
                len(points),
            )
    practised = {one for _box, one in named}
    for place, point in enumerate(points if named else (), 1):
        if place not in practised:
            warn(
                "lesson-practice",
                "no exercise practises objective %d, %r. Add its number to the `:objectives:` of "
                "one, or an exercise for it.",
                point,
                place,
                " ".join(point.astext().split()),
            )


def _check_minutes(lesson: Lesson, document: nodes.document) -> None:
    """Find what would be done in no time, because nobody says how long it takes."""
    given = {one.anchor for one in lesson.activities if one.minutes is not None}
    timed = given | {row.anchor for row in rows_of(lesson) if row.minutes}
    sets = {one.tab[0] for one in lesson.activities if one.tab and one.anchor in timed}
    anchors = {
        one.anchor: one
        for one in lesson.activities
        if one.anchor not in timed and not (one.tab and one.tab[0] in sets)
    }
    for box in _boxes(document):
        one = next((anchors[name] for name in box["ids"] if name in anchors), None)
        if one:
            warn(
                "lesson-untimed",
                "this %s has no minutes, so timetables, the clock and kits give it no time. "
                "Write, for example, `:minutes: 5` below its first line.",
                box,
                one.kind,
            )


def wrong_sums(lesson: Lesson) -> Iterator[str]:
    """Say which minutes of a lesson do not add up."""
    given, told = lesson.given(EXERCISE), lesson.exercises
    complete = all(one.minutes is not None for one in lesson.taken if one.kind == EXERCISE)
    if told is not None and (given > told or (complete and given != told)):
        yield (
            f"The front matter gives {told} minutes to exercises, but those on the page take "
            f"{given}. Timetables would be wrong; change one of the two, or leave `exercises` "
            "out of the front matter: it will be the sum."
        )
    taken = lesson.given(DEMO) + sum(part.minutes or 0 for part in lesson.parts)
    none_is_free = bool(lesson.parts) and all(part.minutes is not None for part in lesson.parts)
    if taken > lesson.teaching or (none_is_free and taken < lesson.teaching):
        yield (
            f"The front matter gives {lesson.teaching} minutes to teaching, but demonstrations and "
            f"the minutes in instructor notes take {taken}. Timetables would be wrong; "
            "change one of the two."
        )


def _holds_matter(box: nodes.Element) -> bool:
    """Say whether a box holds headings, or boxes of lessons."""
    if any("level" in heading for heading in box.findall(nodes.rubric)):
        return True
    boxes = box.findall(nodes.admonition)
    return any(name.startswith("tandem-") for found in boxes for name in found["classes"])


def _boxes(node: nodes.Node) -> Iterator[nodes.admonition]:
    """Yield the boxes within a node that learners see: those of notes leave the page."""
    yield from (box for box in node.findall(nodes.admonition) if not audience(box))


def activities(node: nodes.Node) -> Iterator[Activity]:
    """Yield the exercises and demonstrations within a node that learners see."""
    for box in _boxes(node):
        kind = next((_KINDS[name] for name in box["classes"] if name in _KINDS), "")
        if kind:
            anchor, optional = next(iter(box["ids"]), ""), "tandem-optional" in box["classes"]
            about = (title_part(box, "title"), anchor, box.get("minutes"), optional)
            yield Activity(kind, *about, _tab(box), box.get(NUMBER, 0))


def _tab(box: nodes.Element) -> tuple[str, int] | None:
    """Return the set of tabs that a box stands in, and which of its tabs that is.

    A set is named after the first box in it, as its own ids are not stable.
    """
    parents = [one for one in with_parents(box) if isinstance(one, nodes.Element)]
    for item, tabs in reversed(list(itertools.pairwise(parents))):
        if is_component(tabs, "tab-set") and is_component(item, "tab-item"):
            timed = (one for one in _boxes(tabs) if not _KINDS.keys().isdisjoint(one["classes"]))
            return next(iter(next(timed)["ids"]), ""), tabs.index(item)
    return None


def items(document: nodes.document) -> Iterator[nodes.list_item]:
    """Yield the points that readers can tick."""
    for box in _boxes(document):
        if not _TICKED.isdisjoint(box["classes"]):
            yield from box.findall(nodes.list_item)


_TICKED = {"tandem-checklist", "tandem-prerequisites"}


def _points(document: nodes.document, name: str) -> Iterator[str]:
    """Yield what the boxes of a kind say: the points of their lists, or their paragraphs."""
    for box in _boxes(document):
        if name in box["classes"]:
            points: list[nodes.Element] = list(box.findall(nodes.list_item))
            points = points or list(box.findall(nodes.paragraph))
            yield from (" ".join(point.astext().split()) for point in points)


def _parts(top: nodes.section) -> Iterator[Part]:
    """Yield what comes before the first section, and then the sections."""
    # Looked at where it stands: a node that is moved would leave its page.
    before = [child for child in top.children if not isinstance(child, nodes.section)]
    opening = _part(top, "", before)
    if opening.words or opening.activities or opening.minutes is not None:
        yield opening
    for section in top.children:
        if isinstance(section, nodes.section):
            yield _part(section, next(iter(section["ids"]), ""), section.children)


def _part(section: nodes.section, anchor: str, children: Sequence[nodes.Node]) -> Part:
    """Return a part of a lesson, with the minutes that instructor notes give it."""
    notes = [note for child in children for note in child.findall(instructor_note)]
    noted = [note["minutes"] for note in notes if note.get("minutes") is not None]
    sections = [section, *(found for child in children for found in child.findall(nodes.section))]
    return Part(
        heading_text(section),
        anchor,
        sum(found.attributes.get(_WORDS, 0) for found in sections),
        sum(noted) if noted else None,
        tuple(found for child in children for found in activities(child)),
    )


def chosen_below(env: BuildEnvironment, docname: str, chosen: Collection[str]) -> list[str]:
    """Return the page itself if it is chosen, else the chosen pages below it, else all of them."""
    if docname in chosen:
        return [docname]
    for top in (docname, str(env.config.root_doc)):
        if found := [name for name in in_reading_order(env, top) if name in chosen]:
            return found
    return sorted(chosen)


def lessons_below(env: BuildEnvironment, docname: str) -> list[Lesson]:
    """Return the lesson on the page itself, else the lessons below it, else all of the site."""
    lessons = lessons_of(env)
    return [lessons[name] for name in chosen_below(env, docname, lessons)]


def lessons_in(env: BuildEnvironment, docname: str) -> list[Lesson]:
    """Return the lessons of the course on a page: those that its own table of contents names."""
    lessons = lessons_of(env)
    return [lessons[name] for name in env.toctree_includes.get(docname, []) if name in lessons]


def public_address(app: Sphinx, docname: str, anchor: str = "") -> str:
    """Return the public address of a page, or ``""`` where the site has none."""
    root = site_of(app.config).root(current_language(app.config))
    address = urljoin(root, app.builder.get_target_uri(docname)) if root else ""
    return f"{address}#{anchor}" if address and anchor else address


def course_of(env: BuildEnvironment, lesson: str) -> str:
    """Return the page whose contents name a lesson, or ``""``."""
    order = in_reading_order(env, str(env.config.root_doc))
    return next((name for name in order if lesson in env.toctree_includes.get(name, [])), "")
