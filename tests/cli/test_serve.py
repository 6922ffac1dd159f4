"""What the server asks of the system it runs on."""

import resource

from mesto.cli.serve import FILES, open_many_files


def test_a_server_may_have_more_lines_open_than_systems_begin_with() -> None:
    before, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = FILES if most == resource.RLIM_INFINITY else min(FILES, most)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(1_024, allowed), most))
        open_many_files()
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (allowed, most)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (before, most))
