"""What a code page says, picked out of its HTML: one section, its facts, its tables, and what a guest is told of it."""

import html
import re


def section(page, heading):
    """The HTML of one section of a page; "" where there is none."""
    _, _, behind = page.text.partition(f">{heading}</h2>")
    return behind.split("</section>")[0]


def said(markup):
    """The words of some HTML, without markup, each space once."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", markup)).split())


def facts(markup):
    """The names and values of a list of facts: [(label, text)]."""
    return [(said(name), said(value)) for name, value in re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", markup, re.S)]


def tables(markup):
    """The bodies of all tables: a list of rows each, a row a list of its cells' words."""
    return [
        [[said(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)] for row in rows(body)]
        for body in re.findall(r"<tbody>(.*?)</tbody>", markup, re.S)
    ]


def rows(body):
    return re.findall(r"<tr[^>]*>(.*?)</tr>", body, re.S)


def items(markup, tag="li"):
    """What each element of a tag says."""
    return [said(each) for each in re.findall(rf"<{tag}[^>]*>(.*?)</{tag}>", markup, re.S)]


def remarks(markup):
    """What is said of a section's dates."""
    return [said(each) for each in re.findall(r'<p class="remark">(.*?)</p>', markup, re.S)]


def source(markup):
    """Where a section comes from."""
    found = re.search(r'<p class="source">(.*?)</p>', markup)
    return said(found[1]) if found else ""


def locked(page, heading):
    """How much a guest is told of a locked section; None where it is not named."""
    found = re.search(rf'class="heading">{heading}</span>(?:\s*<span class="amount">([^<]*))?', page.text)
    return found and (found[1] or "")
