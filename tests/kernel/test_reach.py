"""Why a peer is not reached is said in every language."""

import socket
import ssl
from errno import EHOSTUNREACH

import aiohttp
import pytest

from mesto.kernel import reach
from mesto.kernel.reach import unreached

WHERE = "https://data.example"


def of_certificate(code):
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_code = code
    return error


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (ConnectionRefusedError(111, "Connect call failed"), reach.NOBODY),
        (socket.gaierror(-2, "Name or service not known"), reach.UNKNOWN),
        (TimeoutError(), reach.SILENT),
        (OSError(EHOSTUNREACH, "No route to host"), reach.NO_WAY),
        (ConnectionResetError(104, "reset by peer"), reach.CUT_OFF),
        (aiohttp.ServerDisconnectedError(), reach.CUT_OFF),
        (of_certificate(10), reach.OUT_OF_DATE),
        (of_certificate(62), reach.OTHER_NAME),
        (of_certificate(18), reach.UNTRUSTED),
        (ssl.SSLError(1, "WRONG_VERSION_NUMBER"), reach.NO_TLS),
    ],
)
def test_why_a_peer_is_not_reached_is_said_in_the_language_of_the_reader(error, cause):
    says = unreached(WHERE, error)
    assert says["cs"] == f"{WHERE} není dostupné: {cause['cs']}."
    assert says["sk"] == f"{WHERE} nie je dostupné: {cause['sk']}."
    assert says["sr-Cyrl"].startswith(f"{WHERE} није доступно: ")


def test_what_we_have_no_words_for_stays_as_the_system_says_it():
    says = unreached(WHERE, OSError(24, "Too many open files"))
    assert says["cs"] == f"{WHERE} není dostupné: [Errno 24] Too many open files."
