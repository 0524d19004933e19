"""The weekly report on paper: figures, a picture of the days, and the best of the week."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from xml.sax.saxutils import escape

from reportlab.graphics.charts.barcharts import VerticalBarChart
from reportlab.graphics.charts.legends import Legend
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as Grid

from liuke.domains.analytics.reports.dimensions import DIMENSIONS
from liuke.domains.analytics.reports.export import File, Language
from liuke.domains.analytics.reports.font import NAME as FONT
from liuke.domains.analytics.reports.font import font
from liuke.domains.analytics.reports.metrics import METRICS
from liuke.domains.analytics.reports.run import Cell, Table
from liuke.domains.analytics.reports.weekly import BEST, Figure, Week, cells
from liuke.kernel.money import decimals, figure, written

INK, QUIET, LINE, NOW, BEFORE, TINT = (
    HexColor(code) for code in ("#1A1D21", "#4B525B", "#D5D9DE", "#0B6B5F", "#A5D3CB", "#F5F6F7")
)
WIDTH = A4[0] - 36 * mm
WORDS = {
    "title": ("周报", "Weekly report"),
    "as_of": ("数据截至", "Data as of"),
    "figure": ("指标", "Figure"),
    "now": ("本周", "This week"),
    "before": ("上周", "Week before"),
    "change": ("变化", "Change"),
    "days": ("每日销售额", "Sales by day"),
    "stores": ("门店前十", "Ten best stores"),
    "categories": ("品类前十", "Ten best categories"),
    "coupons": ("用得最多的券", "Coupons used most"),
    "points": ("积分收支", "Points"),
    "new_buyers": ("新客", "New buyers"),
    "repeat_note": (
        "复购率按截至周末的 90 天计算。",
        "Repurchase is of the 90 days to the week's end.",
    ),
    "none": ("没有数据", "Nothing to show"),
    "definitions": ("指标定义", "What the figures mean"),
    "page": ("第 {} 页", "Page {}"),
}
COLUMNS = {
    "stores": ("store", "sales_minor", "orders", "basket_minor", "buyers", "member_share_bp"),
    "categories": ("category", "line_sales_minor", "units", "buyers", "line_reduction_bp"),
    "coupons": ("template", "coupons_issued", "coupons_used", "redemption_bp", "saved_minor"),
    "points": ("book", "month_no", "points_issued", "points_used", "points_expired"),
}


class Page:
    """A document under way: its language, its currency and its styles."""

    def __init__(self, week: Week, language: Language) -> None:
        """Have the font at hand; nothing is drawn yet."""
        font()
        self.week = week
        self.zh = language == "zh"
        self.text = ParagraphStyle("text", fontName=FONT, fontSize=9.5, leading=14, textColor=INK)
        self.quiet = ParagraphStyle("quiet", self.text, fontSize=8.5, leading=12, textColor=QUIET)
        self.head = ParagraphStyle("head", self.text, fontSize=13, leading=20, spaceBefore=10)
        self.title = ParagraphStyle("title", self.text, fontSize=20, leading=28)
        self.right = ParagraphStyle("right", self.text, alignment=2)

    def say(self, word: str) -> str:
        """Return a word of the document in its language."""
        return WORDS[word][0 if self.zh else 1]

    def label(self, code: str) -> str:
        """Return what a metric or dimension is called."""
        one = METRICS.get(code) or DIMENSIONS.get(code)
        if one is None:
            return self.say(code)
        return one.label_zh if self.zh else one.label

    def write(self, code: str, value: Cell) -> str:
        """Write a figure with its unit; a text as it is."""
        if value is None:
            return "—"
        unit = METRICS[code].unit if code in METRICS else ""
        if unit == "share" and isinstance(value, int):
            return f"{value // 100}.{value % 100 // 10}%"
        if unit == "money" and isinstance(value, int):
            return written(value, self.week.currency)
        return f"{value:,}" if isinstance(value, int) else str(value)

    def cell(self, text: str, style: ParagraphStyle | None = None) -> Paragraph:
        """Return text that wraps inside its cell."""
        return Paragraph(escape(text), style or self.text)


def weekly_pdf(week: Week, language: Language) -> File:
    """Print the weekly report."""
    page, out = Page(week, language), io.BytesIO()
    until = week.since_on + timedelta(days=6)
    title = f"{week.shop} {page.say('title')}".strip()
    document = SimpleDocTemplate(
        out, pagesize=A4, title=f"{title} {week.since_on}", author="Liuke",
        leftMargin=18 * mm, rightMargin=18 * mm, topMargin=16 * mm, bottomMargin=16 * mm,
    )  # fmt: skip
    story: list[Flowable] = [
        page.cell(title, page.title),
        page.cell(f"{week.since_on} – {until}", page.text),
        page.cell(f"{page.say('as_of')} {week.as_of:%Y-%m-%d %H:%M}", page.quiet),
        Spacer(1, 8),
        figures(page),
        page.cell(page.say("repeat_note"), page.quiet),
        KeepTogether([page.cell(page.say("days"), page.head), days(page)]),
    ]
    for name, table in (
        ("stores", week.stores), ("categories", week.categories),
        ("coupons", week.coupons), ("points", week.points),
    ):  # fmt: skip
        if table is not None:
            story.append(
                KeepTogether([page.cell(page.say(name), page.head), best(page, name, table)])
            )
    story.append(KeepTogether([page.cell(page.say("definitions"), page.head), *definitions(page)]))

    def number(canvas: Any, of: Any) -> None:
        canvas.setFont(FONT, 8)
        canvas.setFillColor(QUIET)
        canvas.drawRightString(A4[0] - 18 * mm, 9 * mm, page.say("page").format(of.page))

    document.build(story, onFirstPage=number, onLaterPages=number)
    return File(f"weekly-{week.since_on}.pdf", "application/pdf", out.getvalue())


def figures(page: Page) -> Grid:
    """Return the figures of the week beside those of the one before."""
    heads = [page.say(word) for word in ("figure", "now", "before", "change")]
    rows = [
        [
            page.cell(page.label(one.metric)),
            page.cell(page.write(_unit(one), one.now), page.right),
            page.cell(page.write(_unit(one), one.before), page.right),
            page.cell(change(page, one), page.right),
        ]
        for one in page.week.figures
    ]
    return grid(page, heads, rows, [0.34, 0.24, 0.24, 0.18])


def _unit(one: Figure) -> str:
    return one.metric if one.metric in METRICS else "buyers"


def change(page: Page, one: Figure) -> str:
    """Write how a figure changed: shares in points, others in per cent; without a base, a dash."""
    if one.now is None or not one.before:
        return "—"
    if one.metric in METRICS and METRICS[one.metric].unit == "share":
        moved, unit = (one.now - one.before) / 100, (" 个百分点" if page.zh else " pp")
    else:
        moved, unit = (one.now - one.before) * 100 / one.before, "%"
    return f"{'+' if moved >= 0 else '-'}{abs(moved):.1f}{unit}"


def days(page: Page) -> Drawing:
    """Draw what was sold on every day of both weeks."""
    drawing, chart, legend = Drawing(WIDTH, 160), VerticalBarChart(), Legend()
    rows = page.week.days
    chart.x, chart.y, chart.width, chart.height = 58, 24, WIDTH - 66, 108
    one = 10 ** decimals(page.week.currency)
    chart.data = [[row[1] / one for row in rows], [row[2] / one for row in rows]]
    chart.categoryAxis.categoryNames = [f"{row[0]:%m-%d}" for row in rows]
    chart.valueAxis.valueMin = 0
    chart.valueAxis.valueMax = max(1, *(max(row[1:]) for row in rows)) / one * 1.05
    chart.valueAxis.labelTextFormat = lambda value: f"{value:,.0f}"
    chart.valueAxis.gridStrokeColor, chart.valueAxis.visibleGrid = LINE, True
    for axis in (chart.categoryAxis, chart.valueAxis):
        axis.labels.fontName, axis.labels.fontSize, axis.strokeColor = FONT, 8, LINE
        axis.labels.fillColor = QUIET
    chart.bars[0].fillColor, chart.bars[1].fillColor = NOW, BEFORE
    chart.bars.strokeColor = None
    chart.groupSpacing, chart.barSpacing = 6, 1
    legend.x, legend.y, legend.alignment, legend.columnMaximum = 58, 152, "right", 1
    legend.fontName, legend.fontSize, legend.strokeColor = FONT, 8.5, None
    legend.dx = legend.dy = 7
    legend.colorNamePairs = [(NOW, page.say("now")), (BEFORE, page.say("before"))]
    drawing.add(chart)
    drawing.add(legend)
    return drawing


def best(page: Page, name: str, table: Table) -> Flowable:
    """Return the first rows of a report."""
    names = COLUMNS[name]
    rows = cells(table, names)[:BEST]
    if not rows:
        return page.cell(page.say("none"), page.quiet)
    printed = [
        [
            page.cell(told(page, code, value, row[0]), page.right if place else page.text)
            for place, (code, value) in enumerate(zip(names, row, strict=True))
        ]
        for row in rows
    ]
    rest = 0.68 / (len(names) - 1)
    return grid(
        page, [page.label(code) for code in names], printed, [0.32] + [rest] * (len(names) - 1)
    )


def told(page: Page, code: str, value: Cell, first: Cell) -> str:
    """Write a cell of a row: a code by its name, points in the decimals of the row's book."""
    names = page.week.named.get(code, {})
    if isinstance(value, str) and value in names:
        return names[value][page.zh]
    if isinstance(value, int) and code in METRICS and METRICS[code].unit == "points":
        return figure(value, page.week.places.get(str(first), 0))
    return page.write(code, value)


