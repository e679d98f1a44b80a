import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.capture.interpreters import Told, is_interpreter, is_loader, told_to_run
from tests.capture.strategies import words


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("python3 /usr/bin/tool", "/usr/bin/tool"),
        ("python3.11 -Es -W error tool.py", "tool.py"),
        ("python -I tool.py", "tool.py"),
        ("python3 -- tool.py", "tool.py"),
        ("sh -e /usr/bin/tool", "/usr/bin/tool"),
        ("bash -eo pipefail tool.sh", "tool.sh"),
        ("bash --rcfile rc +o posix tool.sh", "tool.sh"),
        ("perl -w -I lib tool.pl", "tool.pl"),
        ("perl -Mstrict tool.pl", "tool.pl"),
        ("ruby -rset tool.rb", "tool.rb"),
        ("node --inspect --require x tool.js", "tool.js"),
        ("php -f tool.php", "tool.php"),
        ("gjs -m tool.js", "tool.js"),
        ("lua5.4 -l lib tool.lua", "tool.lua"),
        ("guile-3.0 -s tool.scm", "tool.scm"),
        ("java -Xmx2g -cp lib:. --add-modules x Tool", "Tool"),
        ("java -Dx=y -jar tool.jar", "tool.jar"),
        ("expect -f tool.exp", "tool.exp"),
        ("expect -- /usr/bin/autoexpect", "/usr/bin/autoexpect"),
        ("mono-sgen --debug Tool.exe", "Tool.exe"),
        ("ld-linux-x86-64.so.2 --library-path /lib /usr/bin/scrot", "/usr/bin/scrot"),
    ],
)
def test_runs_a_file(line: str, what: str) -> None:
    argv = [*line.split(), "its", "-f", "arguments"]
    assert told_to_run(argv[0], argv) == Told(what, ("its", "-f", "arguments"))


@pytest.mark.parametrize(
    "line", ["python3 -m tool", "python3 -mtool", "pypy3 -Im tool", "python3 -u -m tool"]
)
def test_runs_a_module(line: str) -> None:
    argv = [*line.split(), "-m", "x"]
    assert told_to_run(argv[0], argv) == Told("tool", ("-m", "x"), is_module=True)


@pytest.mark.parametrize(
    "line",
    [
        "python3",
        "python3 -c tool.py",
        "python3 -Ic tool.py",
        "python3 -m",
        "bash -c tool.sh",
        "bash -lc tool.sh",
        "sh -ec tool.sh x",
        "perl -e tool.pl",
        "perl -lne tool.pl file",
        "perl -i.bak -pe tool.pl file",
        "ruby -e tool.rb",
        "node -e tool.js",
        "node --eval=1 tool.js",
        "node -p tool.js",
        "php -r tool.php",
        "gjs -c tool.js",
        "fish --command tool.fish",
        "grep -f tool.py x",
        "",
    ],
)
def test_runs_no_file(line: str) -> None:
    argv = line.split() or [""]
    assert told_to_run(argv[0], argv) is None


@given(
    st.sampled_from(["python3", "bash", "perl", "node", "ld-linux.so.2", "php", "pwsh", "python.exe"]),
    st.lists(words),
)
def test_never_raises_and_invents_nothing(name: str, argv: list[str]) -> None:
    told = told_to_run(name, argv)
    if told is not None:
        assert any(argument.endswith(told.what) for argument in argv)
        assert not told.arguments or tuple(argv[-len(told.arguments) :]) == told.arguments


@pytest.mark.parametrize(
    ("line", "told_what"),
    [
        (r"python.exe -u C:\tools\Tool.py", Told(r"C:\tools\Tool.py", ())),
        (r"PythonW.EXE tool.pyw -x", Told("tool.pyw", ("-x",))),
        ("py.exe -3.11 -m tool", Told("tool", (), is_module=True)),
        ("node.exe --require x tool.js", Told("tool.js", ())),
        ("powershell.exe -NoP -ep Bypass -File tool.ps1 a", Told("tool.ps1", ("a",))),
        ("powershell.exe -ExecutionPolicy Bypass -w hidden -f tool.ps1", Told("tool.ps1", ())),
        ("PowerShell.exe /NoLogo /File tool.ps1", Told("tool.ps1", ())),
        ("pwsh -NonInteractive /home/me/tool.ps1 a", Told("/home/me/tool.ps1", ("a",))),
        ("pwsh.exe -wd C:/x tool.ps1", Told("tool.ps1", ())),
        ("powershell.exe -nop -c tool.ps1", None),
        ("powershell.exe -EncodedCommand AAAA", None),
        ("powershell.exe -e AAAA", None),
        ("powershell.exe Get-Date", None),
        ("powershell.exe -NoExit", None),
        ("powershell.exe", None),
        ("wscript.exe //nologo //B tool.vbs", Told("tool.vbs", ())),
        ("python.exe -c tool.py", None),
        ("notpython.exe tool.py", None),
    ],
)
def test_windows_interpreters_are_read_as_they_read_it(line: str, told_what: Told | None) -> None:
    argv = line.split()
    assert told_to_run(argv[0], argv) == told_what


def test_names() -> None:
    windows = [
        "python.exe",
        "pythonw.exe",
        "PYTHON3.11.EXE",
        "node.exe",
        "powershell.exe",
        "Pwsh.exe",
        "py.exe",
    ]
    assert all(map(is_interpreter, windows))
    assert not any(map(is_interpreter, ["pythonista.exe", "Python", "ffmpeg.exe", ".exe", "node.exe.bak"]))
    assert all(map(is_interpreter, ["python3.11", "bash", "perl5.36.0", "gjs-console", "mono-sgen", "dash"]))
    assert not any(map(is_interpreter, ["pythonista", "bashful", "perldoc", "nodejs-shot", "", "ffmpeg"]))
    assert all(map(is_loader, ["ld-linux-x86-64.so.2", "ld.so", "ld-2.36.so", "ld-musl-x86_64.so.1"]))
    assert not any(map(is_loader, ["ld", "ldd", "ld.gold", "libc.so.6"]))
