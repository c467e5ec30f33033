"""The Jinja environment: what may be printed, what is escaped, and the sandbox for templates from outside."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from jinja2 import Environment, TemplateAssertionError, TemplateError, TemplateNotFound, UndefinedError

from resume_tex.render.environment import finalize, join_tex, make_environment
from resume_tex.render.escape import Tex
from resume_tex.render.sandbox import time_limit

TRUSTED = make_environment()
SANDBOX = make_environment(trusted=False)
BOTH = pytest.mark.parametrize("environment", [TRUSTED, SANDBOX], ids=["trusted", "sandbox"])


def run(source: str, environment: Environment = TRUSTED, **values: object) -> str:
    return environment.from_string(source).render(values)


@BOTH
def test_tex_passes_and_none_prints_nothing(environment: Environment) -> None:
    assert run("a << x >>b<< y >>", environment, x=Tex(r"\X{1 & 2}"), y=None) == r"a \X{1 & 2}b"


@BOTH
@pytest.mark.parametrize("value", ["text", r"\input{x}", "", 1, 1.5, True, [], {}, ("a",)])
def test_anything_else_is_refused(environment: Environment, value: object) -> None:
    with pytest.raises(TypeError, match=r"a template prints .*, which is not TeX"):
        run("<< x >>", environment, x=value)


@BOTH
@pytest.mark.parametrize(
    "source",
    [
        '<< "constant" >>',
        '<< "y" if x else "z" >>',
        '<< ["a", "b"]|first >>',
        '<% set y = "plain" %><< y >>',
        '<% macro m(a) %><< a >><% endmacro %><< m("plain") >>',
        "<< 1 + 1 >>",
        "<< x|length >>",
    ],
)
def test_constants_and_numbers_of_a_template_are_refused(environment: Environment, source: str) -> None:
    with pytest.raises(TypeError, match="which is not TeX"):
        run(source, environment, x=Tex("x"))


@BOTH
@pytest.mark.parametrize(
    "name", ["safe", "e", "escape", "forceescape", "string", "format", "replace", "upper", "lower", "tojson", "xmlattr", "urlize",
             "center", "indent", "wordwrap", "striptags", "map", "pprint", "attr", "batch"],
)  # fmt: skip
def test_filters_that_could_pass_raw_text_are_not_there(environment: Environment, name: str) -> None:
    with pytest.raises(TemplateAssertionError, match="No filter named"):
        run(f"<< x|{name} >>", environment, x=Tex("x"))


@BOTH
def test_macros_and_calls_are_escaped_once(environment: Environment) -> None:
    source = r"<% macro m(a) %>\M{<< a >>}<% endmacro %><% set s %>\S{<< x >>}<% endset %><< m(m(x)) >><< s >>"
    assert run(source, environment, x=Tex(r"50\%")) == r"\M{\M{50\%}}\S{50\%}"


@BOTH
def test_unknown_names_are_errors(environment: Environment) -> None:
    with pytest.raises(UndefinedError, match="'nothing' is undefined"):
        run("<< nothing >>", environment)


@BOTH
def test_delimiters_leave_tex_alone(environment: Environment) -> None:
    source = "\\def\\x#1{{#1}} {% raw %} {{ x }} 50\\% {# no comment #}\n"
    assert run(source, environment) == source


@BOTH
def test_no_globals(environment: Environment) -> None:
    for name in ("range", "dict", "lipsum", "cycler", "joiner", "namespace"):
        with pytest.raises(UndefinedError):
            run(f"<% if {name}() %><% endif %>", environment)


def test_finalize() -> None:
    assert finalize(None) == ""
    assert finalize(Tex("x")) == "x"
    with pytest.raises(TypeError, match="a template prints str 'x', which is not TeX"):
        finalize("x")


def test_joining() -> None:
    assert join_tex([Tex("a"), None, Tex(""), Tex("b")]) == "a, b"
    assert join_tex([Tex("a"), Tex("b")], "; ") == "a; b"
    assert join_tex([]) == ""
    assert isinstance(join_tex([]), Tex)
    assert run("<% macro m(a) %>\\M{<< a >>}<% endmacro %><< [x, m(x), none]|join >>", x=Tex(r"a\&")) == r"a\&, \M{a\&}"
    with pytest.raises(TypeError, match="a template prints str 'b & c', which is not TeX"):
        run("<< x|join >>", x=[Tex("a"), "b & c"])


def test_overrides_come_before_the_packages_templates(tmp_path: Path) -> None:
    near, far = tmp_path / "near" / "templates", tmp_path / "far" / "templates"
    for folder, names in ((near, ["header.tex.j2"]), (far, ["header.tex.j2", "macros.tex.j2"])):
        folder.mkdir(parents=True)
        for name in names:
            (folder / name).write_text(folder.parent.name, "utf-8")
    for trusted in (True, False):
        environment = make_environment((near, far), trusted=trusted)
        assert environment.get_template("header.tex.j2").render() == "near"
        assert environment.get_template("macros.tex.j2").render() == "far"
        assert r"\begin{document}" in environment.loader.get_source(environment, "resume.tex.j2")[0]  # type: ignore[union-attr]


ESCAPES = [
    "<< ''.__class__.__mro__ >>",
    "<< x.__class__ >>",
    "<< x.__init__.__globals__ >>",
    "<< x['__class__'] >>",
    "<% for c in ().__class__.__base__.__subclasses__() %><% endfor %>",
    "<< x.format('{0.__class__}') >>",
    "<< '{:10000000000}'.format(1) >>",
    "<< ''.format_map(x) >>",
    "<< f.__globals__ >>",
    "<< f.__code__ >>",
    "<< f.__closure__ >>",
    "<< self.__init__ >>",
    "<< self._TemplateReference__context >>",
    "<% set x.y = 1 %>",
    "<< l.append(1) >>",
    "<< 9 ** 9 ** 9 >>",
    "<< 'a' * 10 ** 10 >>",
    "<< 'a' * 10000000000 >>",
    "<< [1] * 10000000000 >>",
    "<< '%10000000000d' % 1 >>",
    "<< 2000000000 * 2 >>",
    "<< 'a'.ljust(10000000000) >>",
    "<< 'a'.zfill(10000000000) >>",
    "<% include '../../../../../../etc/passwd' %>",
    "<% include '/etc/passwd' %>",
    "<% import 'os' as os %>",
    "<% extends '/etc/passwd' %>",
]


@pytest.mark.parametrize("source", ESCAPES)
def test_ways_out_of_the_sandbox_are_closed(source: str) -> None:
    began = time.monotonic()
    with pytest.raises((TemplateError, TypeError)):
        run(source, SANDBOX, x=Tex("x"), f=lambda: None, l=[])
    assert time.monotonic() - began < 2


def test_the_sandbox_still_calculates() -> None:
    assert run("<% if 3 * 4 == 12 and 7 % 4 == 3 and 'a' + 'b' == 'ab' %>ok<% endif %>", SANDBOX) == "ok"
    assert (
        run(
            "<% if 1 < 2 <= 2 and 'a' in ['a', 'b'] and 'c' not in 'ab' and {'k': 1}['k'] == 1 %>ok<% endif %>", SANDBOX
        )
        == "ok"
    )
    assert run("<< x ~ y >>, << [x, y]|join('; ') >>", SANDBOX, x=Tex("1"), y=Tex("2")) == "12, 1; 2"
    assert run("<% if 'abc'.replace('b', 'x') == 'axc' and 'abc'.startswith('a') %>ok<% endif %>", SANDBOX) == "ok"


def test_the_sandbox_still_sorts_and_selects() -> None:
    views = [{"n": 2, "t": Tex("b")}, {"n": 1, "t": Tex("a")}]
    source = "<% for v in l|sort(attribute='n') %><< v.t >><% endfor %><% for v in l|selectattr('n', 'eq', 2) %><< v.t >><% endfor %>"
    assert run(source, SANDBOX, l=views) == "abb"
    source = "<% for key, group in l|groupby('n') %><% for v in group if v is defined and v.n is in([1]) %><< v.t >><% endfor %><% endfor %>"
    assert run(source, SANDBOX, l=views) == "a"


DOUBLING = "<% macro d(v, n) %><% if n %><< d({step}, n - 1) >><% else %>{end}<% endif %><% endmacro %><< d({start}, {depth}) >>"
GROWING = {
    "adding": DOUBLING.format(step="v + v", start="'xxxxxxxx'", depth=40, end=""),
    "joining": DOUBLING.format(step="v ~ v", start="'xxxxxxxx'", depth=40, end=""),
    "adding TeX": DOUBLING.format(step="v + v", start="x", depth=40, end=""),
    "adding lists": DOUBLING.format(step="v + v", start="[1, 2]", depth=40, end=""),
    "output": "<% macro d(n) %><% if n %><% set t %><< d(n - 1) >><% endset %><< t >><< t >><% else %>xxxxxxxx<% endif %><% endmacro %><< d(40) >>",
    "replacing": DOUBLING.format(step="v.replace('x', v)", start="'xx'", depth=12, end=""),
    "the filter join": DOUBLING.format(step="[v, v]|join", start="x", depth=40, end=""),
    "the method join": DOUBLING.format(step="v.join([v, v, v])", start="'xx'", depth=40, end=""),
}
TWICE = {
    "compared": DOUBLING.format(step="[v, v]", start="[[], []]", depth=40, end="<% if v == [[], []] %><% endif %>"),
    "compared by a test": DOUBLING.format(step="[v, v]", start="[[], []]", depth=40, end="<% if v is eq([v]) %><% endif %>"),
    "searched": DOUBLING.format(step="[v, v]", start="[[], []]", depth=40, end="<% if v in [[v]] %><% endif %>"),
    "counted": DOUBLING.format(step="[v, v]", start="[[], []]", depth=40, end="<% if [1].count(v) %><% endif %>"),
    "sorted": DOUBLING.format(step="[v, v]", start="[[], []]", depth=40, end="<% for i in [v, v]|sort %><% endfor %>"),
    "sorted by": DOUBLING.format(step="[v, v]", start="[[], []]", depth=40, end="<% for i in [v, v]|sort(attribute='0') %><% endfor %>"),
    "written": DOUBLING.format(step="[v, v]", start="[[], []]", depth=40, end="<< x ~ v >>"),
    "printed": DOUBLING.format(step="[v, v]", start="[[], []]", depth=40, end="<< v >>"),
    "called": DOUBLING.format(step="[v, v]", start="[[], []]", depth=40, end="<< v() >>"),
    "a key": DOUBLING.format(step="(v, v)", start="(1, 2)", depth=40, end="<% set m = {v: 1} %>"),
    "looked up": DOUBLING.format(step="(v, v)", start="(1, 2)", depth=40, end="<< {'a': x}[v] >>"),
    "got": DOUBLING.format(step="(v, v)", start="(1, 2)", depth=40, end="<< {'a': x}.get(v) >>"),
    "cased": DOUBLING.format(step="[v, v]", start="[[], []]", depth=40, end="<% if v is lower %><% endif %>"),
    "changed": "<% macro e(l) %>" + DOUBLING.format(step="[v, v]", start="[[], []]", depth=40, end="<% if l.changed(v) %><% endif %>")
    + "<% endmacro %><% for i in [1, 2] %><< e(loop) >><% endfor %>",
}  # fmt: skip


@pytest.mark.parametrize("name", [*GROWING, *TWICE])
def test_no_step_fills_the_memory_or_takes_for_ever(name: str) -> None:
    """Where this fails, it may well take all memory: hence a process with a limit, and little time."""
    code = (
        "import resource, sys, signal\nresource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))\nsignal.alarm(10)\n"
        "from jinja2 import TemplateError\nfrom resume_tex.render.environment import make_environment\n"
        "from resume_tex.render.escape import Tex\n"
        "try:\n    make_environment(trusted=False).from_string(sys.stdin.read()).render(x=Tex('x'))\n"
        "except (TemplateError, TypeError) as error:\n    print(error)\n"
    )
    source = {**GROWING, **TWICE}[name]
    done = subprocess.run([sys.executable, "-c", code], input=source, capture_output=True, text=True, check=True)
    assert re.search(
        r"is too long; 2,000,000 is the most|can be compared|is not TeX|cannot be called|No test named", done.stdout
    )
    assert len(done.stdout) < 200


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_link_out_of_the_theme_is_not_read(tmp_path: Path, what: str) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.tex.j2").write_text("SECRET", "utf-8")
    templates = tmp_path / "theme" / "templates"
    if what == "file":
        templates.mkdir(parents=True)
        (templates / "secret.tex.j2").symlink_to(tmp_path / "outside" / "secret.tex.j2")
    else:
        templates.parent.mkdir()
        templates.symlink_to(tmp_path / "outside")
    environment = make_environment((templates,), trusted=False)
    with pytest.raises(TemplateError, match="is a link to a file outside the theme"):
        environment.get_template("secret.tex.j2")


def test_a_template_that_is_not_there() -> None:
    with pytest.raises(TemplateNotFound):
        SANDBOX.get_template("nothing.tex.j2")


def test_a_loop_is_stopped() -> None:
    source = "<% macro again(n) %><% for a in x %><% for b in x %><% for c in x %><% endfor %><% endfor %><% endfor %><% endmacro %><< again(1) >>"
    began = time.monotonic()
    with pytest.raises(TemplateError, match=r"it takes more than 0\.2 seconds; does it loop"), time_limit(0.2):
        run(source, SANDBOX, x=range(100_000))
    assert time.monotonic() - began < 2


def test_a_limit_leaves_nothing_behind() -> None:
    import sys

    before = sys.gettrace()
    with time_limit(5):
        assert sys.gettrace() is not before
    assert sys.gettrace() is before
