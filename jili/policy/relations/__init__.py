"""Relations derived once from the register and read by many statements: every public function of these
modules that takes the relations and nothing else."""

from __future__ import annotations

import inspect
from types import ModuleType

from jili.engine.relations import Derivation, Scalar
from jili.policy.relations import assessment, care, common, conclusion, honours, people, preferences, selection, ten


def _derivations(*modules: ModuleType) -> dict[str, Derivation]:
    found: dict[str, Derivation] = {}
    for module in modules:
        for name, function in inspect.getmembers(module, inspect.isfunction):
            own = function.__module__ == module.__name__ and not name.startswith("_")
            if own and list(inspect.signature(function).parameters) == ["r"]:
                found[name] = function
    return found


DERIVATIONS = _derivations(people, assessment, honours, selection, preferences, ten, conclusion, care)
SCALARS: dict[str, Scalar] = {"y0": (common.y0, lambda r: r.known.assessment_rounds.year.max())}
