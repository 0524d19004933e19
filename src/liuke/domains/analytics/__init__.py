"""分析 Analytics: the lake, and what is asked of it.

The *lake* 数据湖 is what the shop wrote, as Parquet files a month each; a *run* 批次 brings every
table of it to one moment; the *manifest* 清单 says which files count; an *engine* 引擎 answers.
"""

__all__: list[str] = []
