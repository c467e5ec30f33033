# ruff: noqa: E501  the expected messages stand whole, beside what causes them
"""Keys that no field has: errors with a suggestion where a slip is likely, warnings elsewhere; the expectations are exact."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pydantic import ValidationError

from resume_tex.document import models
from resume_tex.document.load import LoadResult
from resume_tex.document.models import Resume
from resume_tex.document.unknown_keys import _SYNONYMS

CASES: dict[str, tuple[str, list[str]]] = {
    "close": (
        "basics:\n  nmae: A\nwrok: []\n",
        [
            "2:3-2:7 error schema.unknown-key basics.nmae: The key `nmae` is not known in `basics`. | Did you mean `name`?",
            "3:1-3:5 error schema.unknown-key wrok: The key `wrok` is not known. | Did you mean `work`?",
        ],
    ),
    "case-and-separators": (
        "basics:\n  E-Mail: A\n  Name: B\nwork:\n  - start_date: 2024\n    EndDate: 2024\n    high lights: []\n",
        [
            "2:3-2:9 error schema.unknown-key basics.E-Mail: The key `E-Mail` is not known in `basics`. | Did you mean `email`?",
            "3:3-3:7 error schema.unknown-key basics.Name: The key `Name` is not known in `basics`. | Did you mean `name`?",
            "5:5-5:15 error schema.unknown-key work[0].start_date: The key `start_date` is not known in `work[0]`. | Did you mean `startDate`?",
            "6:5-6:12 error schema.unknown-key work[0].EndDate: The key `EndDate` is not known in `work[0]`. | Did you mean `endDate`?",
            '7:5-7:16 error schema.unknown-key work[0]["high lights"]: The key `high lights` is not known in `work[0]`. | Did you mean `highlights`?',
        ],
    ),
    "synonyms-at-the-top": (
        "experience: []\njobs: []\nemployment: []\ncontact: {}\npapers: []\ncertifications: []\nhobbies: []\nsettings: {}\n",
        [
            "1:1-1:11 error schema.unknown-key experience: The key `experience` is not known. | Did you mean `work`?",
            "2:1-2:5 error schema.unknown-key jobs: The key `jobs` is not known. | Did you mean `work`?",
            "3:1-3:11 error schema.unknown-key employment: The key `employment` is not known. | Did you mean `work`?",
            "4:1-4:8 error schema.unknown-key contact: The key `contact` is not known. | Did you mean `basics`?",
            "5:1-5:7 error schema.unknown-key papers: The key `papers` is not known. | Did you mean `publications`?",
            "6:1-6:15 error schema.unknown-key certifications: The key `certifications` is not known. | Did you mean `certificates`?",
            "7:1-7:8 error schema.unknown-key hobbies: The key `hobbies` is not known. | Did you mean `interests`?",
            "8:1-8:9 error schema.unknown-key settings: The key `settings` is not known. | Did you mean `meta`?",
        ],
    ),
    "synonyms-in-basics": (
        "basics: {title: A, telephone: 1, website: b, about: c, social: []}\n",
        [
            "1:10-1:15 error schema.unknown-key basics.title: The key `title` is not known in `basics`. | Did you mean `label`?",
            "1:20-1:29 error schema.unknown-key basics.telephone: The key `telephone` is not known in `basics`. | Did you mean `phone`?",
            "1:34-1:41 error schema.unknown-key basics.website: The key `website` is not known in `basics`. | Did you mean `url`?",
            "1:46-1:51 error schema.unknown-key basics.about: The key `about` is not known in `basics`. | Did you mean `summary`?",
            "1:56-1:62 error schema.unknown-key basics.social: The key `social` is not known in `basics`. | Did you mean `profiles`?",
        ],
    ),
    "synonyms-in-a-job": (
        "work:\n  - {company: A, title: B, from: 2019, to: 2020, bullets: [], link: c, city: D}\n  - {employer: A, role: B, start: 2019, until: 2020, achievements: []}\n",
        [
            "2:6-2:13 error schema.unknown-key work[0].company: The key `company` is not known in `work[0]`. | Did you mean `name`?",
            "2:18-2:23 error schema.unknown-key work[0].title: The key `title` is not known in `work[0]`. | Did you mean `position`?",
            "2:28-2:32 error schema.unknown-key work[0].from: The key `from` is not known in `work[0]`. | Did you mean `startDate`?",
            "2:40-2:42 error schema.unknown-key work[0].to: The key `to` is not known in `work[0]`. | Did you mean `endDate`?",
            "2:50-2:57 error schema.unknown-key work[0].bullets: The key `bullets` is not known in `work[0]`. | Did you mean `highlights`?",
            "2:63-2:67 error schema.unknown-key work[0].link: The key `link` is not known in `work[0]`. | Did you mean `url`?",
            "2:72-2:76 error schema.unknown-key work[0].city: The key `city` is not known in `work[0]`. | Did you mean `location`?",
            "3:6-3:14 error schema.unknown-key work[1].employer: The key `employer` is not known in `work[1]`. | Did you mean `name`?",
            "3:19-3:23 error schema.unknown-key work[1].role: The key `role` is not known in `work[1]`. | Did you mean `position`?",
            "3:28-3:33 error schema.unknown-key work[1].start: The key `start` is not known in `work[1]`. | Did you mean `startDate`?",
            "3:41-3:46 error schema.unknown-key work[1].until: The key `until` is not known in `work[1]`. | Did you mean `endDate`?",
            "3:54-3:66 error schema.unknown-key work[1].achievements: The key `achievements` is not known in `work[1]`. | Did you mean `highlights`?",
        ],
    ),
    "synonyms-in-education": (
        "education:\n  - {school: A, degree: B, major: C, gpa: 4.0, start: 2019}\n",
        [
            "2:6-2:12 error schema.unknown-key education[0].school: The key `school` is not known in `education[0]`. | Did you mean `institution`?",
            "2:17-2:23 error schema.unknown-key education[0].degree: The key `degree` is not known in `education[0]`. | Did you mean `studyType`?",
            "2:28-2:33 error schema.unknown-key education[0].major: The key `major` is not known in `education[0]`. | Did you mean `area`?",
            "2:38-2:41 error schema.unknown-key education[0].gpa: The key `gpa` is not known in `education[0]`. | Did you mean `score`?",
            "2:48-2:53 error schema.unknown-key education[0].start: The key `start` is not known in `education[0]`. | Did you mean `startDate`?",
        ],
    ),
    "synonyms-in-publications": (
        "publications:\n  - {title: A, venue: B, year: 2024}\n  - {journal: C}\n",
        [
            "2:6-2:11 error schema.unknown-key publications[0].title: The key `title` is not known in `publications[0]`. | Did you mean `name`?",
            "2:16-2:21 error schema.unknown-key publications[0].venue: The key `venue` is not known in `publications[0]`. | Did you mean `publisher`?",
            "2:26-2:30 error schema.unknown-key publications[0].year: The key `year` is not known in `publications[0]`. | Did you mean `releaseDate`?",
            "3:6-3:13 error schema.unknown-key publications[1].journal: The key `journal` is not known in `publications[1]`. | Did you mean `publisher`?",
        ],
    ),
    "synonyms-elsewhere": (
        "skills:\n  - {category: A, items: []}\nprojects:\n  - {company: A, title: B}\nlanguages:\n  - {level: A}\nbasics:\n  location: {state: A, zip: 1, country: DE}\n  profiles: [{user: A, site: B}]\nawards:\n  - {year: 2024}\n",
        [
            "2:6-2:14 error schema.unknown-key skills[0].category: The key `category` is not known in `skills[0]`. | Did you mean `name`?",
            "2:19-2:24 error schema.unknown-key skills[0].items: The key `items` is not known in `skills[0]`. | Did you mean `keywords`?",
            "4:6-4:13 error schema.unknown-key projects[0].company: The key `company` is not known in `projects[0]`. | Did you mean `entity`?",
            "4:18-4:23 error schema.unknown-key projects[0].title: The key `title` is not known in `projects[0]`. | Did you mean `name`?",
            "6:6-6:11 error schema.unknown-key languages[0].level: The key `level` is not known in `languages[0]`. | Did you mean `fluency`?",
            "8:14-8:19 error schema.unknown-key basics.location.state: The key `state` is not known in `basics.location`. | Did you mean `region`?",
            "8:24-8:27 error schema.unknown-key basics.location.zip: The key `zip` is not known in `basics.location`. | Did you mean `postalCode`?",
            "8:32-8:39 error schema.unknown-key basics.location.country: The key `country` is not known in `basics.location`. | Did you mean `countryCode`?",
            "9:15-9:19 error schema.unknown-key basics.profiles[0].user: The key `user` is not known in `basics.profiles[0]`. | Did you mean `username`?",
            "9:24-9:28 error schema.unknown-key basics.profiles[0].site: The key `site` is not known in `basics.profiles[0]`. | Did you mean `url`?",
            "11:6-11:10 error schema.unknown-key awards[0].year: The key `year` is not known in `awards[0]`. | Did you mean `date`?",
        ],
    ),
    "a-synonym-of-nothing-here": (
        "basics: {company: A, degree: B}\neducation:\n  - {company: A}\n",
        [
            "1:10-1:17 warning schema.unknown-key basics.company: The key `company` is not known in `basics`. It is not typeset, and kept for export. | Known keys: email, image, label, location, name, phone, profiles, summary, url. A key of your own may start with `x-`.",
            "1:22-1:28 warning schema.unknown-key basics.degree: The key `degree` is not known in `basics`. It is not typeset, and kept for export. | Known keys: email, image, label, location, name, phone, profiles, summary, url. A key of your own may start with `x-`.",
            "3:6-3:13 warning schema.unknown-key education[0].company: The key `company` is not known in `education[0]`. It is not typeset, and kept for export. | Known keys: area, courses, endDate, institution, location, score, startDate, studyType, tags, url. A key of your own may start with `x-`.",
        ],
    ),
    "a-synonym-of-a-key-that-is-there": (
        "work:\n  - {position: A, title: B, name: C, company: D}\n",
        [
            "2:19-2:24 error schema.unknown-key work[0].title: The key `title` is not known in `work[0]`. | Did you mean `position`?",
            "2:38-2:45 error schema.unknown-key work[0].company: The key `company` is not known in `work[0]`. | Did you mean `name`?",
        ],
    ),
    "far": (
        "basics:\n  pronouns: they\nzodiac: {a: {b: [c]}}\n",
        [
            "2:3-2:11 warning schema.unknown-key basics.pronouns: The key `pronouns` is not known in `basics`. It is not typeset, and kept for export. | Known keys: email, image, label, location, name, phone, profiles, summary, url. A key of your own may start with `x-`.",
            "3:1-3:7 warning schema.unknown-key zodiac: The key `zodiac` is not known. It is not typeset, and kept for export. | Known keys: $schema, awards, basics, certificates, education, interests, languages, letter, meta, projects, publications, references, skills, volunteer, work. A key of your own may start with `x-`.",
        ],
    ),
    "own": (
        "x-a: 1\nX-B: 2\nbasics: {x-c: [1]}\nwork:\n  - {x-d: {}, highlights: [{text: A, x-e: 1}]}\nmeta: {resumeTex: {x-f: 1, rules: {X-g: 2}, variants: {ml: {x-h: 3}}}}\n",
        [],
    ),
    "own-is-not-any-x": (
        "xa: 1\nx: 2\n",
        [
            "1:1-1:3 warning schema.unknown-key xa: The key `xa` is not known. It is not typeset, and kept for export. | Known keys: $schema, awards, basics, certificates, education, interests, languages, letter, meta, projects, publications, references, skills, volunteer, work. A key of your own may start with `x-`.",
            "2:1-2:2 warning schema.unknown-key x: The key `x` is not known. It is not typeset, and kept for export. | Known keys: $schema, awards, basics, certificates, education, interests, languages, letter, meta, projects, publications, references, skills, volunteer, work. A key of your own may start with `x-`.",
        ],
    ),
    "odd-keys": (
        '"": 1\n"a b": 2\n"it\\"s": 3\n"\\n": 4\n? "a\n  b"\n: 5\n',
        [
            '1:1-1:3 warning schema.unknown-key [""]: The key `` is not known. It is not typeset, and kept for export. | Known keys: $schema, awards, basics, certificates, education, interests, languages, letter, meta, projects, publications, references, skills, volunteer, work. A key of your own may start with `x-`.',
            '2:1-2:6 warning schema.unknown-key ["a b"]: The key `a b` is not known. It is not typeset, and kept for export. | Known keys: $schema, awards, basics, certificates, education, interests, languages, letter, meta, projects, publications, references, skills, volunteer, work. A key of your own may start with `x-`.',
            '3:1-3:8 warning schema.unknown-key ["it\\"s"]: The key `it"s` is not known. It is not typeset, and kept for export. | Known keys: $schema, awards, basics, certificates, education, interests, languages, letter, meta, projects, publications, references, skills, volunteer, work. A key of your own may start with `x-`.',
            '4:1-4:5 warning schema.unknown-key ["\n"]: The key `\n` is not known. It is not typeset, and kept for export. | Known keys: $schema, awards, basics, certificates, education, interests, languages, letter, meta, projects, publications, references, skills, volunteer, work. A key of your own may start with `x-`.',
            '5:3-6:5 error syntax.duplicate-key ["a b"]: The key `a b` stands here a second time (first on line 2). Only one can count: merge or rename them.',
        ],
    ),
    "in-a-bullet": (
        "work:\n  - highlights: [{text: A, tagz: [b]}, {txt: A}]\n",
        [
            "2:28-2:32 error schema.unknown-key work[0].highlights[0].tagz: The key `tagz` is not known in `work[0].highlights[0]`. | Did you mean `tags`?",
            "2:41-2:44 error schema.colon-in-text work[0].highlights[1]: This bullet became a mapping because it holds a colon and a space. Put the whole bullet in double quotes. | A bullet that is meant to be a mapping has the keys `text` and `tags`.",
        ],
    ),
    "free-mappings": (
        "meta: {resumeTex: {options: {anything: 1}, headings: {wrok: A}, rules: {severity: {a.b: error}}, variants: {anything: {options: {x: 1}}}}}\n",
        [],
    ),
    "settings": (
        "meta:\n  resumeTex:\n    them: engineer\n    zodiac: 1\n    rules: {selct: [], zodiac: 1}\n    variants: {ml: {includ: [], zodiac: 1}}\n",
        [
            "3:5-3:9 error schema.unknown-key meta.resumeTex.them: The key `them` is not known in `meta.resumeTex`. | Did you mean `theme`?",
            "4:5-4:11 error schema.unknown-key meta.resumeTex.zodiac: The key `zodiac` is not known in `meta.resumeTex`. | Known keys: headings, highlights, language, options, pages, role, rules, sections, theme, variants. A key of your own may start with `x-`.",
            "5:13-5:18 error schema.unknown-key meta.resumeTex.rules.selct: The key `selct` is not known in `meta.resumeTex.rules`. | Did you mean `select`?",
            "5:24-5:30 error schema.unknown-key meta.resumeTex.rules.zodiac: The key `zodiac` is not known in `meta.resumeTex.rules`. | Known keys: ignore, select, severity. A key of your own may start with `x-`.",
            "6:21-6:27 error schema.unknown-key meta.resumeTex.variants.ml.includ: The key `includ` is not known in `meta.resumeTex.variants.ml`. | Did you mean `include`?",
            "6:33-6:39 error schema.unknown-key meta.resumeTex.variants.ml.zodiac: The key `zodiac` is not known in `meta.resumeTex.variants.ml`. | Known keys: exclude, include, label, options, output, pages, sections, summary, theme. A key of your own may start with `x-`.",
        ],
    ),
    "in-meta": (
        "meta: {vers: 1, zodiac: 2, lastmodified: 3}\n",
        [
            "1:8-1:12 warning schema.unknown-key meta.vers: The key `vers` is not known in `meta`. It is not typeset, and kept for export. | Known keys: canonical, lastModified, resumeTex, version. A key of your own may start with `x-`.",
            "1:17-1:23 warning schema.unknown-key meta.zodiac: The key `zodiac` is not known in `meta`. It is not typeset, and kept for export. | Known keys: canonical, lastModified, resumeTex, version. A key of your own may start with `x-`.",
            "1:28-1:40 error schema.unknown-key meta.lastmodified: The key `lastmodified` is not known in `meta`. | Did you mean `lastModified`?",
        ],
    ),
    "under-a-value-of-another-kind": (
        "basics: [nmae]\nwork: {nmae: A}\nskills: [[nmae]]\n",
        [
            "1:9-1:15 error schema.type basics: A mapping belongs here (lines of `key: value`), not a list.",
            "2:7-2:16 error schema.type work: A list belongs here, not a mapping. Write each entry on a line of its own after `- `.",
            "3:10-3:16 error schema.type skills[0]: A mapping belongs here (lines of `key: value`), not a list.",
        ],
    ),
    "json": (
        '{"basics": {"nmae": "A", "zodiac": 1, "x-a": 2}, "meta": {"resumeTex": {"them": "A"}}}\n',
        [
            "1:13-1:19 warning schema.unknown-key basics.nmae: The key `nmae` is not known in `basics`. It is not typeset, and kept for export. | Did you mean `name`?",
            "1:26-1:34 warning schema.unknown-key basics.zodiac: The key `zodiac` is not known in `basics`. It is not typeset, and kept for export. | Known keys: email, image, label, location, name, phone, profiles, summary, url. A key of your own may start with `x-`.",
            "1:73-1:79 error schema.unknown-key meta.resumeTex.them: The key `them` is not known in `meta.resumeTex`. | Did you mean `theme`?",
        ],
    ),
    "yaml-with-the-schema-of-json-resume": (
        "$schema: https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json\nbasics: {nmae: A, zodiac: 1}\nmeta: {resumeTex: {them: A}}\n",
        [
            "2:10-2:14 warning schema.unknown-key basics.nmae: The key `nmae` is not known in `basics`. It is not typeset, and kept for export. | Did you mean `name`?",
            "2:19-2:25 warning schema.unknown-key basics.zodiac: The key `zodiac` is not known in `basics`. It is not typeset, and kept for export. | Known keys: email, image, label, location, name, phone, profiles, summary, url. A key of your own may start with `x-`.",
            "3:20-3:24 error schema.unknown-key meta.resumeTex.them: The key `them` is not known in `meta.resumeTex`. | Did you mean `theme`?",
        ],
    ),
    "yaml-with-our-schema": (
        "$schema: ./resume.schema.json\nbasics: {nmae: A}\n",
        [
            "2:10-2:14 error schema.unknown-key basics.nmae: The key `nmae` is not known in `basics`. | Did you mean `name`?",
        ],
    ),
    "json-with-our-schema": (
        '{"$schema": "./resume.schema.json", "basics": {"nmae": "A"}}\n',
        [
            "1:48-1:54 warning schema.unknown-key basics.nmae: The key `nmae` is not known in `basics`. It is not typeset, and kept for export. | Did you mean `name`?",
        ],
    ),
    "a-list-as-schema": (
        "$schema: [jsonresume]\nbasics: {nmae: A}\n",
        [
            "1:10-1:22 error schema.type $schema: Text belongs here, not a list. Write one text; if the brackets belong to it, put it in double quotes.",
            "2:10-2:14 error schema.unknown-key basics.nmae: The key `nmae` is not known in `basics`. | Did you mean `name`?",
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_finding(name: str, findings: Callable[..., list[str]]) -> None:
    content, expected = CASES[name]
    assert findings(content, "resume.json" if name.startswith("json") else "resume.yaml") == expected


def test_unknown_keys_are_kept_for_export(load: Callable[..., LoadResult]) -> None:
    loaded = load(
        '{"basics": {"zodiac": "ram"}, "work": [{"team": ["A"]}], "x-a": 1, "extra": {"b": null}}', "resume.json"
    )
    assert loaded.resume is not None
    assert loaded.resume.model_dump(exclude_defaults=True, by_alias=True) == {
        "basics": {"zodiac": "ram"},
        "work": [{"team": ["A"]}],
        "x-a": 1,
        "extra": {"b": None},
    }


def test_own_keys_in_settings_are_kept_too(load: Callable[..., LoadResult]) -> None:
    loaded = load("meta: {resumeTex: {x-a: 1, rules: {x-b: [2]}}}\n")
    assert loaded.diagnostics == ()
    assert loaded.resume is not None
    assert loaded.resume.meta.model_dump(exclude_defaults=True) == {"resumeTex": {"x-a": 1, "rules": {"x-b": [2]}}}


def test_a_program_is_told_of_unknown_settings() -> None:
    data = {"meta": {"resumeTex": {"rules": {"zodiac": 1, "selct": 2}}}}
    with pytest.raises(ValidationError) as caught:
        Resume.model_validate(data)
    assert [(error["type"], error["loc"]) for error in caught.value.errors()] == [
        ("extra_forbidden", ("meta", "resumeTex", "rules", "zodiac")),
        ("extra_forbidden", ("meta", "resumeTex", "rules", "selct")),
    ]


@pytest.mark.parametrize("key", sorted(_SYNONYMS))
def test_every_synonym_means_a_key_that_some_model_has(key: str) -> None:
    known = {name: set(model.model_fields) for name, model in vars(models).items() if hasattr(model, "model_fields")}
    for synonym in _SYNONYMS[key]:
        model, _, field = synonym.rpartition(".")
        assert field in (known[model] if model else set().union(*known.values()))
        assert key not in known.get(model, ())
