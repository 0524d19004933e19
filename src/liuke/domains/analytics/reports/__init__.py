"""报表 Reports: one `.sql` file a question, asked of the lake.

A *report* 报表 opens with its words, its parameters and its charts; a *relation* 关系 is what
several reports are made of; a *metric* 指标 is defined once and means the same in each. A *point*
数据点 of a report leads to the members *behind* 背后 it.
"""

__all__: list[str] = []
