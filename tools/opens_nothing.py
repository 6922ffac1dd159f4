"""A contract of import-linter: nothing opens anything but what its name says.

Listing what is pure would let every new module be impure until somebody thinks of it.
Here everything inside is pure, and what may open something is listed, by name.
"""

from collections.abc import Iterable, Sequence

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output
from importlinter.domain.helpers import module_expressions_to_modules
from importlinter.domain.imports import ModuleExpression


class OpensNothing(Contract):
    """Modules that import nothing that opens or looks, by however long a way.

    within: packages and modules; all in them is meant
    except_for: those of them that may; wildcards `*` for a name, `**` for any path
    opens: modules that open something, or see the clock
    ignore_imports: imports that count for nothing
    """

    type_name = "opens_nothing"

    within = fields.SetField(subfield=fields.ModuleExpressionField())
    except_for = fields.SetField(subfield=fields.ModuleExpressionField())
    opens = fields.SetField(subfield=fields.StringField())
    ignore_imports = fields.SetField(
        subfield=fields.ImportExpressionField(), required=False
    )

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002, FBT001 - as the base asks
        """Find what opens something without saying so, and exceptions not needed."""
        for one in self.ignore_imports or ():
            graph.remove_import(
                importer=one.importer.expression, imported=one.imported.expression
            )
        opening = {
            module: opened
            for opened in sorted(self.opens)
            if opened in graph.modules
            for module in graph.find_downstream_modules(opened)
        }
        excepted = {one: _meant(graph, one) for one in self.except_for}
        held = {
            module
            for one in self.within
            for top in _meant(graph, one)
            for module in {top, *graph.find_descendants(top)}
        }.difference(*excepted.values())
        chains = [
            graph.find_shortest_chain(importer=module, imported=opening[module])
            for module in sorted(held.intersection(opening))
        ]
        idle = [str(one) for one, of in excepted.items() if not of & opening.keys()]
        return ContractCheck(
            kept=not chains and not idle,
            metadata={"chains": chains, "idle": sorted(idle)},
        )

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Say by which way each opens something."""
        _say("opens something", (" -> ".join(c) for c in check.metadata["chains"]))
        _say("is excepted and opens nothing", check.metadata["idle"])


def _meant(graph: ImportGraph, expression: ModuleExpression) -> set[str]:
    found = module_expressions_to_modules(graph, [expression])
    return {module.name for module in found}


def _say(what: str, lines: Iterable[str]) -> None:
    told: Sequence[str] = list(lines)
    if told:
        output.print_error(f"{what}:")
    for line in told:
        output.print_error(f"-   {line}", bold=False)
