"""The one stylesheet of production: every sheet of the template, in its order, under a hashed name."""

import re

from django.core.management import call_command
from django.template.loader import render_to_string

from codeahead.sheets import ONE, sheets


def test_the_template_lists_every_sheet_of_the_site(settings):
    css = settings.BASE_DIR / "static" / "css"
    there = {str(path.relative_to(css.parent)) for path in css.rglob("*.css")}
    assert set(sheets()) == there - {"css/admin.css", "css/print.css", "css/components/styleguide.css"}
    assert len(sheets()) == len(set(sheets()))


def test_in_local_mode_each_file_is_named():
    page = render_to_string("components/_styles.html")
    assert [f"/static/{name}" for name in sheets()] == re.findall('<link rel="stylesheet" href="([^"]+)">', page)
    assert '<link rel="stylesheet" href="/static/css/print.css" media="print">' in page


def test_in_production_there_is_one(settings, tmp_path):
    settings.LOCAL = False
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "codeahead.sheets.OneSheetStorage"}}
    for _ in range(2):  # collected again, it is written anew
        call_command("collectstatic", interactive=False, verbosity=0)
    page = render_to_string("components/_styles.html")
    (name,) = re.findall(r'<link rel="stylesheet" href="/static/(css/site\.\w+\.css)">', page)
    whole = (tmp_path / name).read_text()
    beginnings = [(settings.BASE_DIR / "static" / sheet).read_text()[:60] for sheet in sheets()[1:]]
    places = [whole.index(beginning) for beginning in beginnings]
    assert places == sorted(places)
    assert re.search(r'url\("../vendor/fonts/inter[\w-]+\.\w{12}\.woff2"\)', whole)
    assert (tmp_path / f"{name}.gz").exists()
    assert [path.name for path in (tmp_path / "css").glob("site*.css")].count("site.css") == 1
    assert (tmp_path / ONE).exists()
    (script,) = (path.read_text() for path in (tmp_path / "js").glob("search.*.js"))
    (imported,) = re.findall(r'from "./(suggest\.\w{12}\.js)"', script)
    assert (tmp_path / "js" / imported).exists()
