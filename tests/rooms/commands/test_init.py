"""`pledge init`: the templates, and a copy that never overwrites."""

from pathlib import Path

from sim.commands.templates import description, template_names
from tests.rooms.commands.typed import ROOT, pledge


def test_the_templates_are_listed_one_per_line() -> None:
    done = pledge("init")
    listed, _, _ = done.stdout.partition("\n\n")
    assert done.exit_code == 0
    assert [line.split()[0] for line in listed.splitlines()] == template_names()
    assert template_names()[0] == "minimal"
    assert "coach-service" in template_names()


def test_every_bundled_scenario_has_a_description() -> None:
    folders = {folder.name for folder in (ROOT / "scenarios").iterdir() if folder.is_dir()}
    assert folders == set(template_names())
    assert all(description(name) for name in folders)


def test_minimal_is_the_default_template(tmp_path: Path) -> None:
    target = tmp_path / "客车 服务"
    done = pledge("init", str(target))
    assert done.exit_code == 0
    assert f'pledge run "{target}"' in done.stdout
    assert _files(target) == _files(ROOT / "scenarios" / "minimal")


def test_a_template_is_named(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "coach"
    assert pledge("init", str(target), "--template", "coach-service").exit_code == 0
    assert _files(target) == _files(ROOT / "scenarios" / "coach-service")


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    assert pledge("init", str(tmp_path)).exit_code == 0
    assert (tmp_path / "scenario.yaml").is_file()


def test_a_folder_with_anything_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine", encoding="utf-8")
    done = pledge("init", str(tmp_path))
    assert done.exit_code == 2
    assert done.stdout.startswith(f"{tmp_path}  TARGET_NOT_EMPTY  ")
    assert len(done.stdout.splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "scenario"
    target.write_text("mine", encoding="utf-8")
    assert pledge("init", str(target)).exit_code == 2
    assert target.read_text("utf-8") == "mine"


def test_a_template_that_does_not_exist_names_those_that_do(tmp_path: Path) -> None:
    done = pledge("init", str(tmp_path / "new"), "--template", "buses")
    assert done.exit_code == 2
    assert "minimal" in done.stderr
    assert "coach-service" in done.stderr
    assert not (tmp_path / "new").exists()


def _files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
