"""The check that guards the record: every problem with its file, line, column and remedy."""

from briefing.checks.package import problems
from briefing.checks.problem import Problem

__all__ = ["Problem", "problems"]
