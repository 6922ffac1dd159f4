"""What a server does not read before it is needed: memory of every installation."""

import subprocess
import sys

#: What only a child, a command or a single answer needs.
LATER = (
    "scipy",
    "sklearn",
    "pyvrp",
    "osmium",
    "reportlab",
    "PIL",
    "holidays",
    "jsonschema_rs",
    "cryptography",
    "joserfc",
    "py_vapid",
    "aiomqtt",
    "mesto.acceptance",
    "mesto.bench",
    "mesto.simulator",
)
READ = "import sys, mesto.cli.main, mesto.cli.serve; print(*sys.modules)"


def test_a_server_starts_without_what_only_some_moments_need():
    read = subprocess.check_output([sys.executable, "-c", READ], text=True).split()
    assert "mesto.app" in read
    assert set(LATER).intersection(read) == set()
