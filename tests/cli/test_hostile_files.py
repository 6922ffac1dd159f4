"""Files that are not what they should be are refused, and lead nowhere."""

import io
import os
import tarfile
from pathlib import Path

import pytest

from mesto.gates.csv.gate import guess_file, import_file
from mesto.kernel.archive import back_up, restore
from mesto.kernel.city import City
from mesto.kernel.database import Database
from mesto.kernel.errors import CityError, Malformed, NotFound
from mesto.kernel.mapping import AttributeMapping, RecordMapping

pytestmark = pytest.mark.anyio

MAPPING = RecordMapping(
    entity="urn:ngsi-ld:WasteContainer:{id}",
    type="WasteContainer",
    attributes=(AttributeMapping(name="fillingLevel", path="level"),),
)


def a_tar(path: Path, name: str, kind: bytes = tarfile.REGTYPE) -> Path:
    with tarfile.open(path, "w") as archive:
        member = tarfile.TarInfo(name)
        member.type, member.linkname = kind, "/etc/passwd"
        member.size = 4 if kind == tarfile.REGTYPE else 0
        archive.addfile(member, io.BytesIO(b"evil"))
    return path


@pytest.fixture
def no_backups(tmp_path: Path) -> list[Path]:
    (tmp_path / "inside").mkdir()
    pipe, device = tmp_path / "pipe", tmp_path / "device"
    os.mkfifo(pipe)
    device.symlink_to("/dev/zero")
    text = tmp_path / "text"
    text.write_text("drop table ledger;")
    return [
        a_tar(tmp_path / "up.tar", "../../evil"),
        a_tar(tmp_path / "absolute.tar", f"{tmp_path}/evil"),
        a_tar(tmp_path / "link.tar", "toc.dat", tarfile.SYMTYPE),
        a_tar(tmp_path / "device.tar", "toc.dat", tarfile.CHRTYPE),
        tmp_path / "inside",
        pipe,
        device,
        text,
        tmp_path / "none",
    ]


async def test_only_a_backup_of_our_own_kind_is_restored(
    database: Database, no_backups: list[Path], tmp_path: Path
) -> None:
    before = await database.municipalities()
    for file in no_backups:
        with pytest.raises(Malformed, match="no backup of ours"):
            await restore(database, file)
    assert await database.municipalities() == before
    assert not list(tmp_path.parent.rglob("evil"))


async def test_a_backup_that_was_cut_off_restores_nothing(
    city: City, database: Database, tmp_path: Path
) -> None:
    file = tmp_path / "backup"
    await back_up(database, file, city.name)
    await database.remove(city.name)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(CityError):
        await restore(database, file)
    assert city.name not in await database.municipalities()


@pytest.mark.parametrize("dry_run", [True, False])
async def test_only_a_file_is_imported(
    city: City, tmp_path: Path, *, dry_run: bool
) -> None:
    (tmp_path / "link.csv").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe.csv")
    for name in ("link.csv", "pipe.csv", "none.csv", "../..", "."):
        file = tmp_path / name
        with pytest.raises(NotFound, match="cannot be opened"):
            await import_file(city, file, MAPPING, dry_run=dry_run)
        with pytest.raises(NotFound, match="cannot be opened"):
            guess_file(file)