def definitions(page: Page) -> list[Paragraph]:
    """Return what the figures mean, so that a printed page needs no other."""
    found = []
    for one in page.week.figures:
        if (metric := METRICS.get(one.metric)) is not None:
            words = (
                (metric.label_zh, metric.definition_zh)
                if page.zh
                else (metric.label, metric.definition)
            )
            found.append(page.cell(("：" if page.zh else ": ").join(words), page.quiet))
    return found


def grid(
    page: Page, heads: Sequence[str], rows: Sequence[Sequence[Paragraph]], widths: Sequence[float]
) -> Grid:
    """Return a table over the width of the page, its head on every page it reaches."""
    first, *others = heads
    top = [page.cell(first, page.quiet), *(page.cell(h, _right(page.quiet)) for h in others)]
    return Grid(
        [top, *rows],
        colWidths=[WIDTH * width for width in widths],
        repeatRows=1,
        style=[
            ("LINEBELOW", (0, 0), (-1, 0), 0.8, QUIET),
            ("LINEBELOW", (0, 1), (-1, -1), 0.4, LINE),
            ("BACKGROUND", (0, 0), (-1, 0), TINT),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ],
    )


def _right(style: ParagraphStyle) -> ParagraphStyle:
    return ParagraphStyle(f"{style.name}-right", style, alignment=2)
