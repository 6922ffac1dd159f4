"""What every command begins with."""

import os
import subprocess
import sys

ASKED = """
import sys
from mesto.cli.main import main
sys.argv = ["mesto", "--help"]
try:
    main()
except SystemExit:
    pass
import zen
try:
    zen.compile_expression("power > 3").evaluate({})
except RuntimeError as error:
    print("refused", "stack backtrace" in str(error).lower())
"""


def test_an_expression_that_does_not_fit_writes_no_stack():
    ran = subprocess.run(
        [sys.executable, "-c", ASKED],
        env={**os.environ, "RUST_BACKTRACE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.splitlines()[-1] == "refused False"
