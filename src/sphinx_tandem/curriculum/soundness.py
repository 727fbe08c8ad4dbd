"""What can be wrong with a lesson as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

from .model import DEMO, EXERCISE, Lesson


def holds_matter(box: nodes.Element) -> bool:
    """Say whether a box holds headings, or boxes of lessons."""
    if any("level" in heading for heading in box.findall(nodes.rubric)):
        return True
    boxes = box.findall(nodes.admonition)
    return any(name.startswith("tandem-") for found in boxes for name in found["classes"])


def sums(lesson: Lesson) -> Iterator[str]:
    """Say which minutes of a lesson do not add up."""
    exercises = [found for found in lesson.activities if found.kind == EXERCISE]
    given = sum(found.minutes or 0 for found in exercises)
    complete = all(found.minutes is not None for found in exercises)
    told = lesson.exercises
    if told is not None and (given > told or (complete and given != told)):
        yield (
            f"The front matter gives {told} minutes to exercises, but those on the page take "
            f"{given}. Timetables would be wrong; change one of the two, or leave `exercises` "
            "out of the front matter: it is then the sum."
        )
    demos = sum(found.minutes or 0 for found in lesson.activities if found.kind == DEMO)
    noted = sum(part.minutes or 0 for part in lesson.parts)
    none_is_free = bool(lesson.parts) and all(part.minutes is not None for part in lesson.parts)
    too_much = demos + noted > lesson.teaching
    if too_much or (none_is_free and demos + noted < lesson.teaching):
        yield (
            f"The front matter gives {lesson.teaching} minutes to teaching, but demonstrations and "
            f"the minutes in instructor notes take {demos + noted}. Timetables would be wrong; "
            "change one of the two."
        )
