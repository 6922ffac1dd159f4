"""Print which test holds which clause of the NGSI-LD API: `python tools/clauses.py`.

A test of the NGSI-LD gate says in its docstring which clauses it is about, by their
numbers: `5.8.1 and 5.8.3 to 5.8.5.` What is below a clause belongs to it: 5.6.1.4 says
5.6.1.

Source: ETSI GS CIM 009 v1.8.1, clauses 5.5 to 5.15 and 6; v1.9.1 for 5.6.21, 5.14,
5.16, 6.32 and 6.34 to 6.38.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
TESTS = ROOT / "tests" / "gates" / "ngsi_ld"

CLAUSES = {
    "5.5.2": "kinds of errors",
    "5.5.3": "what an error says",
    "5.5.4": "what makes data wrong",
    "5.5.5": "the @context where none is said",
    "5.5.6": "how operations are executed",
    "5.5.7": "names expanded and compacted",
    "5.5.8": "partial update",
    "5.5.9": "pages",
    "5.5.10": "tenants",
    "5.5.11": "one entity several times in a batch",
    "5.5.12": "merge patch",
    "5.5.14": "pages across sources",
    "5.5.15": "what is asked of a snapshot",
    "5.6.1": "create an entity",
    "5.6.2": "update attributes",
    "5.6.3": "append attributes",
    "5.6.4": "update an attribute partially",
    "5.6.5": "delete an attribute",
    "5.6.6": "delete an entity",
    "5.6.7": "create many",
    "5.6.8": "create or update many",
    "5.6.9": "update many",
    "5.6.10": "delete many",
    "5.6.11": "create or extend a past",
    "5.6.12": "add to a past",
    "5.6.13": "delete an attribute from a past",
    "5.6.14": "change an instance of a past",
    "5.6.15": "delete an instance of a past",
    "5.6.16": "delete a past",
    "5.6.17": "merge an entity",
    "5.6.18": "replace an entity",
    "5.6.19": "replace an attribute",
    "5.6.20": "merge many",
    "5.6.21": "purge entities",
    "5.7.1": "retrieve an entity",
    "5.7.2": "query entities",
    "5.7.3": "retrieve a past",
    "5.7.4": "query pasts",
    "5.7.5": "types there are",
    "5.7.6": "details of types",
    "5.7.7": "one type",
    "5.7.8": "attributes there are",
    "5.7.9": "details of attributes",
    "5.7.10": "one attribute",
    "5.8.1": "create a subscription",
    "5.8.2": "update a subscription",
    "5.8.3": "retrieve a subscription",
    "5.8.4": "query subscriptions",
    "5.8.5": "delete a subscription",
    "5.8.6": "notifications",
    "5.9.2": "register a context source",
    "5.9.3": "update a registration",
    "5.9.4": "delete a registration",
    "5.10.1": "retrieve a registration",
    "5.10.2": "query registrations",
    "5.11.2": "subscribe to registrations",
    "5.11.3": "update such a subscription",
    "5.11.4": "retrieve such a subscription",
    "5.11.5": "query such subscriptions",
    "5.11.6": "delete such a subscription",
    "5.11.7": "notifications of registrations",
    "5.12": "which registrations match",
    "5.13.2": "add an @context",
    "5.13.3": "list @contexts",
    "5.13.4": "serve an @context",
    "5.13.5": "delete or reload an @context",
    "5.14.1": "retrieve an entity map",
    "5.14.2": "update an entity map",
    "5.14.3": "delete an entity map",
    "5.14.4": "make an entity map of entities",
    "5.14.5": "make an entity map of pasts",
    "5.15": "who a context source is",
    "5.16.1": "make a snapshot",
    "5.16.2": "clone a snapshot",
    "5.16.3": "retrieve a snapshot",
    "5.16.4": "update a snapshot",
    "5.16.5": "delete a snapshot",
    "5.16.7": "purge snapshots",
    "6.3.2": "codes of errors",
    "6.3.3": "errors in answers",
    "6.3.4": "media types",
    "6.3.5": "where the @context is said",
    "6.3.6": "headers of answers",
    "6.3.7": "representations of entities",
    "6.3.8": "notifications by HTTP",
    "6.3.9": "notifications of registrations by HTTP",
    "6.3.10": "pages by HTTP",
    "6.3.11": "system attributes",
    "6.3.12": "representations of pasts",
    "6.3.13": "counting",
    "6.3.14": "tenants by HTTP",
    "6.3.15": "GeoJSON",
    "6.3.17": "warnings of distributed operations",
    "6.3.18": "local operations",
    "6.3.20": "unknown parameters",
    "6.4": "/entities",
    "6.5": "/entities/{id}",
    "6.6": "/entities/{id}/attrs",
    "6.7": "/entities/{id}/attrs/{name}",
    "6.8": "/csourceRegistrations",
    "6.9": "/csourceRegistrations/{id}",
    "6.10": "/subscriptions",
    "6.11": "/subscriptions/{id}",
    "6.12": "/csourceSubscriptions",
    "6.13": "/csourceSubscriptions/{id}",
    "6.14": "/entityOperations/create",
    "6.15": "/entityOperations/upsert",
    "6.16": "/entityOperations/update",
    "6.17": "/entityOperations/delete",
    "6.18": "/temporal/entities",
    "6.19": "/temporal/entities/{id}",
    "6.20": "/temporal/entities/{id}/attrs",
    "6.21": "/temporal/entities/{id}/attrs/{name}",
    "6.22": "/temporal/entities/{id}/attrs/{name}/{instance}",
    "6.23": "/entityOperations/query",
    "6.24": "/temporal/entityOperations/query",
    "6.25": "/types",
    "6.26": "/types/{type}",
    "6.27": "/attributes",
    "6.28": "/attributes/{name}",
    "6.29": "/jsonldContexts",
    "6.30": "/jsonldContexts/{id}",
    "6.31": "/entityOperations/merge",
    "6.32": "/entityMaps/{id}",
    "6.34": "/entityMaps",
    "6.35": "/temporal/entityMaps",
    "6.36": "/snapshots",
    "6.37": "/snapshots/{id}",
    "6.38": "/snapshots/{id}/clone",
}

#: Clauses that no test holds, and why.
EXCEPTIONS = {}

_NUMBER = re.compile(
    r"(?<![\d.v])([56](?:\.\d+){1,3})(?:\s+to\s+([56](?:\.\d+){1,3}))?(?![\d.]*\d)"
)


def held() -> dict[str, list[str]]:
    """Return the tests of each clause, as `file::test`."""
    found: dict[str, list[str]] = {clause: [] for clause in CLAUSES}
    for test, number in _said():
        for clause in CLAUSES:
            if f"{number}.".startswith(f"{clause}."):
                found[clause].append(test)
    return found


def _said() -> Iterator[tuple[str, str]]:
    """Yield the tests of the gate with the numbers in their docstrings."""
    for path in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                name = f"{path.relative_to(TESTS)}::{node.name}"
                for number in numbers(ast.get_docstring(node) or ""):
                    yield name, number


def numbers(text: str) -> Iterator[str]:
    """Yield the clauses a text names; `5.8.1 to 5.8.3` are three."""
    for first, last in _NUMBER.findall(text):
        yield first
        above, _, begin = first.rpartition(".")
        if last.startswith(f"{above}."):
            end = int(last.rpartition(".")[2])
            yield from (
                f"{above}.{number}" for number in range(int(begin) + 1, end + 1)
            )


if __name__ == "__main__":
    for clause, tests in held().items():
        print(f"{clause:8}{CLAUSES[clause]}")
        for test in tests or [EXCEPTIONS.get(clause, "NO TEST")]:
            print(f"        {test}")
