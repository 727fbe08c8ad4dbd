"""What authors of lessons are told, each kind declared once."""

from __future__ import annotations

from typing import Any

from sphinx.util import logging

logger = logging.getLogger(__name__)

#: What each code means; the page is shown all the same.
MISUSES = {
    "lesson-minutes": "The minutes of an exercise, a demo or a note are not a whole number.",
    "lesson-solution": "A solution stands outside an exercise.",
    "lesson-objectives": "A lesson has no objectives.",
    "lesson-keypoints": "A lesson has more than one list of key points.",
    "lesson-fence": "A box without a name holds what follows a box of a lesson.",
    "lesson-sum": "The minutes of a lesson do not add up.",
    "lesson-front-matter": "What `lesson` says in the front matter is no number of minutes.",
    "lesson-schedule": "A schedule cannot be read, names a lesson that is not there, or holds something too long for its breaks.",
    "lesson-exercise-list": "A list of exercises finds none.",
    "lesson-edition": "A page stands where the instructor edition of a lesson belongs.",
}


def warn(code: str, message: str, location: Any, *values: object) -> None:
    """Tell an author of one misuse, at its place.

    :param code: one of :data:`MISUSES`.
    :param message: what happened, what it means and what to do, with places for *values*.
    :param location: where, as Sphinx takes it.
    :raises KeyError: when the code is not declared.
    """
    MISUSES[code]  # an undeclared code must fail where it is used
    logger.warning(
        message, *values, location=location, type="lesson", subtype=code.removeprefix("lesson-")
    )
