"""模型 Models: arrays in, arrays out; each names where its formula was published.

A *model* 模型 is fitted on counts; a *score* 评分 is what it says of one member; its *evaluation*
评估 stands beside the answers that cost nothing.
"""

__all__: list[str] = []
